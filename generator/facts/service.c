/* facts/service: contacts with their deadlines, answers and backlog, and work by the hour. */
#include "facts/fold.h"

void fold_service(struct fold *f) {
	(void)f;
}
