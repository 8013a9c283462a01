/* cmd/check_json: what check finds, as one JSON document (tests/check.schema.json). Knows accounts; refuses to know words for people. */
#ifndef CMD_CHECK_JSON_H
#define CMD_CHECK_JSON_H
#include "base/json.h"
#include "cmd/reading.h"

void check_json_begin(struct json *j, GString *out);
void check_json(struct json *j, const struct reading *r);
void check_json_end(struct json *j);
#endif
