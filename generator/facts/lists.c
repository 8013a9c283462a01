/* facts/lists: the action lists, forward from as_of. */
#include "facts/fold.h"

void fold_lists(struct fold *f) {
	(void)f;
}
