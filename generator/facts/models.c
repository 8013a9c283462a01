/* facts/models: the tables behind fits. */
#include "facts/fold.h"

void fold_models(struct fold *f) {
	(void)f;
}
