// Who the runner is, and on what it runs.
#pragma once

#define RUNNER_ID "native"
#define RUNNER_VERSION "1"
#define STYLE "epoll"

enum { PROTOCOL = 1 };

/// The version of the kernel, which is the runtime here: the numbers at the beginning of `uname -r`.
const char *runtime_version(void);
const char *runtime_loop(void);
/// Its real path.
const char *executable_path(void);
