/* book/refunds: which order a refund takes back, so that an order that was not can be told from one that was.
 * A refund takes back the order of its own id; with an id of its own, the customer's latest earlier order of the same amount; else the latest
 * earlier ones until it is used up. Refuses to know windows. */
#include "book/reader.h"

/* How far back the order of a refund is sought: keeps a hostile file from taking the square of its rows. */
#define LOOK_BACK 10000

struct lines {
	struct order *orders;
	int64_t *left;    /* what is not taken back yet, per line */
	uint32_t first;   /* of the customer at hand */
};

static void take(const struct lines *l, uint32_t i, int64_t *refund, int32_t day) {
	int64_t taken = MIN(*refund, l->left[i]);
	l->left[i] -= taken;
	*refund -= taken;
	if (l->left[i] == 0 && l->orders[i].refunded == DAY_NONE)
		l->orders[i].refunded = day;
}

/* Orders of the refund's own id; false when there is none. */
static bool take_by_key(const struct lines *l, uint32_t at, int64_t *refund) {
	bool any = false;
	const struct order *r = &l->orders[at];
	for (uint32_t i = at, seen = 0; r->key != INTERN_NONE && i-- > l->first && seen < LOOK_BACK; seen++)
		if (!l->orders[i].refund && l->orders[i].key == r->key) {
			take(l, i, refund, r->day);
			any = true;
		}
	return any;
}

static bool take_same_amount(const struct lines *l, uint32_t at, int64_t *refund) {
	for (uint32_t i = at, seen = 0; i-- > l->first && seen < LOOK_BACK; seen++)
		if (!l->orders[i].refund && l->left[i] == *refund && *refund > 0) {
			take(l, i, refund, l->orders[at].day);
			return true;
		}
	return false;
}

static void take_latest(const struct lines *l, uint32_t at, int64_t *refund) {
	for (uint32_t i = at, seen = 0; *refund > 0 && i-- > l->first && seen < LOOK_BACK; seen++)
		if (!l->orders[i].refund && l->left[i] > 0)
			take(l, i, refund, l->orders[at].day);
}

void refunds_settle(struct book *b) {
	struct lines l = {.orders = (struct order *)(void *)b->orders->data, .left = g_new(int64_t, b->orders->len + 1)};
	for (uint32_t i = 0; i < b->orders->len; i++) {
		const struct order *o = &l.orders[i];
		if (i > 0 && l.orders[i - 1].customer != o->customer)
			l.first = i;
		l.left[i] = o->refund ? 0 : o->amount;
		int64_t refund = o->refund ? -o->amount : 0;
		if (refund > 0 && !take_by_key(&l, i, &refund) && !take_same_amount(&l, i, &refund))
			take_latest(&l, i, &refund);
	}
	g_free(l.left);
}
