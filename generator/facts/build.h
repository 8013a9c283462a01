/* facts/build: from one client's book to its facts. */
#ifndef FACTS_BUILD_H
#define FACTS_BUILD_H
#include "book/book.h"
#include "facts/facts.h"

/* Folds every customer once. Never fails; a dimension with too many values is said in d. Free with facts_free. */
struct facts *facts_build(const struct book *b, struct diag *d);
/* Takes facts and returns them without the slices that hold nothing. */
struct facts *facts_tidy(struct facts *f);
#endif
