/* cmd/refused: the refused rows of a client as CSV: file, line, column, reason and the row itself, for the people who mend the exports. No page of a
 * client shows it. */
#ifndef CMD_REFUSED_H
#define CMD_REFUSED_H
#include "book/book.h"

#define REFUSED_HEAD "file,line,column,reason,row\n"
/* One line for each refused row that is named, in the order of the files and their lines. A cell of a row that begins as a formula does is disarmed with '. */
void refused_add(GString *out, const GPtrArray *accounts);
/* Puts text in the place of `path`: a new file, or one that was written so before. False, and told in d, when it holds something else or cannot be
 * written; *foreign then says which. */
bool refused_write(const char *path, const GString *text, bool *foreign, struct diag *d);
#endif
