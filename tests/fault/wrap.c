/* tests/fault/wrap: stands between base/file.c and the C library (ld --wrap) and makes one call fail.
 * HOLDFAST_FAULT="write:3:ENOSPC" fails the third write with that errno; "rename:1:KILL" ends the process just before the first rename,
 * the way a power cut would. HOLDFAST_FAULT_COUNT names a file that gets "call number" lines when the process ends. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

enum call {
#define WRAP(name, type, parameters, arguments) CALL_##name,
#define WRAP_OPEN(name, type) CALL_##name,
#define WRAP_CLOSE(name, type) CALL_##name,
#define WRAP_POINTER(name, type, parameters, arguments) CALL_##name,
#include "fault/calls.def"
#undef WRAP
#undef WRAP_OPEN
#undef WRAP_CLOSE
#undef WRAP_POINTER
	CALLS
};
static const char *const names[CALLS] = {
#define WRAP(name, type, parameters, arguments) #name,
#define WRAP_OPEN(name, type) #name,
#define WRAP_CLOSE(name, type) #name,
#define WRAP_POINTER(name, type, parameters, arguments) #name,
#include "fault/calls.def"
#undef WRAP
#undef WRAP_OPEN
#undef WRAP_CLOSE
#undef WRAP_POINTER
};
static const struct {
	const char *name;
	int number;
} errors[] = {{"ENOSPC", ENOSPC}, {"EIO", EIO}, {"EACCES", EACCES}, {"EROFS", EROFS}, {"ENOLCK", ENOLCK}, {"EINVAL", EINVAL}, {"EXDEV", EXDEV}, {"KILL", 0}};

static long counts[CALLS];
static bool writable[1024]; /* descriptors that open gave out for writing */

/* Whether this call is the one to fail; then errno is set. */
static bool fails(enum call c) {
	long n = __atomic_add_fetch(&counts[c], 1, __ATOMIC_SEQ_CST);
	const char *fault = getenv("HOLDFAST_FAULT");
	char call[32];
	char error[32];
	long wanted = 0;
	if (fault == NULL || sscanf(fault, "%31[^:]:%ld:%31s", call, &wanted, error) != 3)
		return false;
	if (n != wanted || strcmp(call, names[c]) != 0)
		return false;
	for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++)
		if (strcmp(errors[i].name, error) == 0) {
			if (errors[i].number == 0)
				_exit(137);
			errno = errors[i].number;
			return true;
		}
	abort();
}

#define WRAP(name, type, parameters, arguments) \
	type __real_##name parameters; \
	type __wrap_##name parameters; \
	type __wrap_##name parameters { \
		return fails(CALL_##name) ? (type)-1 : __real_##name arguments; \
	}
#define WRAP_POINTER(name, type, parameters, arguments) \
	type __real_##name parameters; \
	type __wrap_##name parameters; \
	type __wrap_##name parameters { \
		return fails(CALL_##name) ? NULL : __real_##name arguments; \
	}
#define WRAP_OPEN(name, type) \
	type __real_##name(const char *path, int flags, ...); \
	type __wrap_##name(const char *path, int flags, ...); \
	type __wrap_##name(const char *path, int flags, ...) { \
		va_list rest; \
		va_start(rest, flags); \
		mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0; \
		va_end(rest); \
		if ((flags & (O_CREAT | O_WRONLY | O_RDWR)) != 0 && fails(CALL_##name)) \
			return -1; \
		int fd = __real_##name(path, flags, mode); \
		if (fd >= 0 && fd < (int)sizeof writable) \
			__atomic_store_n(&writable[fd], (flags & (O_WRONLY | O_RDWR)) != 0, __ATOMIC_SEQ_CST); \
		return fd; \
	}
/* A close that fails has closed, as on Linux. */
#define WRAP_CLOSE(name, type) \
	type __real_##name(int fd); \
	type __wrap_##name(int fd); \
	type __wrap_##name(int fd) { \
		bool counted = fd >= 0 && fd < (int)sizeof writable && __atomic_exchange_n(&writable[fd], false, __ATOMIC_SEQ_CST); \
		bool failed = counted && fails(CALL_##name); \
		int number = errno; \
		int result = __real_##name(fd); \
		if (!failed) \
			return result; \
		errno = number; \
		return -1; \
	}
#include "fault/calls.def"

__attribute__((destructor)) static void report(void) {
	const char *path = getenv("HOLDFAST_FAULT_COUNT");
	if (path == NULL)
		return;
	int fd = __real_open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	for (int c = 0; c < CALLS; c++) {
		char line[64];
		int length = snprintf(line, sizeof line, "%s %ld\n", names[c], counts[c]);
		if (__real_write(fd, line, (size_t)length) != length)
			abort();
	}
	__real_close(fd);
}
