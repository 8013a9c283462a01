/* ingest/latest: one reading of the file for its keys: 128 bits of each, with the time and place of its latest row. */
#include "ingest/latest.h"

#include <string.h>

struct seen {
	guint8 key[16];
	int64_t updated; /* minutes; INT64_MIN: not said */
	int64_t n, line; /* the row, and where it stands */
};

struct latest {
	GHashTable *rows; /* of struct seen, by key */
	enum field key;
};

static guint hash(gconstpointer p) {
	guint h;
	memcpy(&h, p, sizeof h);
	return h;
}

static gboolean equal(gconstpointer p, gconstpointer q) {
	return memcmp(p, q, 16) == 0;
}

static enum field key_of(enum record r) {
	static const enum field KEYS[RECORD_COUNT] = {
		[RECORD_CUSTOMERS] = FIELD_CUSTOMER_ID, [RECORD_SUBSCRIPTIONS] = FIELD_SUBSCRIPTION_ID, [RECORD_INVOICES] = FIELD_COUNT,
		[RECORD_ORDERS] = FIELD_COUNT, /* lines of one order share its number */ [RECORD_SURVEYS] = FIELD_RESPONSE_ID, [RECORD_SPEND] = FIELD_COUNT, [RECORD_RATES] = FIELD_COUNT,
		[RECORD_INVITATIONS] = FIELD_COUNT, [RECORD_CONTACTS] = FIELD_TICKET_ID, [RECORD_WORK] = FIELD_COUNT,
	};
	return KEYS[r];
}

/* Of the key as it stands in the file; of a subscription with its start too: later terms are no later states. */
static bool fingerprint(const struct cells *x, enum field f, guint8 key[static 16]) {
	const char *text = x->texts[f];
	const struct cell *start = &x->row.cells[FIELD_START_DATE];
	if (text == NULL || field_is_empty(text))
		return false;
	guint8 digest[32];
	gsize n = sizeof digest;
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_checksum_update(sum, (const guchar *)text, -1);
	if (x->map->record == RECORD_SUBSCRIPTIONS && start->state == CELL_GIVEN)
		g_checksum_update(sum, (const guchar *)&start->i, sizeof start->i);
	g_checksum_get_digest(sum, digest, &n);
	memcpy(key, digest, 16);
	return true;
}

/* Of two with the same time the one further down: exports are written in order. */
static void note(struct latest *l, const struct seen *row) {
	struct seen *known = g_hash_table_lookup(l->rows, row->key);
	if (known == NULL)
		g_hash_table_add(l->rows, g_memdup2(row, sizeof *row));
	else if (row->updated >= known->updated)
		*known = *row;
}

bool latest_wanted(const struct source_map *m) {
	enum field key = key_of(m->record);
	return key != FIELD_COUNT && m->columns[FIELD_UPDATED] != 0 && m->columns[key] != 0;
}

struct latest *latest_new(struct cells *x, const struct shape *s, struct table *t) {
	enum field key = key_of(x->map->record);
	if (!shape_skip(s, t))
		return NULL;
	struct latest *l = g_new0(struct latest, 1);
	l->key = key;
	l->rows = g_hash_table_new_full(hash, equal, g_free, NULL);
	struct table_row r;
	for (int64_t n = 1; table_next(t, &r); n++) {
		struct seen row = {.n = n, .line = r.line, .updated = INT64_MIN};
		/* What cannot be read is refused when its turn comes; it must not put another out. */
		if (cells_look(x, &r) != CELLS_ROW || cells_read(x, &r, 0) != CELLS_FINE || !fingerprint(x, key, row.key))
			continue;
		if (x->row.cells[FIELD_UPDATED].state == CELL_GIVEN)
			row.updated = x->row.cells[FIELD_UPDATED].i;
		note(l, &row);
	}
	memset(x->damaged_told, 0, sizeof x->damaged_told);
	return l;
}

void latest_free(struct latest *l) {
	if (l == NULL)
		return;
	g_hash_table_unref(l->rows);
	g_free(l);
}

int64_t latest_line(const struct latest *l, const struct cells *x, int64_t n) {
	struct seen row;
	if (!fingerprint(x, l->key, row.key))
		return 0;
	const struct seen *last = g_hash_table_lookup(l->rows, row.key);
	return last == NULL || last->n == n ? 0 : last->line;
}

const char *latest_key(const struct latest *l, const struct cells *x) {
	return x->texts[l->key];
}
