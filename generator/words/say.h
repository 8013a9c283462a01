/* words/say: messages by key, the part of words/words.h that C++ reads as well.
 * Knows keys and arguments. Refuses to know where messages come from and how numbers look on their own. */
#ifndef WORDS_SAY_H
#define WORDS_SAY_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Stands behind functions that are C outside and C++ inside: no exception leaves them. */
#ifdef __cplusplus
#define NO_THROW noexcept
#else
#define NO_THROW
#endif

typedef struct words words;

/* One named argument of a message: {name}, {n, plural, …}, {x, number}. */
enum arg_type { ARG_TEXT, ARG_INT, ARG_DOUBLE };
struct arg {
	const char *name;
	enum arg_type type;
	const char *text;
	int64_t i;
	double x;
};
#define ARG_S(n, v) ((struct arg){.name = (n), .type = ARG_TEXT, .text = (v)})
#define ARG_I(n, v) ((struct arg){.name = (n), .type = ARG_INT, .i = (v)})
#define ARG_D(n, v) ((struct arg){.name = (n), .type = ARG_DOUBLE, .x = (v)})

bool words_has(const struct words *w, const char *key);
bool words_plain(const struct words *w, const char *key); /* the key is there and its message takes no argument: fit for words_text */
/* The message of a key without arguments; owned by w. Aborts when the key is unknown or its message takes arguments:
 * a lint and the template scanner keep that from users. */
const char *words_text(const struct words *w, const char *key);
/* The message with its arguments; caller owns. Aborts on an unknown key, on an argument the message does not name, lacks or has as
 * another type ({n, plural} and {x, number} take numbers, {s, select} a text, {name} anything), and on a text that is no UTF-8. */
char *words_say(const struct words *w, const char *key, const struct arg *args, size_t n);
#define SAY(w, key, ...) words_say((w), (key), (struct arg[]){__VA_ARGS__}, sizeof((struct arg[]){__VA_ARGS__}) / sizeof(struct arg))
#endif
