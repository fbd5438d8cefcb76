// Who the runner on epoll is: most of what it does is the kernel's.
#include "session/identity.h"

#include <errno.h>
#include <string.h>
#include <sys/utsname.h>

#include "kit/die.h"

const char RUNNER_ID[] = "native";
const char RUNTIME_NAME[] = "linux";
const char STYLE[] = "epoll";

/// The numbers at the beginning of `uname -r`.
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

const char *loop_name(void) { return "epoll"; }
