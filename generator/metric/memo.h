/* metric/memo: what several figures of one client share and none should compute twice: a survival curve, a fit. Knows keys and who frees; refuses to
 * know what is kept. Figures are made by one thread, pages by several: the look-up is locked, what was kept never changes. */
#ifndef METRIC_MEMO_H
#define METRIC_MEMO_H
#include <glib.h>

enum memo_of { MEMO_LIVES, MEMO_SURVIVAL, MEMO_PROJECTION, MEMO_BUYERS, MEMO_POISSON };

struct memo *memo_new(void);
void memo_free(struct memo *m);
/* What was kept under the key; NULL when nothing was. Owned by m. */
void *memo_find(struct memo *m, enum memo_of of, gint64 a, gint64 b);
/* Keeps x, which is freed with m, and returns it; when another thread was first, x is freed and theirs returned. */
void *memo_keep(struct memo *m, enum memo_of of, gint64 a, gint64 b, void *x, GDestroyNotify free_x);
/* Frees all that was kept of a kind, which nobody may hold any more. */
void memo_drop(struct memo *m, enum memo_of of);
#endif
