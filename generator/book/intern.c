/* book/intern: see intern.h. Open addressing with linear probing, at most half full; FNV-1a with a final mix. */
#include "book/intern.h"
#include <string.h>

static uint64_t hash_bytes(const char *s, size_t length) {
	uint64_t h = 14695981039346656037u;
	for (size_t i = 0; i < length; i++) {
		h ^= (unsigned char)s[i];
		h *= 1099511628211u;
	}
	h ^= h >> 32;
	h *= 0x9e3779b97f4a7c15u;
	return h ^ (h >> 29);
}

void intern_init(struct intern *in) {
	in->bytes = g_byte_array_new();
	in->starts = g_array_new(FALSE, FALSE, sizeof(uint64_t));
	in->n_slots = 64;
	in->slots = g_new0(uint32_t, in->n_slots);
}

void intern_clear(struct intern *in) {
	g_byte_array_unref(in->bytes);
	g_array_unref(in->starts);
	g_free(in->slots);
	*in = (struct intern){0};
}

const char *intern_text(const struct intern *in, uint32_t number) {
	return (const char *)in->bytes->data + g_array_index(in->starts, uint64_t, number);
}

uint32_t intern_count(const struct intern *in) {
	return in->starts->len;
}

/* Every string ends where the next one begins, its NUL included. */
static size_t length_of(const struct intern *in, uint32_t number) {
	uint64_t end = number + 1 < in->starts->len ? g_array_index(in->starts, uint64_t, number + 1) : in->bytes->len;
	return end - g_array_index(in->starts, uint64_t, number) - 1;
}

/* The slot that holds the string, or the empty one where it would go. */
static size_t slot_of(const struct intern *in, const char *s, size_t length) {
	size_t at = hash_bytes(s, length) & (in->n_slots - 1);
	while (in->slots[at] != 0) {
		uint32_t number = in->slots[at] - 1;
		if (length_of(in, number) == length && memcmp(intern_text(in, number), s, length) == 0)
			return at;
		at = (at + 1) & (in->n_slots - 1);
	}
	return at;
}

static void grow(struct intern *in) {
	g_free(in->slots);
	in->n_slots *= 2;
	in->slots = g_new0(uint32_t, in->n_slots);
	for (uint32_t i = 0; i < intern_count(in); i++) {
		in->slots[slot_of(in, intern_text(in, i), length_of(in, i))] = i + 1;
	}
}

uint32_t intern_find(const struct intern *in, const char *s, size_t length) {
	uint32_t found = in->slots[slot_of(in, s, length)];
	return found == 0 ? INTERN_NONE : found - 1;
}

uint32_t intern_add(struct intern *in, const char *s, size_t length) {
	size_t at = slot_of(in, s, length);
	if (in->slots[at] != 0)
		return in->slots[at] - 1;
	uint64_t start = in->bytes->len;
	g_assert(start + length + 1 < G_MAXUINT && intern_count(in) < INTERN_NONE - 1);
	g_byte_array_append(in->bytes, (const guint8 *)s, (guint)length);
	g_byte_array_append(in->bytes, (const guint8 *)"", 1);
	g_array_append_val(in->starts, start);
	uint32_t number = intern_count(in) - 1;
	in->slots[at] = number + 1;
	if (2 * (size_t)intern_count(in) > in->n_slots)
		grow(in);
	return number;
}
