/* base/file: the calls that change the file system, and careful reading.
 * Every open for writing, write, sync, rename, link, lock and removal of the program is a direct libc call here, so that
 * a test can make the n-th of them fail. Knows nothing of sites, exports or what the bytes mean. */
#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

#define BLOCK 262144

/* The reason of the last failed call, alone; returns false for the caller to pass on. */
static bool fail_reason(char **error, int number) {
	if (error != NULL)
		*error = g_strdup(g_strerror(number));
	return false;
}

static bool fail(char **error, const char *path, int number) {
	if (error != NULL)
		*error = g_strdup_printf("%s: %s", path, g_strerror(number));
	return false;
}

static bool fail_text(char **error, const char *path, const char *text) {
	if (error != NULL)
		*error = g_strdup_printf("%s: %s", path, text);
	return false;
}

int file_open_read(const char *path, char **error) {
	bool piped = strcmp(path, "-") == 0;
	int fd = piped ? fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0) : open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		fail_reason(error, errno);
		return -1;
	}
	struct stat st;
	int number = fstat(fd, &st) == 0 ? 0 : errno;
	if (number == 0 && (piped ? !S_ISDIR(st.st_mode) : S_ISREG(st.st_mode)))
		return fd;
	close(fd);
	if (number != 0)
		fail_reason(error, number);
	else if (error != NULL)
		*error = g_strdup(S_ISDIR(st.st_mode) ? "is a folder" : "is not a regular file");
	return -1;
}

bool file_read(const char *path, char **bytes, gsize *length, char **error) {
	int fd = file_open_read(path, error);
	if (fd < 0)
		return false;
	struct stat st;
	gsize room = fstat(fd, &st) == 0 && st.st_size > 0 ? (gsize)st.st_size + 1 : BLOCK;
	char *buffer = g_malloc(room + 1);
	gsize used = 0;
	for (;;) {
		if (used == room) {
			room *= 2;
			buffer = g_realloc(buffer, room + 1);
		}
		ssize_t n = read(fd, buffer + used, room - used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			fail_reason(error, errno);
			g_free(buffer);
			close(fd);
			return false;
		}
		if (n == 0)
			break;
		used += (gsize)n;
	}
	close(fd);
	buffer[used] = '\0';
	*bytes = buffer;
	*length = used;
	return true;
}

static int write_whole(int fd, const char *bytes, size_t length) {
	while (length > 0) {
		ssize_t n = write(fd, bytes, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? errno : EIO;
		bytes += n;
		length -= (size_t)n;
	}
	return 0;
}

static int create(const char *path) {
	return open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
}

/* Ends a file under way: closes it and, when anything failed (number ≠ 0), removes it and reports. */
static bool finish(int fd, const char *path, int number, char **error) {
	if (close(fd) != 0 && number == 0)
		number = errno;
	if (number == 0)
		return true;
	unlinkat(AT_FDCWD, path, 0);
	return fail(error, path, number);
}

bool file_write(const char *path, const char *bytes, size_t length, char **error) {
	int fd = create(path);
	if (fd < 0)
		return fail(error, path, errno);
	return finish(fd, path, write_whole(fd, bytes, length), error);
}

bool file_write_pieces(const char *path, const struct pieces *p, char **error) {
	int fd = create(path), number = 0;
	if (fd < 0)
		return fail(error, path, errno);
	const char *bytes;
	size_t length;
	p->start(p->context);
	while (number == 0 && p->next(p->context, &bytes, &length))
		number = write_whole(fd, bytes, length);
	return finish(fd, path, number, error);
}

/* Fills a block as far as the file goes; fewer bytes than asked for: it ends here, or cannot be read. */
static size_t read_block(int fd, char *block, size_t length) {
	size_t used = 0;
	while (used < length) {
		ssize_t n = read(fd, block + used, length - used);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		used += (size_t)n;
	}
	return used;
}

static bool holds(int fd, char *block, const char *bytes, size_t length) {
	while (length > 0) {
		size_t n = MIN(length, BLOCK);
		if (read_block(fd, block, n) != n || memcmp(block, bytes, n) != 0)
			return false;
		bytes += n;
		length -= n;
	}
	return true;
}

bool file_holds_pieces(const char *path, const struct pieces *p) {
	int fd = file_open_read(path, NULL);
	if (fd < 0)
		return false;
	g_autofree char *block = g_malloc(BLOCK);
	const char *bytes;
	size_t length;
	bool same = true;
	p->start(p->context);
	while (same && p->next(p->context, &bytes, &length))
		same = holds(fd, block, bytes, length);
	same = same && read(fd, block, 1) == 0;
	close(fd);
	return same;
}

bool file_make_folder(const char *path, char **error) {
	g_autofree char *part = g_strdup(path);
	for (char *p = part + 1; part[0] != '\0'; p++) {
		char end = *p;
		if (end != '/' && end != '\0')
			continue;
		*p = '\0';
		if (mkdir(part, 0755) != 0) {
			int number = errno;
			if (!file_is_folder(part))
				return fail(error, part, number);
		}
		*p = end;
		if (end == '\0')
			return true;
	}
	return fail(error, path, ENOENT);
}

bool file_copy(const char *from, const char *to, char **error) {
	char *reason = NULL;
	int in = file_open_read(from, &reason);
	if (in < 0) {
		fail_text(error, from, reason);
		g_free(reason);
		return false;
	}
	int out = create(to);
	if (out < 0) {
		int number = errno;
		close(in);
		return fail(error, to, number);
	}
	g_autofree char *block = g_malloc(BLOCK);
	int number = 0;
	for (;;) {
		ssize_t n = read(in, block, BLOCK);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			number = errno;
		if (n <= 0)
			break;
		number = write_whole(out, block, (size_t)n);
		if (number != 0)
			break;
	}
	close(in);
	return finish(out, to, number, error);
}

bool file_link(const char *from, const char *to, char **error) {
	struct stat st;
	if (lstat(from, &st) != 0)
		return fail(error, from, errno);
	if (!S_ISREG(st.st_mode))
		return fail_text(error, from, "is not a regular file");
	if (link(from, to) == 0)
		return true;
	int number = errno;
	if (number == EXDEV || number == EPERM || number == EMLINK || number == EOPNOTSUPP)
		return file_copy(from, to, error);
	return fail(error, to, number);
}

static bool list_of(const char *folder, char ***names, char **error) {
	char *reason = NULL;
	*names = file_list(folder, &reason);
	if (*names != NULL)
		return true;
	fail_text(error, folder, reason);
	g_free(reason);
	return false;
}

bool file_link_tree(const char *from, const char *to, char **error) {
	g_auto(GStrv) names = NULL;
	if (!list_of(from, &names, error) || !file_make_folder(to, error))
		return false;
	for (char **name = names; *name != NULL; name++) {
		g_autofree char *source = g_build_filename(from, *name, NULL);
		g_autofree char *target = g_build_filename(to, *name, NULL);
		struct stat st;
		struct stat there;
		if (lstat(source, &st) != 0)
			return fail(error, source, errno);
		bool done = true;
		if (S_ISDIR(st.st_mode))
			done = file_link_tree(source, target, error);
		else if (lstat(target, &there) != 0 || !S_ISREG(there.st_mode) || !S_ISREG(st.st_mode))
			done = file_link(source, target, error);
		if (!done)
			return false;
	}
	return true;
}

bool file_symlink(const char *target, const char *path, char **error) {
	return symlink(target, path) == 0 || fail(error, path, errno);
}

bool file_rename(const char *from, const char *to, char **error) {
	return rename(from, to) == 0 || fail(error, to, errno);
}

bool file_exchange(const char *a, const char *b, char **error) {
	return renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == 0 || fail(error, b, errno);
}

bool file_remove(const char *path, char **error) {
	return unlinkat(AT_FDCWD, path, 0) == 0 || fail(error, path, errno);
}

/* The names in an open folder, unsorted; NULL with errno set. Leaves fd open. */
static GPtrArray *read_names(int fd) {
	int again = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	DIR *folder = again < 0 ? NULL : fdopendir(again);
	if (folder == NULL) {
		int number = errno;
		if (again >= 0)
			close(again);
		errno = number;
		return NULL;
	}
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	errno = 0;
	for (struct dirent *e = readdir(folder); e != NULL; e = readdir(folder))
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			g_ptr_array_add(names, g_strdup(e->d_name));
	int number = errno;
	closedir(folder);
	if (number == 0)
		return names;
	g_ptr_array_unref(names);
	errno = number;
	return NULL;
}

/* Removes a name in the folder `at`, with all below it; path is for messages only. */
static bool remove_below(int at, const char *name, const char *path, char **error) {
	if (unlinkat(at, name, 0) == 0 || errno == ENOENT)
		return true;
	/* A folder answers EISDIR on Linux and EPERM by POSIX. */
	if (errno != EISDIR && errno != EPERM)
		return fail(error, path, errno);
	int number = errno;
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return fail(error, path, errno == ENOTDIR || errno == ELOOP ? number : errno);
	GPtrArray *names = read_names(fd);
	bool done = names != NULL || fail(error, path, errno);
	for (guint i = 0; done && i < names->len; i++) {
		const char *child = g_ptr_array_index(names, i);
		g_autofree char *below = g_build_filename(path, child, NULL);
		done = remove_below(fd, child, below, error);
	}
	if (names != NULL)
		g_ptr_array_unref(names);
	close(fd);
	return done && (unlinkat(at, name, AT_REMOVEDIR) == 0 || errno == ENOENT || fail(error, path, errno));
}

bool file_remove_tree(const char *path, char **error) {
	/* "link/" would be followed where "link" is not. */
	g_autofree char *bare = g_strdup(path);
	for (size_t n = strlen(bare); n > 1 && bare[n - 1] == '/'; n--)
		bare[n - 1] = '\0';
	return remove_below(AT_FDCWD, bare, bare, error);
}

bool file_sync_tree(const char *path, char **error) {
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return fail(error, path, errno);
	int number = syncfs(fd) == 0 ? 0 : errno;
	close(fd);
	return number == 0 || fail(error, path, number);
}

static gint compare_names(gconstpointer a, gconstpointer b) {
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

char **file_list(const char *path, char **error) {
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	GPtrArray *names = fd < 0 ? NULL : read_names(fd);
	int number = errno;
	if (fd >= 0)
		close(fd);
	if (names == NULL) {
		fail_reason(error, number);
		return NULL;
	}
	g_ptr_array_sort(names, compare_names);
	g_ptr_array_add(names, NULL);
	g_ptr_array_set_free_func(names, NULL);
	return (char **)g_ptr_array_free(names, FALSE);
}

enum file_kind file_kind(const char *path) {
	struct stat st;
	if (lstat(path, &st) != 0)
		return FILE_ABSENT;
	if (S_ISREG(st.st_mode))
		return FILE_REGULAR;
	if (S_ISLNK(st.st_mode))
		return FILE_LINK;
	return S_ISDIR(st.st_mode) ? FILE_FOLDER : FILE_OTHER;
}

bool file_exists(const char *path) {
	return file_kind(path) != FILE_ABSENT;
}

bool file_is_folder(const char *path) {
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

int file_lock(const char *path, int seconds, char **error) {
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0644);
	if (fd < 0) {
		fail(error, path, errno);
		return -1;
	}
	const struct timespec pause = {.tv_nsec = 100000000};
	for (int waits = 0;; waits++) {
		if (flock(fd, LOCK_EX | LOCK_NB) == 0)
			return fd;
		int number = errno;
		if (number == EINTR)
			continue;
		if (number == EWOULDBLOCK && waits < seconds * 10) {
			nanosleep(&pause, NULL);
			continue;
		}
		close(fd);
		if (number == EWOULDBLOCK)
			fail_text(error, path, "is locked by another run");
		else
			fail(error, path, number);
		return -1;
	}
}

void file_unlock(int descriptor) {
	/* The lock goes with the last descriptor; the file stays, so that two runs never lock two different files. */
	close(descriptor);
}

char *file_hash(const char *bytes, size_t length, int digits) {
	g_assert(digits >= 1 && digits <= 64);
	char *sum = g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);
	sum[digits] = '\0';
	return sum;
}

char *file_hash_of(const char *path, int digits) {
	g_assert(digits >= 1 && digits <= 64);
	int fd = file_open_read(path, NULL);
	if (fd < 0)
		return NULL;
	g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
	g_autofree char *block = g_malloc(BLOCK);
	ssize_t n;
	while ((n = read(fd, block, BLOCK)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0)
			g_checksum_update(sum, (const guchar *)block, n);
	close(fd);
	return n < 0 ? NULL : g_strndup(g_checksum_get_string(sum), (gsize)digits);
}
