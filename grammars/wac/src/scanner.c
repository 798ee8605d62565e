#include "../../scanner.h"

SCANNER(wac, "let")
