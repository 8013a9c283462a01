/* book/intern: strings as small numbers. Knows bytes only; numbers are given in the order of first sight, from 0. */
#ifndef BOOK_INTERN_H
#define BOOK_INTERN_H
#include <glib.h>
#include <stddef.h>
#include <stdint.h>

#define INTERN_NONE UINT32_MAX

struct intern {
	GByteArray *bytes;  /* all strings, each with its NUL */
	GArray *starts;     /* of uint64_t: where string i begins in bytes */
	uint32_t *slots;    /* open addressing: number + 1, 0 empty */
	size_t n_slots;     /* a power of two */
};
void intern_init(struct intern *in);
void intern_clear(struct intern *in);
uint32_t intern_add(struct intern *in, const char *s, size_t length);        /* its number, given now when it is new */
uint32_t intern_find(const struct intern *in, const char *s, size_t length); /* INTERN_NONE when it was never added */
const char *intern_text(const struct intern *in, uint32_t number);           /* valid until the next intern_add */
uint32_t intern_count(const struct intern *in);
#endif
