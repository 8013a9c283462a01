/* metric/survey: what the families of answers share: shares, net shares and means of weighted answers with their limits. Knows weights and scales;
 * refuses to know which question was asked. Weights are millionths. */
#ifndef METRIC_SURVEY_H
#define METRIC_SURVEY_H
#include "metric/eval.h"

/* What some answers weigh. */
struct weighed_answers {
	int64_t n;      /* answers */
	int64_t weight; /* Σ weight */
	int128 squares; /* Σ weight² */
};
/* Kish's effective n, (Σ weight)² ÷ Σ weight²; 0 for no answers (Kish, Survey Sampling, 1965). */
double kish(struct weighed_answers all);
/* v as the share that `some` of the weights are, of the answers behind a metric (effective.h); Wilson on the effective n; UNDEFINED without answers. */
struct value survey_share(struct value v, const struct eval *e, const char *metric, size_t span, size_t slice, int64_t some, int64_t weight);
/* v as 100 × (promoters − detractors) ÷ all, the three in weights that add up to all; adjusted Wald on Kish's n; UNDEFINED without weight. unit: what num
 * and den are divided by. No class weighs less than nothing. */
struct value survey_net(struct value v, int64_t promoters, int64_t passives, int64_t detractors, struct weighed_answers all, int64_t unit);
/* The scale (low × 1000 + high) most answers of the whole span are on; as many on two: the wider, then the higher; 0 without any. */
int32_t survey_commonest_scale(const struct eval *e, size_t span, enum tally_table table);
/* v as the weighted mean of the scores of a table (a: scale, b: score) on that scale, with the metric's limits (effective.h); none where all say the
 * same, or below two customers. */
struct value survey_mean(struct value v, const struct eval *e, const char *metric, size_t span, size_t slice, enum tally_table table);
/* Answers of a table on one scale (low × 1000 + high) with scores from … to; squares are not known here. */
struct weighed_answers survey_scores(const struct eval *e, size_t span, size_t slice, enum tally_table table, int32_t scale, int from, int to);
/* Whether the recommendation question was ever answered at a touchpoint; such answers are not in COVER_NPS. */
bool survey_at_touchpoints(const struct eval *e);
/* The state before a figure of all surveys together, as eval_begin: there when any of them holds a score. A row counts as in the period for `days` more. */
struct value survey_begin(const struct eval *e, size_t span, int32_t days);
#endif
