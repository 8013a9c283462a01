/* facts/linking: each customer's last answer before a span against what came of it. */
#include "facts/fold.h"

void fold_linking(struct fold *f) {
	(void)f;
}
