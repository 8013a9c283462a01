/* report/benchmark: what others have published of such figures. Knows which metric each stands beside; the words and sources are the catalogue's. */
#ifndef REPORT_BENCHMARK_H
#define REPORT_BENCHMARK_H
#include <stddef.h>

struct benchmark {
	const char *id;     /* benchmark_<id>_text, benchmark_<id>_source */
	const char *metric; /* the figure it stands beside */
};
extern const struct benchmark benchmarks[];
extern const size_t n_benchmarks;
#endif
