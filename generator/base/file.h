/* base/file: the only door to the file system for writing. Nothing else in the program opens for writing, writes, syncs,
 * renames, links, locks or removes, so that a test can make the n-th of these calls fail (ld --wrap) and look what is left.
 * Errors are returned as a message in *error (caller frees with g_free; error may be NULL); errno is not relied on. The readers'
 * messages (file_read, file_open_read, file_list) are the reason alone, for a diagnostic that names the file as its place; all
 * others begin with the path. A file that cannot be written whole is removed again. The calls that change something are direct libc
 * calls; tests/fault/calls.def lists them for --wrap. */
#ifndef BASE_FILE_H
#define BASE_FILE_H
#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

bool file_read(const char *path, char **bytes, gsize *length, char **error); /* whole file, NUL behind it; caller owns *bytes */
bool file_write(const char *path, const char *bytes, size_t length, char **error); /* a new file; fails when it exists or cannot be written whole */
/* A text that is made piece by piece, because the whole of it would be large. start goes back to the first piece; next gives one, whose bytes hold until
 * the next call, or false behind the last. */
struct pieces {
	void *context;
	void (*start)(void *context);
	bool (*next)(void *context, const char **bytes, size_t *length);
};
bool file_write_pieces(const char *path, const struct pieces *p, char **error); /* as file_write */
bool file_holds_pieces(const char *path, const struct pieces *p); /* whether a file has just these bytes; false also when it cannot be read */
bool file_make_folder(const char *path, char **error);  /* with its parents; fine when it is there */
bool file_copy(const char *from, const char *to, char **error);
bool file_link(const char *from, const char *to, char **error); /* hard link of a regular file; falls back to file_copy where linking is refused */
bool file_link_tree(const char *from, const char *to, char **error); /* folders made, files hard-linked; `to` and files in it may exist and stay; anything else than folders and files is refused */
bool file_symlink(const char *target, const char *path, char **error); /* a symbolic link at path that reads `target` */
bool file_rename(const char *from, const char *to, char **error);
bool file_exchange(const char *a, const char *b, char **error); /* renameat2(RENAME_EXCHANGE): both must exist */
bool file_remove(const char *path, char **error);       /* one file */
bool file_remove_tree(const char *path, char **error);  /* never follows a symbolic link; fine when nothing is there */
bool file_sync_tree(const char *path, char **error);    /* syncfs of the file system that holds path */
/* The names in a folder, sorted by bytes, without . and ..; NULL-terminated, free with g_strfreev; NULL on error. */
char **file_list(const char *path, char **error);
/* What a name is, itself: a symbolic link is FILE_LINK wherever it leads. */
enum file_kind { FILE_ABSENT, FILE_REGULAR, FILE_FOLDER, FILE_LINK, FILE_OTHER };
enum file_kind file_kind(const char *path);
bool file_exists(const char *path); /* a dangling symbolic link too */
bool file_is_folder(const char *path); /* also through symbolic links */
/* Takes an exclusive lock on a lock file (made when absent), waiting at most `seconds`; returns a descriptor for
 * file_unlock, or -1 with *error. The lock goes with the process. */
int file_lock(const char *path, int seconds, char **error);
void file_unlock(int descriptor);
/* Opens for reading; -1 with *error on failure; the caller closes it. "-" is stdin; refuses whatever else is not a regular file
 * and never waits for one (a FIFO's writer). */
int file_open_read(const char *path, char **error);
/* Lower-case hex of the first `digits` (at most 64) of SHA-256 over the bytes; caller owns. */
char *file_hash(const char *bytes, size_t length, int digits);
char *file_hash_of(const char *path, int digits); /* of a file's bytes; NULL when it cannot be read */
#endif
