/* facts/worth: what customers are worth beside their recurring amount. */
#include "facts/fold.h"

void fold_worth(struct fold *f) {
	(void)f;
}
