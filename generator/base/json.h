/* base/json: writes JSON, streaming, into a GString. Numbers in the shortest form that reads back as the same double. */
#ifndef BASE_JSON_H
#define BASE_JSON_H
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

struct json {
	GString *out;   /* not owned */
	int depth;
	bool first[64]; /* nothing written yet at this depth */
	bool array[64]; /* of values, not of keys */
	bool after_key;
};
void json_init(struct json *j, GString *out);
void json_object(struct json *j); /* { */
void json_array(struct json *j);  /* [: values without keys */
void json_end(struct json *j);    /* } or ]: closes the innermost; at depth 0 also ends the line */
void json_key(struct json *j, const char *name);
void json_string(struct json *j, const char *utf8); /* invalid UTF-8 aborts: nothing unchecked gets here */
void json_bool(struct json *j, bool x);
void json_int(struct json *j, int64_t x);
void json_double(struct json *j, double x); /* aborts on NaN and infinity: they may never leave the program */
/* Shortest decimal that reads back as x ("0.2658", "39.8", "-3"); an exponent only from 1e15 on and below 1e-7 ("1.5e20", "2e-9");
 * minus zero is "0". Aborts on NaN and infinity. */
void double_print(double x, char out[static 32]);
#endif
