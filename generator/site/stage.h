/* site/stage: the new site beside the old one. Everything of a build is written to a staging folder on the same file system, unchanged files
 * as hard links to the present site, and swapped in as a whole at the end: at any instant the old site or the new one is there, never a part.
 * A symbolic link inside the present site is followed by nothing here. Knows folders, links and locks. Refuses to know pages. */
#ifndef SITE_STAGE_H
#define SITE_STAGE_H
#include "base/diag.h"
#include "base/file.h"
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

struct stage {
	char *out;      /* the site: a folder, or a symbolic link to a release of it */
	char *folder;   /* the staging folder, "<out>.staging-<process>" */
	char *present;  /* the site as it is now; NULL on a first build */
	char *release;  /* out is a symbolic link: where the new release will lie; else NULL */
	int lock;
};
typedef struct stage stage;

/* Whether out may be replaced: absent, empty, or a site of ours (it holds build.json). A folder of anything else must be refused as a mistyped path. */
bool stage_may_replace(const char *out);
/* The first thing in the site that a build did not put there (a file or folder that is no client's): a swap would lose it. NULL: none; caller owns. */
char *stage_stranger(const char *out);
/* Takes the lock, removes what dead runs left (staging folders with a mark of ours, releases the link does not lead to) and makes the staging
 * folder. NULL with the reason in d. Free with stage_free. */
struct stage *stage_new(const char *out, struct diag *d);
/* Removes the staging folder (after a swap: the old site) and gives the lock back. */
void stage_free(struct stage *s);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(stage, stage_free)

/* Writes one file at `path` below the site; a hard link when the present site has the same bytes there. Safe from several threads. */
bool stage_put(struct stage *s, const char *path, const char *bytes, size_t length, struct diag *d);
/* The same of a file that is made piece by piece: once to compare it, and again from the start to write it. */
bool stage_put_pieces(struct stage *s, const char *path, const struct pieces *p, struct diag *d);
bool stage_has(const struct stage *s, const char *path);         /* in the staging folder */
bool stage_present_has(const struct stage *s, const char *path); /* in the present site */
/* The bytes of a file of the present site, as file_read gives them; false when there is none that can be read. */
bool stage_read_present(const struct stage *s, const char *path, char **bytes, size_t *length);
/* Hard-links a file, or a folder with all below it, from the present site; files that are staged already stay. Fine when it is not there; a symbolic link on the way
 * or below is refused. */
bool stage_carry(struct stage *s, const char *path, struct diag *d);
char *stage_path(const struct stage *s, const char *path); /* of a staged file; caller owns */
/* Puts the staged site in the place of the present one. False with the reason in d: the old site is as it was. */
bool stage_swap(struct stage *s, struct diag *d);
#endif
