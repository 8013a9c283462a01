/* facts/response: invitations and their answers, comments, and who of the active has answered. */
#include "facts/fold.h"

void fold_response(struct fold *f) {
	(void)f;
}
