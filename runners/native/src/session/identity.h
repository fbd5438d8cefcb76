// Who the runner is, and on what it runs.
#pragma once

#define RUNNER_VERSION "1"

enum { PROTOCOL = 1 };

/// Of each loop its own: as its manifest has them.
extern const char RUNNER_ID[];
extern const char RUNTIME_NAME[];
extern const char STYLE[];
/// The version of what the behaviour follows from.
const char *runtime_version(void);
/// The name of the loop, and its version where it has one of its own.
const char *loop_name(void);

/// The loop, the C library and the compiler.
const char *runtime_loop(void);
/// Its real path.
const char *executable_path(void);
