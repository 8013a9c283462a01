/* metric/sums: see sums.h. */
#include "metric/sums.h"
#include <glib.h>
#include <string.h>

/* A Mersenne prime: the sums are of spans of months, whose determinants are far below it. */
#define PRIME UINT64_C(2147483647)
#define NO_ROW UINT32_MAX

struct sums {
	uint32_t n;      /* unknowns */
	GArray *rows;    /* of uint32_t, n a row: 1 at its pivot, 0 at the pivots of all others */
	uint32_t n_rows;
	uint32_t *row_of; /* [n] the row whose pivot an unknown is; NO_ROW */
	GArray *hidden;   /* of uint32_t: how many, then the unknowns, sum after sum */
};

struct sums *sums_new(uint32_t unknowns) {
	struct sums *s = g_new0(struct sums, 1);
	s->n = unknowns;
	s->rows = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	s->row_of = g_new(uint32_t, (size_t)unknowns + 1);
	for (uint32_t i = 0; i < unknowns; i++)
		s->row_of[i] = NO_ROW;
	s->hidden = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	return s;
}

struct sums *sums_copy(const struct sums *s) {
	struct sums *copy = sums_new(s->n);
	copy->n_rows = s->n_rows;
	g_array_append_vals(copy->rows, s->rows->data, s->rows->len);
	memcpy(copy->row_of, s->row_of, s->n * sizeof *s->row_of);
	g_array_append_vals(copy->hidden, s->hidden->data, s->hidden->len);
	return copy;
}

void sums_free(struct sums *s) {
	if (s == NULL)
		return;
	g_array_unref(s->rows);
	g_array_unref(s->hidden);
	g_free(s->row_of);
	g_free(s);
}

static uint32_t *row_at(const struct sums *s, uint32_t row) {
	return &g_array_index(s->rows, uint32_t, (size_t)row * s->n);
}

/* to − factor × row. */
static void take(const struct sums *s, uint32_t *to, const uint32_t *row, uint64_t factor) {
	for (uint32_t i = 0; i < s->n; i++)
		if (row[i] != 0)
			to[i] = (uint32_t)((to[i] + (PRIME - factor) * row[i]) % PRIME);
}

/* x^(PRIME − 2), which is 1 ÷ x. */
static uint64_t inverse(uint64_t x) {
	uint64_t result = 1;
	for (uint64_t power = PRIME - 2; power > 0; power >>= 1) {
		if ((power & 1) != 0)
			result = result * x % PRIME;
		x = x * x % PRIME;
	}
	return result;
}

/* What the rows leave of a sum; returns the first unknown left, n when it follows. out: [n] */
static uint32_t left_of(const struct sums *s, struct sum sum, uint32_t *out) {
	memset(out, 0, s->n * sizeof *out);
	for (size_t i = 0; i < sum.n; i++)
		out[sum.unknowns[i]] = 1;
	for (size_t i = 0; i < sum.n; i++)
		if (s->row_of[sum.unknowns[i]] != NO_ROW)
			take(s, out, row_at(s, s->row_of[sum.unknowns[i]]), 1);
	uint32_t first = 0;
	while (first < s->n && out[first] == 0)
		first++;
	return first;
}

void sums_tell(struct sums *s, struct sum told) {
	g_autofree uint32_t *row = g_new(uint32_t, (size_t)s->n + 1);
	uint32_t pivot = left_of(s, told, row);
	if (pivot == s->n)
		return;
	uint64_t scale = inverse(row[pivot]);
	for (uint32_t i = 0; i < s->n; i++)
		row[i] = (uint32_t)(row[i] * scale % PRIME);
	for (uint32_t i = 0; i < s->n_rows; i++)
		if (row_at(s, i)[pivot] != 0)
			take(s, row_at(s, i), row, row_at(s, i)[pivot]);
	s->row_of[pivot] = s->n_rows++;
	g_array_append_vals(s->rows, row, s->n);
}

bool sums_follows(const struct sums *s, struct sum sum) {
	/* an unknown no sum says anything of, or that its sum says with others only */
	if (sum.n == 1 && s->row_of[sum.unknowns[0]] == NO_ROW)
		return false;
	g_autofree uint32_t *rest = g_new(uint32_t, (size_t)s->n + 1);
	return left_of(s, sum, rest) == s->n;
}

void sums_hide(struct sums *s, struct sum hidden) {
	if (sums_follows(s, hidden))
		return;
	uint32_t n = (uint32_t)hidden.n;
	g_array_append_val(s->hidden, n);
	g_array_append_vals(s->hidden, hidden.unknowns, n);
}

bool sums_betray(const struct sums *s) {
	for (guint at = 0; at < s->hidden->len;) {
		const uint32_t *sum = &g_array_index(s->hidden, uint32_t, at);
		if (sums_follows(s, (struct sum){sum + 1, sum[0]}))
			return true;
		at += 1 + sum[0];
	}
	return false;
}
