/* cmd/progress: draws on stderr, so that what a build says on stdout can be piped. */
#include "cmd/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WIDTH 40

void progress_init(struct progress *p, bool quiet) {
	*p = (struct progress){.quiet = quiet, .bar = !quiet && isatty(STDERR_FILENO) == 1, .percent = -1};
}

void progress_begin(struct progress *p, const char *client, const char *what) {
	p->client = client;
	if (!p->bar)
		return;
	progress_clear(p);
	fprintf(stderr, "\r%s: %s", client, what);
	p->percent = 0;
	fflush(stderr);
}

void progress_step(void *progress, size_t done, size_t of) {
	struct progress *p = progress;
	int percent = of == 0 ? 100 : (int)(done * 100 / of);
	if (!p->bar) {
		if (!p->quiet && done == of)
			fprintf(stderr, "%s: %zu pages rendered\n", p->client, of);
		return;
	}
	if (percent == p->percent)
		return;
	p->percent = percent;
	char filled[WIDTH + 1];
	memset(filled, '.', WIDTH);
	memset(filled, '#', (size_t)(percent * WIDTH / 100));
	filled[WIDTH] = '\0';
	fprintf(stderr, "\r\033[K%s: [%s] %d %%, %zu of %zu pages", p->client, filled, percent, done, of);
	fflush(stderr);
}

void progress_clear(struct progress *p) {
	if (p->bar && p->percent >= 0)
		fputs("\r\033[K", stderr);
	p->percent = -1;
}
