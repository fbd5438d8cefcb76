// Who the runner is, and on what it runs.
#include "session/identity.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <gnu/libc-version.h>
#endif
#include <stdio.h>

#include "kit/die.h"

const char *runtime_version(void) {
    static char version[sizeof((struct utsname *)0)->release];
    struct utsname system;
    if (uname(&system) != 0) die("uname: %s", strerror(errno));
    size_t length = strspn(system.release, "0123456789.");
    while (length > 0 && system.release[length - 1] == '.') length--;
    memcpy(version, system.release, length);
    version[length] = '\0';
    return version;
}

#ifdef __clang__
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

const char *runtime_loop(void) {
    static char loop[160];
#ifdef __GLIBC__
    snprintf(loop, sizeof loop, "epoll, glibc %s, %.80s", gnu_get_libc_version(), COMPILER);
#else
    snprintf(loop, sizeof loop, "epoll, %.80s", COMPILER);
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
