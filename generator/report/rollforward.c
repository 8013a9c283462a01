/* report/rollforward: opening + what came − what went = closing, of customers and of recurring revenue, and whether it holds to the last unit.
 * Knows the pair table of the facts; the closing comes from facts counted by code that sees no movements, so that it can disagree. */
#include "report/report.h"

struct rollforward rollforward_of(const struct facts *f, size_t span, size_t slice) {
	const int64_t moved = fact(f, span, slice, FACT_MOVED_IN) - fact(f, span, slice, FACT_MOVED_OUT);
	const int128 kept_open = fact(f, span, slice, FACT_MRR_OPEN_KEPT), kept_close = fact(f, span, slice, FACT_MRR_CLOSE_KEPT);
	const int128 floor = fact(f, span, slice, FACT_MRR_MIN);
	struct rollforward r = {
		.opening = fact(f, span, slice, FACT_S),
		.joined = fact(f, span, slice, FACT_J),
		.joined_lost = fact(f, span, slice, FACT_J0),
		.returned = fact(f, span, slice, FACT_R),
		.lost = fact(f, span, slice, FACT_S) - fact(f, span, slice, FACT_KEPT),
		.closing = fact(f, span, slice, FACT_END),
		.mrr_opening = kept_open + fact(f, span, slice, FACT_MRR_OPEN_LOST),
		.mrr_new = fact(f, span, slice, FACT_MRR_CLOSE_NEW),
		.mrr_reactivation = fact(f, span, slice, FACT_MRR_CLOSE_BACK),
		.mrr_expansion = kept_close - floor,
		.mrr_contraction = kept_open - floor,
		.mrr_churned = fact(f, span, slice, FACT_MRR_OPEN_LOST),
		.mrr_fx = fact(f, span, slice, FACT_MRR_FX),
		.mrr_closing = fact(f, span, slice, FACT_MRR_END),
	};
	bool customers = r.opening + r.joined - r.joined_lost + r.returned - r.lost + moved == r.closing;
	/* Revenue of customers who changed slice is counted under the slice they came from, so only "all" closes to the unit. */
	bool money = slice != SLICE_ALL ||
				 r.mrr_opening + r.mrr_new + r.mrr_reactivation + r.mrr_expansion - r.mrr_contraction - r.mrr_churned + r.mrr_fx == r.mrr_closing;
	r.holds = customers && money;
	return r;
}
