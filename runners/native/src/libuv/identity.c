// Who the runner on libuv is.
#include "session/identity.h"

#include <stdio.h>
#include <uv.h>

const char RUNNER_ID[] = "libuv";
const char RUNTIME_NAME[] = "libuv";
const char STYLE[] = "callbacks";

const char *runtime_version(void) { return uv_version_string(); }

const char *loop_name(void) {
    static char name[64];
    snprintf(name, sizeof name, "libuv %s", uv_version_string());
    return name;
}
