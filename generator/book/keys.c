/* book/keys: see keys.h. The print mixes each given field's number with its typed content, so that "2026-10-01" and
 * "2026-10-01 00:00" are the same and the order of columns does not matter. */
#include "book/keys.h"
#include <string.h>

static void mix(struct fingerprint *p, const void *bytes, size_t n) {
	const unsigned char *at = bytes;
	for (size_t i = 0; i < n; i++) {
		p->a = (p->a ^ at[i]) * 1099511628211u;
		p->b = (p->b ^ at[i]) * 0x9e3779b97f4a7c15u;
		p->b ^= p->b >> 29;
	}
}

static bool is_text(enum field f) {
	enum { ID, TEXT, DATE, AMOUNT, CURRENCY, INTERVAL, BOOL, DECIMAL, INT, KIND, SURVEY, SCALE, MONTH, PURPOSE, CATEGORY, RATE, OWNER, OPENER, STAMP };
	static const char types[FIELD_COUNT] = {
#define FIELD(id, name, type) [FIELD_##id] = type,
#include "ingest/fields.def"
#undef FIELD
	};
	return types[f] == ID || types[f] == TEXT || types[f] == CURRENCY;
}

struct fingerprint fingerprint_of(const struct row *row) {
	struct fingerprint p = {14695981039346656037u, 0x2545f4914f6cdd1du};
	for (int f = 0; f < FIELD_COUNT; f++) {
		const struct cell *c = &row->cells[f];
		if (c->state == CELL_ABSENT || c->state == CELL_EMPTY)
			continue;
		mix(&p, &f, sizeof f);
		if (is_text((enum field)f) || c->state != CELL_GIVEN)
			mix(&p, c->text, c->length);
		else
			mix(&p, &c->i, sizeof c->i);
	}
	for (size_t i = 0; i < row->n_slices; i++) {
		size_t field = (size_t)FIELD_COUNT + i;
		mix(&p, &field, sizeof field);
		if (row->slices[i].state == CELL_GIVEN)
			mix(&p, row->slices[i].text, row->slices[i].length);
	}
	mix(&p, &row->currency.code, sizeof row->currency.code);
	return p;
}

static guint print_hash(gconstpointer p) {
	return (guint)(((const struct fingerprint *)p)->a >> 16);
}

static gboolean print_equal(gconstpointer a, gconstpointer b) {
	return memcmp(a, b, sizeof(struct fingerprint)) == 0;
}

void keys_init(struct keys *k) {
	k->prints = g_hash_table_new_full(print_hash, print_equal, g_free, g_free);
	intern_init(&k->names);
	k->latest = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	k->seen = g_array_new(FALSE, FALSE, sizeof(struct key_seen));
}

void keys_clear(struct keys *k) {
	intern_clear(&k->names);
	g_array_unref(k->latest);
	g_array_unref(k->seen);
	g_hash_table_unref(k->prints);
}

int64_t keys_same(const struct keys *k, struct fingerprint print) {
	const int64_t *line = g_hash_table_lookup(k->prints, &print);
	return line == NULL ? 0 : *line;
}

const struct key_seen *keys_at(const struct keys *k, uint32_t i) {
	return i == INTERN_NONE ? NULL : &g_array_index(k->seen, struct key_seen, i);
}

const struct key_seen *keys_find(const struct keys *k, const char *key, size_t length) {
	uint32_t name = intern_find(&k->names, key, length);
	return name == INTERN_NONE ? NULL : keys_at(k, g_array_index(k->latest, uint32_t, name));
}

void keys_add(struct keys *k, const char *key, size_t length, struct fingerprint print, struct key_seen row) {
	uint32_t name = intern_add(&k->names, key, length);
	uint32_t number = k->seen->len;
	row.next = INTERN_NONE;
	row.rows = 1;
	if (name == k->latest->len) {
		g_array_append_val(k->latest, number);
	} else {
		row.next = g_array_index(k->latest, uint32_t, name);
		row.rows = keys_at(k, row.next)->rows + 1;
		g_array_index(k->latest, uint32_t, name) = number;
	}
	g_array_append_val(k->seen, row);
	g_hash_table_insert(k->prints, g_memdup2(&print, sizeof print), g_memdup2(&row.line, sizeof row.line));
}
