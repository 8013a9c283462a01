/* facts/leaving: leavers of every span: why, how early, by failed payment or by will, and who came back. */
#include "facts/fold.h"

void fold_leaving(struct fold *f) {
	(void)f;
}
