/* metric/memo: see memo.h. */
#include "metric/memo.h"

struct memo {
	GMutex lock;
	GHashTable *kept; /* of struct entry, which is its own key */
};

struct entry {
	enum memo_of of;
	gint64 a, b;
	void *x;
	GDestroyNotify free_x;
};

static guint hash_entry(gconstpointer p) {
	const struct entry *e = p;
	guint64 h = (guint64)e->of * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15) ^ (guint64)e->a * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9) ^ (guint64)e->b;
	return (guint)(h ^ h >> 32);
}

static gboolean same_entry(gconstpointer x, gconstpointer y) {
	const struct entry *a = x, *b = y;
	return a->of == b->of && a->a == b->a && a->b == b->b;
}

static void free_entry(gpointer p) {
	struct entry *e = p;
	e->free_x(e->x);
	g_free(e);
}

struct memo *memo_new(void) {
	struct memo *m = g_new0(struct memo, 1);
	g_mutex_init(&m->lock);
	m->kept = g_hash_table_new_full(hash_entry, same_entry, free_entry, NULL);
	return m;
}

void memo_free(struct memo *m) {
	if (m == NULL)
		return;
	g_hash_table_unref(m->kept);
	g_mutex_clear(&m->lock);
	g_free(m);
}

static struct entry *find(struct memo *m, enum memo_of of, gint64 a, gint64 b) {
	struct entry key = {.of = of, .a = a, .b = b};
	return g_hash_table_lookup(m->kept, &key);
}

void *memo_find(struct memo *m, enum memo_of of, gint64 a, gint64 b) {
	g_mutex_lock(&m->lock);
	const struct entry *e = find(m, of, a, b);
	g_mutex_unlock(&m->lock);
	return e == NULL ? NULL : e->x;
}

void *memo_keep(struct memo *m, enum memo_of of, gint64 a, gint64 b, void *x, GDestroyNotify free_x) {
	g_mutex_lock(&m->lock);
	struct entry *e = find(m, of, a, b);
	if (e != NULL) {
		free_x(x);
	} else {
		e = g_new(struct entry, 1);
		*e = (struct entry){of, a, b, x, free_x};
		g_hash_table_add(m->kept, e);
	}
	g_mutex_unlock(&m->lock);
	return e->x;
}

static gboolean is_of(gpointer key, gpointer value, gpointer of) {
	(void)value;
	return ((const struct entry *)key)->of == *(const enum memo_of *)of;
}

void memo_drop(struct memo *m, enum memo_of of) {
	g_mutex_lock(&m->lock);
	g_hash_table_foreach_remove(m->kept, is_of, &of);
	g_mutex_unlock(&m->lock);
}
