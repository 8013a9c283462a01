/* words/message: one ICU message, parsed once; the edge of ICU's C++ MessageFormat (its C face can check neither names nor types).
 * Knows patterns and arguments. Refuses to know keys and files. */
#ifndef WORDS_MESSAGE_H
#define WORDS_MESSAGE_H
#include "words/say.h"
#include <stddef.h>

typedef struct message message;
/* Parses a pattern (valid UTF-8) for an ICU locale id ("en_GB"). NULL with the reason in *error (caller frees with g_free) when it
 * does not parse, has numbered arguments, or arguments that are neither plain, number, plural, select nor selectordinal. */
struct message *message_parse(const char *pattern, const char *locale, char **error) NO_THROW;
void message_free(struct message *m) NO_THROW;
size_t message_arguments(const struct message *m) NO_THROW; /* how many different names it has */
/* The text, caller owns (g_free); NULL with the reason in *error when the arguments are not exactly those of the message. Any thread. */
char *message_format(const struct message *m, const struct arg *args, size_t n, char **error) NO_THROW;
#endif
