// Who the runner is, and on what it runs.
#include "session/identity.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif
#include <stdio.h>

#include "kit/die.h"

#ifdef __clang__
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

const char *runtime_loop(void) {
    static char loop[224];
#ifdef __GLIBC__
    snprintf(loop, sizeof loop, "%s, glibc %s, %.80s", loop_name(), gnu_get_libc_version(), COMPILER);
#else
    snprintf(loop, sizeof loop, "%s, %.80s", loop_name(), COMPILER);
#endif
    return loop;
}

const char *executable_path(void) {
    static char path[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    if (length < 0) die("/proc/self/exe: %s", strerror(errno));
    path[length] = '\0';
    return path;
}
