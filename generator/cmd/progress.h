/* cmd/progress: how far a build is: a bar on a terminal, a line a client when piped, nothing when quiet. */
#ifndef CMD_PROGRESS_H
#define CMD_PROGRESS_H
#include <stdbool.h>
#include <stddef.h>

struct progress {
	bool quiet, bar;
	const char *client;
	int percent; /* last drawn; -1: nothing on the line */
};
void progress_init(struct progress *p, bool quiet);
void progress_begin(struct progress *p, const char *client, const char *what); /* "reading" */
void progress_step(void *progress, size_t done, size_t of);                   /* pages; fits struct render */
void progress_clear(struct progress *p);                                      /* leaves an empty line for what is printed next */
#endif
