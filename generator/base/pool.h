/* base/pool: n independent pieces of work on a few threads (pthreads: GThreadPool gives false races under TSan). */
#ifndef BASE_POOL_H
#define BASE_POOL_H
#include <stddef.h>

/* Calls work(context, i) for every i in 0 … n-1 on up to `workers` threads (at least one: the caller's own) and returns when
 * all have ended. Pieces are taken in order; work must not depend on it. */
void pool_run(int workers, size_t n, void (*work)(void *context, size_t i), void *context);
int pool_cores(void); /* processors this process may use, at least 1 */
#endif
