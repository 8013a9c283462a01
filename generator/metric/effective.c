/* metric/effective: see effective.h. */
#include "metric/effective.h"
#include "metric/survey.h"
#include <gsl/gsl_cdf.h>
#include <math.h>
#include <string.h>

#define WHOLE ((long double)CLUSTER_WHOLE)
/* Sums of squares that differ by less are equal but for the rounding of long double. */
#define EQUAL 1e-15L

double clustered_variance(const struct clustered *c) {
	if (c->customers < 2 || !(c->x > 0))
		return (double)NAN;
	long double r = (c->p - c->d) / c->x, yy = c->pp - 2 * c->pd + c->dd, xy = c->xp - c->xd;
	long double squares = yy - 2 * r * xy + r * r * c->xx, n = (long double)c->customers;
	if (!(squares > EQUAL * (yy + r * r * c->xx)))
		return 0;
	return (double)(n / (n - 1) * squares / (c->x * c->x));
}

double effective_n(const struct clustered *c) {
	if (c->n < 1 || !(c->x > 0))
		return 0;
	double kish = (double)(c->x * c->x / c->squares);
	if (c->customers == c->n)
		return kish;
	double r = (double)((c->p - c->d) / c->x), one = (double)((c->p + c->d) / c->x) - r * r, over = clustered_variance(c);
	bool alike = c->p >= c->x || c->d >= c->x || (c->p <= 0 && c->d <= 0);
	if (alike || isnan(over))
		return (double)(c->x * c->x / c->xx);
	return over * kish > one ? one / over : kish;
}

struct clustered clustered_rest(const struct clustered *all, const struct clustered *part) {
	return (struct clustered){all->n - part->n, all->customers - part->customers, all->x - part->x, all->p - part->p, all->d - part->d,
	                          all->squares - part->squares, all->xx - part->xx, all->xp - part->xp, all->xd - part->xd, all->pp - part->pp,
	                          all->pd - part->pd, all->dd - part->dd};
}

/* Sums in which every customer has one thing of one whole, and what customers with more add. */
static struct clustered with_repeats(struct clustered c, const struct cluster_sums *s) {
	c.customers = c.n - s->repeats;
	c.xx = c.x * WHOLE + (long double)s->product[PRODUCT_XX];
	c.xp = c.p * WHOLE + (long double)s->product[PRODUCT_XP];
	c.xd = c.d * WHOLE + (long double)s->product[PRODUCT_XD];
	c.pp += (long double)s->product[PRODUCT_PP];
	c.pd = (long double)s->product[PRODUCT_PD];
	c.dd = c.d * WHOLE + (long double)s->product[PRODUCT_DD];
	return c;
}

static struct clustered things(const struct eval *e, size_t span, size_t slice, enum cluster_of of, struct clustered c) {
	struct cluster_sums s = fact_clusters(e->facts, span, slice, of, 0);
	c.pp = c.p * WHOLE; /* an indicator is its own square */
	return with_repeats(c, &s);
}

/* A metric whose things are facts. Weights of those up, down and all; n; squares of weights (WIDE_COUNT: none, n counts them all). */
struct origin {
	const char *metric;
	enum cluster_of of;
	enum fact up, all;
};
static const struct origin counts[] = {
	{"first_response_sla", CLUSTER_SLA, FACT_SLA_MET, FACT_SLA_DUE},
	{"reopen_rate", CLUSTER_SOLVED, FACT_REOPENED, FACT_SOLVED},
	{"reactive", CLUSTER_CONTACT, FACT_CONTACTS, FACT_CONTACTS_ALL},
	{"response_rate", CLUSTER_INVITED, FACT_INVITED_ANSWERED, FACT_INVITED},
	{"comment_rate", CLUSTER_COMMENTED, FACT_ANSWER_COMMENTS, FACT_ANSWER_ROWS},
	{"renewal_rate", CLUSTER_RENEWAL, FACT_RENEWED, FACT_RENEWALS},
	{"recovery_contacted", CLUSTER_LOW, FACT_LOW_CONTACTED, FACT_LOW},
	{"recovery_better", CLUSTER_BETTER, FACT_LOW_BETTER, FACT_LOW_NEXT},
	{"recovery_better_silent", CLUSTER_BETTER_SILENT, FACT_LOW_BETTER_SILENT, FACT_LOW_NEXT_SILENT},
	{"recovery_stayed", CLUSTER_STAYED, FACT_LOW_STAYED, FACT_LOW_DUE},
	{"recovery_stayed_silent", CLUSTER_STAYED_SILENT, FACT_LOW_STAYED_SILENT, FACT_LOW_DUE_SILENT},
	{"recovery_referred", CLUSTER_REFERRED, FACT_LOW_REFERRED, FACT_LOW_DUE},
	{"recovery_referred_silent", CLUSTER_REFERRED_SILENT, FACT_LOW_REFERRED_SILENT, FACT_LOW_DUE_SILENT},
};

static struct clustered counted(const struct eval *e, size_t span, size_t slice, enum cluster_of of, enum fact some, enum fact all) {
	struct clustered c = {.n = eval_f(e, span, slice, all)};
	c.x = (long double)c.n * WHOLE;
	c.p = (long double)eval_f(e, span, slice, some) * WHOLE;
	c.squares = c.x * WHOLE;
	return things(e, span, slice, of, c);
}

static struct clustered net(const struct eval *e, size_t span, size_t slice, bool at_touchpoints) {
	enum fact up = at_touchpoints ? FACT_NPS_AT_W_PROMOTERS : FACT_NPS_W_PROMOTERS, between = at_touchpoints ? FACT_NPS_AT_W_PASSIVES : FACT_NPS_W_PASSIVES;
	enum fact down = at_touchpoints ? FACT_NPS_AT_W_DETRACTORS : FACT_NPS_W_DETRACTORS, n = at_touchpoints ? FACT_NPS_AT_N : FACT_NPS_N;
	struct clustered c = {.n = eval_f(e, span, slice, n), .p = (long double)eval_f(e, span, slice, up), .d = (long double)eval_f(e, span, slice, down)};
	c.x = c.p + c.d + (long double)eval_f(e, span, slice, between);
	c.squares = (long double)fact_wide(e->facts, span, slice, at_touchpoints ? WIDE_NPS_AT_W2 : WIDE_NPS_W2);
	return things(e, span, slice, at_touchpoints ? CLUSTER_NPS_AT : CLUSTER_NPS, c);
}

/* One class of the relationship's answers against the other two: 0 promoters, 1 passives, 2 detractors. */
static struct clustered class_of(const struct eval *e, size_t span, size_t slice, int class) {
	struct clustered c = net(e, span, slice, false), own = c;
	own.d = own.xd = own.pd = own.dd = 0;
	if (class == 2) {
		own.p = c.d, own.xp = c.xd, own.pp = c.dd;
	} else if (class == 1) {
		own.p = c.x - c.p - c.d;
		own.xp = c.xx - c.xp - c.xd;
		own.pp = c.xx + c.pp + c.dd - 2 * c.xp - 2 * c.xd + 2 * c.pd;
	}
	return own;
}

static struct clustered csat(const struct eval *e, size_t span, size_t slice) {
	struct clustered c = {.n = eval_f(e, span, slice, FACT_CSAT_N), .x = (long double)eval_f(e, span, slice, FACT_CSAT_W),
	                      .p = (long double)eval_f(e, span, slice, FACT_CSAT_W_TOP), .squares = (long double)fact_wide(e->facts, span, slice, WIDE_CSAT_W2)};
	return things(e, span, slice, CLUSTER_CSAT, c);
}

static long double weight_of(const struct eval *e, size_t span, size_t slice, int from, int to) {
	return (long double)survey_scores(e, span, slice, TALLY_CES_SCORES, SCALE_ONE_TO_SEVEN, from, to).weight;
}

static struct clustered effort(const struct eval *e, size_t span, size_t slice, bool index) {
	struct clustered c = {.n = survey_scores(e, span, slice, TALLY_CES_SCORES, SCALE_ONE_TO_SEVEN, 1, 7).n, .x = weight_of(e, span, slice, 1, 7)};
	c.p = weight_of(e, span, slice, index ? 6 : 5, 7);
	c.d = index ? weight_of(e, span, slice, 1, 3) : 0;
	c.squares = (long double)fact_wide(e->facts, span, slice, WIDE_CES_SEVEN_W2);
	return things(e, span, slice, index ? CLUSTER_CES_NET : CLUSTER_CES_EASY, c);
}

static struct clustered scores(const struct eval *e, size_t span, size_t slice, bool ces) {
	enum tally_table table = ces ? TALLY_CES_SCORES : TALLY_CSAT_SCORES;
	int32_t scale = survey_commonest_scale(e, span, table);
	struct clustered c = {0};
	size_t n;
	const struct tally *rows = fact_tallies(e->facts, table, span, slice, &n);
	for (size_t i = 0; i < n; i++) {
		if (rows[i].a != scale)
			continue;
		c.n += rows[i].n;
		c.x += (long double)rows[i].amount;
		c.p += (long double)rows[i].amount * rows[i].b;
		c.pp += (long double)rows[i].amount * rows[i].b * rows[i].b * WHOLE;
	}
	struct cluster_sums s = fact_clusters(e->facts, span, slice, ces ? CLUSTER_CES_SCORE : CLUSTER_CSAT_SCORE, scale);
	return with_repeats(c, &s); /* the squares of single weights are no part of a mean's limits */
}

bool clustered_of(const struct eval *e, const char *metric, size_t span, size_t slice, struct clustered *c) {
	static const char *const classes[] = {"nps_promoter_share", "nps_passive_share", "nps_detractor_share"};
	for (size_t i = 0; i < G_N_ELEMENTS(counts); i++)
		if (strcmp(metric, counts[i].metric) == 0) {
			*c = counted(e, span, slice, counts[i].of, counts[i].up, counts[i].all);
			return true;
		}
	for (int i = 0; i < 3; i++)
		if (strcmp(metric, classes[i]) == 0) {
			*c = class_of(e, span, slice, i);
			return true;
		}
	bool touchpoint = strcmp(metric, "nps_touchpoint") == 0, index = strcmp(metric, "ces_index") == 0, ces = strcmp(metric, "ces") == 0;
	if (strcmp(metric, "nps") == 0 || touchpoint)
		*c = net(e, span, slice, touchpoint);
	else if (strcmp(metric, "csat") == 0)
		*c = csat(e, span, slice);
	else if (strcmp(metric, "ces_easy") == 0 || index)
		*c = effort(e, span, slice, index);
	else if (strcmp(metric, "csat_mean") == 0 || ces)
		*c = scores(e, span, slice, ces);
	else
		return false;
	return true;
}

struct limits effective_share_limits(const struct clustered *c) {
	double n = effective_n(c);
	return n > 0 ? wilson(n * (double)(c->p / c->x), n) : limits_none;
}

struct limits effective_net_limits(const struct clustered *c) {
	double n = effective_n(c), up = (double)(c->p / c->x) * n, down = (double)(c->d / c->x) * n;
	return n > 0 ? net_share_limits(up, n - up - down, down) : limits_none;
}

struct limits effective_mean_limits(const struct clustered *c) {
	double variance = clustered_variance(c), mean = (double)(c->p / c->x);
	if (!(variance > 0))
		return limits_none;
	double half = gsl_cdf_tdist_Pinv(.975, (double)c->customers - 1) * sqrt(variance);
	return (struct limits){mean - half, mean + half};
}

struct value effective_wilson(const struct eval *e, struct value v, size_t span, size_t slice, enum cluster_of of, enum fact some, enum fact all) {
	v = eval_quotient(v, eval_f(e, span, slice, some), 1, eval_f(e, span, slice, all), 1);
	if (!value_shown(&v))
		return v;
	struct clustered c = counted(e, span, slice, of, some, all);
	v.n = c.n;
	return eval_limits(v, effective_share_limits(&c));
}

static bool is_mean(const char *metric) {
	return strcmp(metric, "csat_mean") == 0 || strcmp(metric, "ces") == 0;
}

static bool is_net(const char *metric) {
	return strcmp(metric, "nps") == 0 || strcmp(metric, "nps_touchpoint") == 0 || strcmp(metric, "ces_index") == 0;
}

/* The things of a slice, or of "all" without the slice `less`; false where there are none. */
static bool compared(const struct eval *e, const char *metric, size_t span, size_t slice, size_t less, struct clustered *c) {
	struct clustered part;
	if (!clustered_of(e, metric, span, slice, c))
		return false;
	if (less != SLICE_ALL && clustered_of(e, metric, span, less, &part))
		*c = clustered_rest(c, &part);
	return c->n > 0 && c->x > 0;
}

bool effective_share(const struct eval *e, const char *metric, size_t span, size_t slice, size_t less, double *some, double *all) {
	struct clustered c;
	if (is_mean(metric) || is_net(metric) || !compared(e, metric, span, slice, less, &c))
		return false;
	*all = effective_n(&c);
	*some = (double)(c.p / c.x) * *all;
	return *all > 0;
}

bool effective_net(const struct eval *e, const char *metric, size_t span, size_t slice, size_t less, double classes[3]) {
	struct clustered c;
	if (!is_net(metric) || !compared(e, metric, span, slice, less, &c))
		return false;
	double n = effective_n(&c);
	classes[0] = (double)(c.p / c.x) * n;
	classes[2] = (double)(c.d / c.x) * n;
	classes[1] = MAX(0, n - classes[0] - classes[2]);
	return n > 0;
}

bool effective_mean(const struct eval *e, const char *metric, size_t span, size_t slice, double *mean, double *se, double *df) {
	struct clustered c;
	if (!is_mean(metric) || !compared(e, metric, span, slice, SLICE_ALL, &c))
		return false;
	double variance = clustered_variance(&c);
	*mean = (double)(c.p / c.x);
	*se = sqrt(variance);
	*df = (double)c.customers - 1;
	return variance > 0;
}

/* The pairs of a metric's customers; PAIR_YEAR: none. */
static enum cluster_of pair_of(const char *metric) {
	static const struct {
		const char *metric;
		enum cluster_of pair;
	} all[] = {{"nps", PAIR_NPS}, {"csat", PAIR_CSAT}, {"csat_mean", PAIR_CSAT_SCORE}, {"ces", PAIR_CES_SCORE}, {"ces_easy", PAIR_CES_EASY}, {"ces_index", PAIR_CES_NET}};
	for (size_t i = 0; i < G_N_ELEMENTS(all); i++)
		if (strcmp(metric, all[i].metric) == 0)
			return all[i].pair;
	return PAIR_YEAR;
}

bool effective_covariance(const struct eval *e, const char *metric, size_t span, size_t other, size_t slice, struct covariance *c) {
	enum cluster_of pair = pair_of(metric);
	const struct spans *all = &e->facts->spans;
	bool previous = span_previous(all, span) == other;
	struct clustered now, then;
	if (pair == PAIR_YEAR || (!previous && span_year_before(all, span) != other))
		return false;
	if (!compared(e, metric, span, slice, SLICE_ALL, &now) || !compared(e, metric, other, slice, SLICE_ALL, &then))
		return false;
	enum tally_table table = pair == PAIR_CES_SCORE ? TALLY_CES_SCORES : TALLY_CSAT_SCORES;
	int32_t scale = is_mean(metric) ? survey_commonest_scale(e, span, table) : 0;
	*c = (struct covariance){0, 0};
	if (is_mean(metric) && survey_commonest_scale(e, other, table) != scale)
		return true;
	struct cluster_sums s = fact_clusters(e->facts, span, slice, previous ? pair : pair + PAIR_YEAR, scale);
	long double r = (now.p - now.d) / now.x, q = (then.p - then.d) / then.x;
	long double sum = (long double)s.product[PAIR_YY] - q * (long double)s.product[PAIR_YX] - r * (long double)s.product[PAIR_XY] +
	                  r * q * (long double)s.product[PAIR_XX];
	double unit = g_str_has_prefix(metric, "nps") ? 100 : 1;
	c->xy = unit * unit * (double)(sum / (now.x * then.x));
	c->customers = s.repeats;
	return true;
}
