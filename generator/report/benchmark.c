/* report/benchmark: see benchmark.h. */
#include "report/benchmark.h"

const struct benchmark benchmarks[] = {
	{"nps_good", "nps"},
	{"nps_seen", "nps"},
	{"retention_low", "retention_rate"},
	{"lean", "spend_share_acquisition"},
	{"multiple", "acquisition_multiple"},
	{"margin_floor", "profitability"},
	{"experience", "csat"},
	{"leverage", "retention_leverage"},
	{"loyalty", "loyalty_premium"},
	{"uptake", "new_product_uptake"},
};
const size_t n_benchmarks = sizeof benchmarks / sizeof *benchmarks;
