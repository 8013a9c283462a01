/* facts/renewals: renewals due and made. */
#include "facts/fold.h"

void fold_renewals(struct fold *f) {
	(void)f;
}
