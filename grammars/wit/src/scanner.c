#include "../../block_comment.h"

BLOCK_COMMENT_SCANNER(wit)
