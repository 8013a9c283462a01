/* cmd/worked_lives: the life table behind a survival figure, in steps of months up to the age asked: who was at risk, who left, who was last seen, and the
 * product that S is. Knows first lives by their time; refuses to estimate: every S is the curve's own. */
#include "cmd/worked.h"
#include "metric/lives.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_MOST 12
#define COLUMNS 7

static const double Z = 1.959963984540054;

/* What happened to lives after `from` and up to `to`. */
struct passed {
	int64_t left, seen, entered;
};

static struct passed passed_of(const GArray *rows, int64_t from, int64_t to) {
	struct passed p = {0};
	for (guint i = 0; i < rows->len; i++) {
		const struct survival_row *r = &g_array_index(rows, struct survival_row, i);
		bool ever = r->time > r->entry;
		if (ever && r->time > from && r->time <= to) {
			p.left += r->events;
			p.seen += r->censored;
		}
		if (ever && r->entry > from && r->entry <= to)
			p.entered += r->events + r->censored;
	}
	return p;
}

/* A line of the table; columns are padded to the right edge of the widest head. Begins with a tab: not to be wrapped. */
static char *table_line(const struct worked *x, const char *const cells[COLUMNS]) {
	static const char *const heads[COLUMNS] = {"worked_life_month", "worked_life_risk", "worked_life_left", "worked_life_seen", "worked_life_entered", "worked_life_factor", "worked_life_s"};
	GString *line = g_string_new("\t");
	for (int i = 0; i < COLUMNS; i++) {
		const char *head = words_text(x->words, heads[i]), *text = cells != NULL ? cells[i] : head;
		glong pad = MAX(g_utf8_strlen(head, -1), 8) - g_utf8_strlen(text, -1);
		for (glong k = 0; k < pad + (i > 0 ? 2 : 0); k++)
			g_string_append_c(line, ' ');
		g_string_append(line, text);
	}
	return g_string_free(line, FALSE);
}

static double curve(const struct survival *s, int64_t time) {
	struct survival_point p = survival_at(s, time);
	return isnan(p.surv) && s->n > 0 ? s->steps[s->n - 1].surv : p.surv;
}

static void tell_table(struct worked *x, const struct survival *s, const GArray *rows, int64_t months) {
	int64_t step = 1;
	while (months / step > ROWS_MOST)
		step = step == 1 ? 2 : step == 2 ? 3 : step == 3 ? 6 : step + 6;
	worked_tell(x->steps, table_line(x, NULL));
	for (int64_t from = 0; from < months; from += step) {
		int64_t to = MIN(from + step, months), at = from * LIVES_MONTH, until = to * LIVES_MONTH, risk = survival_at_risk(s, at + 1);
		struct passed p = passed_of(rows, at, until);
		double before = from == 0 ? 1 : curve(s, at), after = curve(s, until);
		const char *const cells[COLUMNS] = {worked_count(x, to), worked_count(x, risk), worked_count(x, p.left), worked_count(x, p.seen), worked_count(x, p.entered),
											before > 0 ? worked_decimal(x, after / before, 4) : words_text(x->words, "cell_none"), worked_decimal(x, after, 4)};
		worked_tell(x->steps, table_line(x, cells));
	}
	worked_tell(x->steps, g_strdup(words_text(x->words, "worked_life_product")));
}

/* Whose lives these are; the three parts add up. */
static void tell_lives(struct worked *x, const GArray *rows, int64_t months) {
	int64_t left = 0, seen = 0, beyond = 0, late = 0, never = 0, at = months * LIVES_MONTH;
	for (guint i = 0; i < rows->len; i++) {
		const struct survival_row *r = &g_array_index(rows, struct survival_row, i);
		bool ever = r->time > r->entry;
		never += ever ? 0 : r->events + r->censored;
		late += ever && r->entry > 0 ? r->events + r->censored : 0;
		left += ever && r->time <= at ? r->events : 0;
		beyond += ever && r->time > at ? r->events + r->censored : 0;
		seen += ever && r->time <= at ? r->censored : 0;
	}
	worked_tell(x->counted, SAY(x->words, "worked_lives", ARG_S("n", worked_count(x, left + seen + beyond + never)), ARG_S("left", worked_count(x, left)), ARG_S("seen", worked_count(x, seen)),
								ARG_S("beyond", worked_count(x, beyond)), ARG_I("months", months), ARG_S("never", worked_count(x, never))));
	if (late > 0)
		worked_tell(x->counted, SAY(x->words, "worked_lives_late", ARG_I("n", late)));
}

static void work_at(struct worked *x, const struct survival *s, const GArray *rows, int64_t months) {
	struct survival_point p = survival_at(s, months * LIVES_MONTH);
	tell_lives(x, rows, months);
	tell_table(x, s, rows, months);
	worked_tell(x->steps, SAY(x->words, "worked_survival", ARG_I("months", months), ARG_S("s", worked_decimal(x, p.surv, 4)), ARG_S("figure", worked_figure(x, x->m->id, x->span))));
	if (!value_has_interval(x->v))
		return;
	double root = p.se / p.surv;
	worked_tell(x->interval, SAY(x->words, "worked_loglog", ARG_S("g", worked_decimal(x, root * root, 6)), ARG_S("root", worked_decimal(x, root, 4)), ARG_S("ln", worked_decimal(x, log(p.surv), 4))));
	double reach = exp(Z * root / log(p.surv));
	worked_tell(x->interval, SAY(x->words, "worked_loglog_limits", ARG_S("s", worked_decimal(x, p.surv, 4)), ARG_S("power_lo", worked_decimal(x, 1 / reach, 4)), ARG_S("power_hi", worked_decimal(x, reach, 4)),
								 ARG_S("lo", worked_decimal(x, x->v->lo, 4)), ARG_S("hi", worked_decimal(x, x->v->hi, 4))));
}

static void work_median(struct worked *x, const struct survival *s, const GArray *rows) {
	tell_lives(x, rows, (int64_t)ceil(x->v->x));
	tell_table(x, s, rows, (int64_t)ceil(x->v->x));
	worked_tell(x->steps, SAY(x->words, "worked_median", ARG_S("figure", worked_figure(x, x->m->id, x->span))));
	worked_tell(x->interval, g_strdup(words_text(x->words, value_has_interval(x->v) ? "worked_median_limits" : "worked_median_no_limits")));
}

static void work_mean(struct worked *x, const struct survival *s, const GArray *rows) {
	int64_t horizon = conf_int(x->r->conf, SETTING_SURVIVAL_HORIZON);
	double se = lives_figures(x->e, x->span, SLICE_ALL)->mean.se;
	tell_lives(x, rows, horizon);
	tell_table(x, s, rows, horizon);
	worked_tell(x->steps, SAY(x->words, "worked_mean", ARG_I("months", horizon), ARG_S("figure", worked_figure(x, x->m->id, x->span))));
	worked_tell(x->interval, g_strdup(words_text(x->words, "worked_mean_limits")));
	worked_tell(x->interval, SAY(x->words, "worked_normal", ARG_S("se", worked_decimal(x, se, 4)), ARG_S("half", worked_decimal(x, Z * se, 4))));
}

bool worked_lives(struct worked *x) {
	const char *id = x->m->id;
	if (!g_str_has_prefix(id, "survival_"))
		return false;
	GArray *rows = lives_rows(x->e, x->span, SLICE_ALL);
	struct survival s;
	bool done = survival_init(&s, (const struct survival_row *)(const void *)rows->data, rows->len);
	if (done && strcmp(id, "survival_median") == 0)
		work_median(x, &s, rows);
	else if (done && strcmp(id, "survival_mean") == 0)
		work_mean(x, &s, rows);
	else if (done)
		work_at(x, &s, rows, g_ascii_strtoll(id + strlen("survival_"), NULL, 10));
	if (done)
		survival_clear(&s);
	g_array_unref(rows);
	return true;
}
