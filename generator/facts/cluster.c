/* facts/cluster: see cluster.h. Things of the customer at hand are gathered by key, squared when it is done and added to the sums of all; these become
 * rows of TALLY_CLUSTERS when the last customer is done: a: enum cluster_of, b: scale, c: LIMBS × product + limb, each customer's product in limbs of base
 * BASE, so that rows add up; n of c 1: repeats. */
#include "facts/cluster.h"
#include "facts/fold.h"

#define BASE INT64_C(1000000000000)
enum { LIMBS = 3 };

struct key {
	int32_t of, scale;
	uint32_t span, slice;
};

struct entry {
	struct key key;
	size_t place;                  /* of the table */
	int64_t n;                     /* things of the customer; of the sums: repeats */
	int128 x, p, d, pp;            /* Σ; pp: Σ p²/x, what p² would be if all weighed one whole */
	int64_t limbs[PRODUCT_COUNT][LIMBS]; /* of the sums */
};

/* Entries by key, found through a table of places (number + 1) that is a power of two and at most half full. */
struct entries {
	GArray *items;
	uint32_t *places;
	size_t n_places;
};

struct clusters {
	struct entries customer, all;
};

static void entries_init(struct entries *e) {
	e->items = g_array_new(FALSE, TRUE, sizeof(struct entry));
	e->n_places = 64;
	e->places = g_new0(uint32_t, e->n_places);
}

static void entries_clear(struct entries *e) {
	g_array_unref(e->items);
	g_free(e->places);
}

static struct entry *entry_at(const struct entries *e, guint i) {
	return &g_array_index(e->items, struct entry, i);
}

static bool same(struct key a, struct key b) {
	return a.of == b.of && a.scale == b.scale && a.span == b.span && a.slice == b.slice;
}

/* The place of a key: its own, or the empty one where it belongs. */
static size_t place_of(const struct entries *e, struct key k) {
	uint64_t hash = ((uint64_t)(uint32_t)k.of << 32 | (uint32_t)k.scale) * UINT64_C(0x9e3779b97f4a7c15);
	hash = (hash ^ ((uint64_t)k.span << 32 | k.slice)) * UINT64_C(0xbf58476d1ce4e5b9);
	size_t at = (size_t)(hash >> 32) & (e->n_places - 1);
	while (e->places[at] != 0 && !same(entry_at(e, e->places[at] - 1)->key, k))
		at = (at + 1) & (e->n_places - 1);
	return at;
}

static void widen(struct entries *e) {
	g_free(e->places);
	e->n_places *= 2;
	e->places = g_new0(uint32_t, e->n_places);
	for (guint i = 0; i < e->items->len; i++) {
		entry_at(e, i)->place = place_of(e, entry_at(e, i)->key);
		e->places[entry_at(e, i)->place] = i + 1;
	}
}

static struct entry *entry_of(struct entries *e, struct key k) {
	size_t at = place_of(e, k);
	if (e->places[at] == 0) {
		struct entry fresh = {.key = k, .place = at};
		g_array_append_val(e->items, fresh);
		e->places[at] = e->items->len;
		if (2 * (size_t)e->items->len > e->n_places)
			widen(e);
		return entry_at(e, e->items->len - 1);
	}
	return entry_at(e, e->places[at] - 1);
}

static void entries_empty(struct entries *e) {
	for (guint i = 0; i < e->items->len; i++)
		e->places[entry_at(e, i)->place] = 0;
	g_array_set_size(e->items, 0);
}

static void add_product(struct entry *e, int product, int128 x) {
	e->limbs[product][0] += (int64_t)(x % BASE);
	e->limbs[product][1] += (int64_t)(x / BASE % BASE);
	e->limbs[product][2] += (int64_t)(x / BASE / BASE);
}

struct clusters *clusters_new(void) {
	struct clusters *c = g_new0(struct clusters, 1);
	entries_init(&c->customer);
	entries_init(&c->all);
	return c;
}

void clusters_free(struct clusters *c) {
	entries_clear(&c->customer);
	entries_clear(&c->all);
	g_free(c);
}

void fold_cluster(struct fold *f, enum cluster_of of, int32_t scale, size_t span, const struct under *u, struct thing t) {
	for (size_t i = 0; i < u->n; i++) {
		struct entry *e = entry_of(&f->clusters->customer, (struct key){(int32_t)of, scale, (uint32_t)span, (uint32_t)u->slice[i]});
		e->n++;
		e->x += t.x;
		e->p += t.p;
		e->d += t.d;
		e->pp += (int128)t.p * (t.p / t.x);
	}
}

void fold_cluster_count(struct fold *f, enum cluster_of of, size_t span, const struct under *u, bool p) {
	fold_cluster_counts(f, of, span, u, 1, p);
}

void fold_cluster_counts(struct fold *f, enum cluster_of of, size_t span, const struct under *u, int64_t n, int64_t p) {
	for (size_t i = 0; i < u->n; i++) {
		struct entry *e = entry_of(&f->clusters->customer, (struct key){(int32_t)of, 0, (uint32_t)span, (uint32_t)u->slice[i]});
		e->n += n;
		e->x += n * CLUSTER_WHOLE;
		e->p += p * CLUSTER_WHOLE;
		e->pp += p * CLUSTER_WHOLE;
	}
}

void fold_cluster_pair(struct fold *f, enum cluster_of of, int32_t scale, size_t span, const struct under *u, struct thing own, struct thing other) {
	int128 y = (int128)own.p - own.d, z = (int128)other.p - other.d;
	for (size_t i = 0; i < u->n; i++) {
		struct entry *e = entry_of(&f->clusters->all, (struct key){(int32_t)of, scale, (uint32_t)span, (uint32_t)u->slice[i]});
		e->n++;
		add_product(e, PAIR_YY, y * z);
		add_product(e, PAIR_YX, y * other.x);
		add_product(e, PAIR_XY, own.x * z);
		add_product(e, PAIR_XX, (int128)own.x * other.x);
	}
}

void fold_cluster_customer(struct fold *f) {
	struct clusters *c = f->clusters;
	for (guint i = 0; i < c->customer.items->len; i++) {
		const struct entry *e = entry_at(&c->customer, i);
		if (e->n == 1 && e->x == CLUSTER_WHOLE)
			continue; /* one thing of one whole: nothing beyond it */
		struct entry *sum = entry_of(&c->all, e->key);
		sum->n += e->n - 1;
		add_product(sum, PRODUCT_XX, e->x * e->x - e->x * CLUSTER_WHOLE);
		add_product(sum, PRODUCT_XP, e->x * e->p - e->p * CLUSTER_WHOLE);
		add_product(sum, PRODUCT_XD, e->x * e->d - e->d * CLUSTER_WHOLE);
		add_product(sum, PRODUCT_PP, e->p * e->p - e->pp * CLUSTER_WHOLE);
		add_product(sum, PRODUCT_PD, e->p * e->d);
		add_product(sum, PRODUCT_DD, e->d * e->d - e->d * CLUSTER_WHOLE);
	}
	entries_empty(&c->customer);
}

void fold_clusters_end(struct fold *f) {
	for (guint i = 0; i < f->clusters->all.items->len; i++) {
		const struct entry *e = entry_at(&f->clusters->all, i);
		struct under u = {1, {e->key.slice}};
		for (int k = 0; k < PRODUCT_COUNT; k++)
			for (int limb = 0; limb < LIMBS; limb++) {
				int64_t amount = e->limbs[k][limb], n = k == 0 && limb == 1 ? e->n : 0;
				if (amount != 0 || n != 0)
					fold_tally(f, TALLY_CLUSTERS, e->key.span, &u, e->key.of, e->key.scale, LIMBS * k + limb, n, amount);
			}
	}
}

struct cluster_sums fact_clusters(const struct facts *f, size_t span, size_t slice, enum cluster_of of, int32_t scale) {
	static const int128 worth[LIMBS] = {1, BASE, (int128)BASE * BASE};
	struct cluster_sums sums = {0};
	size_t n;
	const struct tally *rows = fact_tallies(f, TALLY_CLUSTERS, span, slice, &n);
	for (size_t i = 0; i < n; i++) {
		if (rows[i].a != (int32_t)of || rows[i].b != scale)
			continue;
		sums.repeats += rows[i].n;
		sums.product[rows[i].c / LIMBS] += rows[i].amount * worth[rows[i].c % LIMBS];
	}
	return sums;
}
