/* Stands between a program and the system: counts the calls that change files under one folder, and at the one asked
   for kills the process, fails, or writes only half. Or writes down every change for a power cut to be played from it.
   Loaded with LD_PRELOAD; it does nothing before shim_arm. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOTHING, KILL_BEFORE, KILL_AFTER, KILL_HALFWAY, FAIL_FULL, FAIL_IO, SHORT, FAIL_READ };
enum { OP_WRITE = 1, OP_SYNC, OP_TRUNCATE, OP_UNLINK, OP_RENAME, OP_LINK, OP_CREATE, OP_MARK, OP_SOCKET };
#define MOST 1024

static char prefix[4096];
static size_t prefix_length;
static long at, count, reads, sockets;
static int mode, sticky, log_to = -1;
static char *names[MOST];

#define REAL(name) ({ static __typeof__(name) *real; if (!real) real = dlsym(RTLD_NEXT, #name); real; })

void shim_arm(const char *folder, long at_, int mode_, int sticky_, int log_) {
    snprintf(prefix, sizeof prefix, "%s/", folder);
    prefix_length = strlen(prefix);
    at = at_; mode = mode_; sticky = sticky_; log_to = log_;
    count = reads = sockets = 0;
    memset(names, 0, sizeof names);
}
long shim_count(void) { return mode == FAIL_READ ? reads : count; }
long shim_sockets(void) { return sockets; }

static int watched(const char *path) {
    return prefix_length && path && (!strncmp(path, prefix, prefix_length) ||
        (strlen(path) == prefix_length - 1 && !strncmp(path, prefix, prefix_length - 1)));
}
static const char *name_of(int fd) { return fd >= 0 && fd < MOST ? names[fd] : 0; }

static void put(const void *data, size_t length) {
    const char *from = data;
    while (length) {
        ssize_t done = REAL(write)(log_to, from, length);
        if (done <= 0) _exit(99);
        from += done; length -= done;
    }
}
static void note(int op, const char *path, const char *other, int64_t offset, const void *data, int64_t length) {
    if (log_to < 0) return;
    int64_t head[5] = {op, strlen(path), other ? strlen(other) : 0, offset, length};
    put(head, sizeof head);
    put(path, head[1]);
    if (other) put(other, head[2]);
    if (data) put(data, length);
}
void shim_mark(long number) { note(OP_MARK, "", 0, number, 0, 0); }

static void die(void) { kill(getpid(), SIGKILL); for (;;) pause(); }

/* Says what to do with this call: 0 go on, else the errno to fail with. SHORT and KILL_HALFWAY are told by *half. */
static int turn(int *half) {
    count++;
    if (half) *half = 0;
    int hit = count == at || (sticky && at && count > at);
    if (!hit) return 0;
    switch (mode) {
    case KILL_BEFORE: die();
    case FAIL_FULL: return ENOSPC;
    case FAIL_IO: return EIO;
    case SHORT: if (count > at) return ENOSPC; /* fall through */
    case KILL_HALFWAY: if (half) { *half = 1; return 0; } if (mode == KILL_HALFWAY) die(); return 0;
    default: return 0;
    }
}
static void after(void) { if (mode == KILL_AFTER && count == at) die(); }

#define GUARD(result) do { int bad = turn(0); if (bad) { errno = bad; return result; } } while (0)

static int opened(int fd, const char *path, int flags, int existed) {
    if (fd >= 0 && fd < MOST) { free(names[fd]); names[fd] = watched(path) ? strdup(path) : 0; }
    if (fd >= 0 && watched(path)) {
        if (!existed) note(OP_CREATE, path, 0, 0, 0, 0);
        else if (flags & O_TRUNC) note(OP_TRUNCATE, path, 0, 0, 0, 0);
    }
    return fd;
}
static int changes(const char *path, int flags, int *existed) {
    struct stat found;
    int kept = errno;
    *existed = !watched(path) || stat(path, &found) == 0;
    errno = kept;
    return watched(path) && (((flags & O_CREAT) && !*existed) || (flags & O_TRUNC));
}
#define OPEN(name) \
int name(const char *path, int flags, ...) { \
    va_list rest; va_start(rest, flags); \
    int rights = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0; va_end(rest); \
    int existed, change = changes(path, flags, &existed); \
    if (change) GUARD(-1); \
    int fd = opened(REAL(name)(path, flags, rights), path, flags, existed); \
    if (change) after(); \
    return fd; \
}
OPEN(open)
OPEN(open64)
#define OPENAT(name) \
int name(int folder, const char *path, int flags, ...) { \
    va_list rest; va_start(rest, flags); \
    int rights = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, int) : 0; va_end(rest); \
    int existed, change = changes(path, flags, &existed); \
    if (change) GUARD(-1); \
    int fd = opened(REAL(name)(folder, path, flags, rights), path, flags, existed); \
    if (change) after(); \
    return fd; \
}
OPENAT(openat)
OPENAT(openat64)

int close(int fd) {
    if (fd >= 0 && fd < MOST) { free(names[fd]); names[fd] = 0; }
    return REAL(close)(fd);
}

#define WRITE_BODY(call, half_call, offset) do { \
    const char *name = name_of(fd); \
    if (!name) return call; \
    int half, bad = turn(&half); \
    if (bad) { errno = bad; return -1; } \
    int64_t from = (offset); \
    ssize_t done = half && size > 1 ? half_call : call; \
    if (done > 0) note(OP_WRITE, name, 0, from, data, done); \
    if (half && mode == KILL_HALFWAY) die(); \
    after(); \
    return done; \
} while (0)

ssize_t write(int fd, const void *data, size_t size) {
    WRITE_BODY(REAL(write)(fd, data, size), REAL(write)(fd, data, size / 2), lseek(fd, 0, SEEK_CUR));
}
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) {
    WRITE_BODY(REAL(pwrite)(fd, data, size, offset), REAL(pwrite)(fd, data, size / 2, offset), offset);
}
ssize_t pwrite64(int fd, const void *data, size_t size, off64_t offset) {
    WRITE_BODY(REAL(pwrite64)(fd, data, size, offset), REAL(pwrite64)(fd, data, size / 2, offset), offset);
}
#define READ_BODY(call) do { \
    if (name_of(fd) && mode == FAIL_READ) { \
        reads++; \
        if (at && (reads == at || (sticky && reads > at))) { errno = EIO; return -1; } \
    } \
    return call; \
} while (0)
ssize_t read(int fd, void *data, size_t size) { READ_BODY(REAL(read)(fd, data, size)); }
ssize_t pread(int fd, void *data, size_t size, off_t offset) { READ_BODY(REAL(pread)(fd, data, size, offset)); }
ssize_t pread64(int fd, void *data, size_t size, off64_t offset) { READ_BODY(REAL(pread64)(fd, data, size, offset)); }

#define SIMPLE(call, op, path, other, offset) do { \
    GUARD(-1); \
    int done = call; \
    if (done == 0) note(op, path, other, offset, 0, 0); \
    after(); \
    return done; \
} while (0)
#define ON_FD(call, op, offset) do { const char *name = name_of(fd); if (!name) return call; SIMPLE(call, op, name, 0, offset); } while (0)

int fsync(int fd) { ON_FD(REAL(fsync)(fd), OP_SYNC, 0); }
int fdatasync(int fd) { ON_FD(REAL(fdatasync)(fd), OP_SYNC, 0); }
int ftruncate(int fd, off_t size) { ON_FD(REAL(ftruncate)(fd, size), OP_TRUNCATE, size); }
int ftruncate64(int fd, off64_t size) { ON_FD(REAL(ftruncate64)(fd, size), OP_TRUNCATE, size); }
int unlink(const char *path) {
    if (!watched(path)) return REAL(unlink)(path);
    SIMPLE(REAL(unlink)(path), OP_UNLINK, path, 0, 0);
}
int unlinkat(int folder, const char *path, int flags) {
    if (!watched(path)) return REAL(unlinkat)(folder, path, flags);
    SIMPLE(REAL(unlinkat)(folder, path, flags), OP_UNLINK, path, 0, 0);
}
int rename(const char *from, const char *to) {
    if (!watched(from) && !watched(to)) return REAL(rename)(from, to);
    SIMPLE(REAL(rename)(from, to), OP_RENAME, from, to, 0);
}
int renameat(int a, const char *from, int b, const char *to) {
    if (!watched(from) && !watched(to)) return REAL(renameat)(a, from, b, to);
    SIMPLE(REAL(renameat)(a, from, b, to), OP_RENAME, from, to, 0);
}
int link(const char *from, const char *to) {
    if (!watched(to)) return REAL(link)(from, to);
    SIMPLE(REAL(link)(from, to), OP_LINK, from, to, 0);
}
int linkat(int a, const char *from, int b, const char *to, int flags) {
    if (!watched(to)) return REAL(linkat)(a, from, b, to, flags);
    SIMPLE(REAL(linkat)(a, from, b, to, flags), OP_LINK, from, to, 0);
}
int socket(int domain, int type, int protocol) {
    sockets++;
    return REAL(socket)(domain, type, protocol);
}
