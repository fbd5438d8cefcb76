// Streams of libuv as all workloads use them: without delay, and with memory that goes when they are closed.
#pragma once
#include "workloads/workload.h"

/// Listens on 127.0.0.1, at a port that the system chooses; `data` becomes that of the handle. Fails the job and gives
/// null where it cannot.
uv_tcp_t *stream_listen(struct job *job, uint16_t *port, uv_connection_cb came, void *data);
/// The next one that knocks. Null and the job fails where it cannot be taken.
uv_stream_t *stream_accept(struct job *job, uv_stream_t *listener, void *data);
/// A connection on its way to an endpoint, of either kind. `result`: below 0 why it cannot even be tried; `connected` is
/// not called then.
uv_stream_t *stream_connect(struct job *job, const struct json *endpoint, uv_connect_t *request,
                            uv_connect_cb connected, void *data, int *result);
/// Null is passed over. Nothing is called back but the requests that are under way, see `loop_settle`.
void stream_close(uv_stream_t *stream);
