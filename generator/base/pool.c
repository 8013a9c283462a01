/* base/pool: independent pieces of work handed to threads one at a time from a shared counter.
 * Knows nothing of the work. When the system refuses a thread, the others (at least the caller's own) do its share. */
#include "base/pool.h"

#include <glib.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <unistd.h>

#define MOST_WORKERS 256

struct pool {
	atomic_size_t next;
	size_t n;
	void (*work)(void *context, size_t i);
	void *context;
};

static void *run(void *data) {
	struct pool *p = data;
	for (;;) {
		size_t i = atomic_fetch_add_explicit(&p->next, 1, memory_order_relaxed);
		if (i >= p->n)
			return NULL;
		p->work(p->context, i);
	}
}

void pool_run(int workers, size_t n, void (*work)(void *context, size_t i), void *context) {
	struct pool p = {.n = n, .work = work, .context = context};
	atomic_init(&p.next, 0);
	pthread_t threads[MOST_WORKERS];
	int started = 0;
	while (started + 1 < MIN(workers, MOST_WORKERS) && (size_t)started + 1 < n) {
		if (pthread_create(&threads[started], NULL, run, &p) != 0)
			break;
		started++;
	}
	run(&p);
	for (int i = 0; i < started; i++)
		pthread_join(threads[i], NULL);
}

int pool_cores(void) {
	cpu_set_t set;
	if (sched_getaffinity(0, sizeof set, &set) == 0)
		return MAX(CPU_COUNT(&set), 1);
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : (int)MIN(n, MOST_WORKERS);
}
