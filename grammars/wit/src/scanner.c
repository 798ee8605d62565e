#include "../../scanner.h"

SCANNER(wit, "")
