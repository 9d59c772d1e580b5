/* A disk that fails: preloaded before libc, it lets the calls that change a file through until the one that was armed.
   Arm with fail_at(n, how): the n-th change from now on fails, and what follows it, by `how`: 0 once (EIO), 1 for good
   (ENOSPC), 2 half of it is written and then the process is gone. changes() counts what has been let through. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <sys/types.h>
#include <unistd.h>

static long count, at;
static int mode;

void fail_at(long n, int how) { count = 0; at = n; mode = how; }
long changes(void) { return count; }

static int fails(void) {
    count++;
    if (!at || count < at || (mode == 0 && count > at)) return 0;
    errno = mode == 1 ? ENOSPC : EIO;
    return 1;
}

#define REAL(name, type) static type real; if (!real) real = (type)dlsym(RTLD_NEXT, #name)

typedef ssize_t (*pwrite_type)(int, const void *, size_t, off_t);
ssize_t pwrite64(int file, const void *data, size_t size, off_t place) {
    REAL(pwrite64, pwrite_type);
    if (!fails()) return real(file, data, size, place);
    if (mode == 2) { real(file, data, size / 2, place); _exit(9); }
    return -1;
}
ssize_t pwrite(int file, const void *data, size_t size, off_t place) { return pwrite64(file, data, size, place); }

typedef int (*sync_type)(int);
int fsync(int file) { REAL(fsync, sync_type); if (fails()) { if (mode == 2) _exit(9); return -1; } return real(file); }
int fdatasync(int file) { REAL(fdatasync, sync_type); if (fails()) { if (mode == 2) _exit(9); return -1; } return real(file); }

typedef int (*cut_type)(int, off_t);
int ftruncate64(int file, off_t size) { REAL(ftruncate64, cut_type); if (fails()) { if (mode == 2) _exit(9); return -1; } return real(file, size); }
int ftruncate(int file, off_t size) { return ftruncate64(file, size); }
