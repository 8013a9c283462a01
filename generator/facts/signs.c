/* facts/signs: the signs of a bad relationship, and recovery after low answers. */
#include "facts/fold.h"

void fold_signs(struct fold *f) {
	(void)f;
}
