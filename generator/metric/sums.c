/* metric/sums: see sums.h. Unknowns that stand near each other are told together: a row holds only the stretch it says something of, and rows do not change,
 * so that a copy shares them. */
#include "metric/sums.h"
#include <glib.h>
#include <string.h>

/* A Mersenne prime: the sums are of spans of months, whose determinants are far below it. */
#define PRIME UINT64_C(2147483647)

/* The unknowns from … to − 1 with their factors: 1 at the row's pivot, 0 at the pivots of all others. */
struct row {
	uint32_t from, to;
	uint32_t x[];
};

struct sums {
	uint32_t n;         /* unknowns */
	struct row **rows;  /* [n] the row whose pivot an unknown is; NULL */
	GArray *hidden;     /* of uint32_t: how many, then the unknowns, sum after sum */
	bool betrayed;
};

struct sums *sums_new(uint32_t unknowns) {
	struct sums *s = g_new0(struct sums, 1);
	s->n = unknowns;
	s->rows = g_new0(struct row *, (size_t)unknowns + 1);
	s->hidden = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	return s;
}

struct sums *sums_copy(const struct sums *s) {
	struct sums *copy = sums_new(s->n);
	for (uint32_t i = 0; i < s->n; i++)
		copy->rows[i] = s->rows[i] == NULL ? NULL : g_rc_box_acquire(s->rows[i]);
	g_array_append_vals(copy->hidden, s->hidden->data, s->hidden->len);
	copy->betrayed = s->betrayed;
	return copy;
}

void sums_free(struct sums *s) {
	if (s == NULL)
		return;
	for (uint32_t i = 0; i < s->n; i++)
		if (s->rows[i] != NULL)
			g_rc_box_release(s->rows[i]);
	g_array_unref(s->hidden);
	g_free(s->rows);
	g_free(s);
}

static uint32_t factor_at(const struct row *row, uint32_t unknown) {
	return unknown < row->from || unknown >= row->to ? 0 : row->x[unknown - row->from];
}

static struct row *row_new(uint32_t from, uint32_t to) {
	struct row *row = g_rc_box_alloc0(sizeof *row + (size_t)(to - from) * sizeof row->x[0]);
	row->from = from;
	row->to = to;
	return row;
}

/* to − factor × row, which lies within it. */
static void take(struct row *to, const struct row *row, uint64_t factor) {
	uint32_t *x = to->x + (row->from - to->from);
	for (uint32_t i = 0; i < row->to - row->from; i++)
		if (row->x[i] != 0)
			x[i] = (uint32_t)((x[i] + (PRIME - factor) * row->x[i]) % PRIME);
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

/* What the rows leave of a sum. Release with g_rc_box_release. */
static struct row *left_of(const struct sums *s, struct sum sum) {
	uint32_t from = s->n, to = 0;
	for (size_t i = 0; i < sum.n; i++) {
		const struct row *row = s->rows[sum.unknowns[i]];
		from = MIN(from, row == NULL ? sum.unknowns[i] : row->from);
		to = MAX(to, row == NULL ? sum.unknowns[i] + 1 : row->to);
	}
	struct row *left = row_new(MIN(from, to), to);
	for (size_t i = 0; i < sum.n; i++)
		left->x[sum.unknowns[i] - from] = 1;
	for (size_t i = 0; i < sum.n; i++)
		if (s->rows[sum.unknowns[i]] != NULL)
			take(left, s->rows[sum.unknowns[i]], 1);
	return left;
}

/* The first unknown a row says something of; its end when it says nothing. */
static uint32_t first_of(const struct row *row) {
	uint32_t i = row->from;
	while (i < row->to && factor_at(row, i) == 0)
		i++;
	return i;
}

/* What the rows leave of a sum at one unknown that is no pivot. */
static uint64_t left_at(const struct sums *s, struct sum sum, uint32_t unknown) {
	uint64_t left = 0;
	for (size_t i = 0; i < sum.n; i++) {
		const struct row *row = s->rows[sum.unknowns[i]];
		left += sum.unknowns[i] == unknown;
		left += row == NULL ? 0 : PRIME - factor_at(row, unknown);
	}
	return left % PRIME;
}

/* Whether a hidden sum is `factor` times the row and nothing else. */
static bool is_multiple(const struct sums *s, struct sum sum, const struct row *row, uint64_t factor) {
	struct row *left = left_of(s, sum);
	bool is = true;
	for (uint32_t i = MIN(left->from, row->from); is && i < MAX(left->to, row->to); i++)
		is = factor_at(left, i) == factor * factor_at(row, i) % PRIME;
	g_rc_box_release(left);
	return is;
}

/* Whether a row that is new tells something hidden. */
static bool betrays(const struct sums *s, const struct row *row, uint32_t pivot) {
	for (guint at = 0; at < s->hidden->len;) {
		const uint32_t *at_sum = &g_array_index(s->hidden, uint32_t, at);
		struct sum sum = {at_sum + 1, at_sum[0]};
		uint64_t factor = left_at(s, sum, pivot);
		if (factor != 0 && is_multiple(s, sum, row, factor))
			return true;
		at += 1 + at_sum[0];
	}
	return false;
}

/* The row without its multiple of another. */
static struct row *without(struct row *row, const struct row *other, uint32_t factor) {
	struct row *both = row_new(MIN(row->from, other->from), MAX(row->to, other->to));
	memcpy(both->x + (row->from - both->from), row->x, (row->to - row->from) * sizeof row->x[0]);
	take(both, other, factor);
	g_rc_box_release(row);
	return both;
}

void sums_tell(struct sums *s, struct sum told) {
	struct row *row = left_of(s, told);
	uint32_t pivot = first_of(row);
	if (pivot == row->to) {
		g_rc_box_release(row);
		return;
	}
	uint64_t scale = inverse(factor_at(row, pivot));
	for (uint32_t i = 0; i < row->to - row->from; i++)
		row->x[i] = (uint32_t)(row->x[i] * scale % PRIME);
	s->betrayed = s->betrayed || betrays(s, row, pivot);
	for (uint32_t i = 0; i < s->n; i++)
		if (s->rows[i] != NULL && factor_at(s->rows[i], pivot) != 0)
			s->rows[i] = without(s->rows[i], row, factor_at(s->rows[i], pivot));
	s->rows[pivot] = row;
}

bool sums_follows(const struct sums *s, struct sum sum) {
	struct row *left = left_of(s, sum);
	bool follows = first_of(left) == left->to;
	g_rc_box_release(left);
	return follows;
}

void sums_hide(struct sums *s, struct sum hidden) {
	if (sums_follows(s, hidden))
		return;
	uint32_t n = (uint32_t)hidden.n;
	g_array_append_val(s->hidden, n);
	g_array_append_vals(s->hidden, hidden.unknowns, n);
}

bool sums_betray(const struct sums *s) {
	return s->betrayed;
}
