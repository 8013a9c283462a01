/* cmd/locate: where templates/ and themes/ are: beside site.conf, else beside the folder of the program, else where it was installed. */
#ifndef CMD_LOCATE_H
#define CMD_LOCATE_H
#include "base/diag.h"
#include "config/config.h"

/* The folder called `name`; NULL with the reason in d. Caller owns. */
char *locate(const struct conf *c, const char *name, struct diag *d);
#endif
