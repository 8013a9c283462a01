/* site/manifest: build.json, what this site is made of: the program, the stamp of the build when it is given, a content id for each client's folder. */
#ifndef SITE_MANIFEST_H
#define SITE_MANIFEST_H
#include "site/stage.h"

/* Stages build.json. A content id is a hash over the paths and bytes of a client's staged files: two folders with one id are the same.
 * stamp: SOURCE_DATE_EPOCH as given (seconds), or NULL: then no time stands in it. False with the reason in d. */
bool manifest_put(struct stage *s, const char *build, const char *stamp, int workers, struct diag *d);
#endif
