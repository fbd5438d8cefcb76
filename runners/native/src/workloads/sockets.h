// Sockets as all workloads use them: never blocking, without delay, closed on exec.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/json.h"

enum { BACKLOG = 4096, READ_BYTES = 65536 };

/// A socket that listens on 127.0.0.1, at a port that the system chooses; below 0 the negative number of the error.
int listen_tcp(uint16_t *port);
/// A socket on its way to there; it can be written when it is connected. Below 0 as above.
int connect_port(uint16_t port);
int connect_endpoint(const struct json *endpoint);
/// The next one that knocks; below 0 as above, -EAGAIN where there is none.
int accept_next(int listener);
/// 0, or why a connection did not come about.
int connect_error(int file);

/// How many bytes; 0 at the end; below 0 as above, -EAGAIN where there is nothing now.
int64_t read_some(int file, void *to, size_t length);
int64_t write_some(int file, const void *from, size_t length);
