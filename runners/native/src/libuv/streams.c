// Streams of libuv as all workloads use them: without delay, and with memory that goes when they are closed.
#include "streams.h"

#include <stdlib.h>

#include "kit/die.h"
#include "workloads/sockets.h"

static void free_stream(uv_handle_t *handle) { free(handle); }

void stream_close(uv_stream_t *stream) {
    if (stream != NULL) uv_close((uv_handle_t *)stream, free_stream);
}

static uv_tcp_t *new_tcp(struct job *job, void *data) {
    uv_tcp_t *tcp = must_allocate(1, sizeof *tcp);
    uv_tcp_init(&job->loop->uv, tcp);
    tcp->data = data;
    return tcp;
}

uv_tcp_t *stream_listen(struct job *job, uint16_t *port, uv_connection_cb came, void *data) {
    uv_tcp_t *listener = new_tcp(job, data);
    struct sockaddr_in address;
    int length = sizeof address;
    int result = uv_ip4_addr("127.0.0.1", 0, &address);
    if (result == 0) result = uv_tcp_bind(listener, (const struct sockaddr *)&address, 0);
    if (result == 0) result = uv_listen((uv_stream_t *)listener, BACKLOG, came);
    if (result == 0) result = uv_tcp_getsockname(listener, (struct sockaddr *)&address, &length);
    if (result == 0) {
        *port = ntohs(address.sin_port);
        return listener;
    }
    job_fail(job, "the server cannot listen: %s", uv_strerror(result));
    stream_close((uv_stream_t *)listener);
    return NULL;
}

uv_stream_t *stream_accept(struct job *job, uv_stream_t *listener, void *data) {
    uv_tcp_t *tcp = new_tcp(job, data);
    int result = uv_accept(listener, (uv_stream_t *)tcp);
    if (result == 0) result = uv_tcp_nodelay(tcp, 1);
    if (result == 0) return (uv_stream_t *)tcp;
    job_fail(job, "accept: %s", uv_strerror(result));
    stream_close((uv_stream_t *)tcp);
    return NULL;
}

static uv_stream_t *connect_pipe(struct job *job, const char *path, uv_connect_t *request, uv_connect_cb connected,
                                 void *data) {
    uv_pipe_t *pipe = must_allocate(1, sizeof *pipe);
    uv_pipe_init(&job->loop->uv, pipe, 0);
    pipe->data = data;
    uv_pipe_connect(request, pipe, path, connected);
    return (uv_stream_t *)pipe;
}

uv_stream_t *stream_connect(struct job *job, const struct json *endpoint, uv_connect_t *request,
                            uv_connect_cb connected, void *data, int *result) {
    *result = endpoint == NULL ? UV_ENOENT : 0;
    if (endpoint == NULL) return NULL;
    if (!json_is_text(json_member(endpoint, "kind"), "tcp"))
        return connect_pipe(job, json_member(endpoint, "path")->text, request, connected, data);
    struct sockaddr_in address;
    uv_tcp_t *tcp = new_tcp(job, data);
    *result = uv_ip4_addr(json_member(endpoint, "host")->text, (int)json_member(endpoint, "port")->number, &address);
    if (*result == 0) *result = uv_tcp_connect(request, tcp, (const struct sockaddr *)&address, connected);
    if (*result == 0) return (uv_stream_t *)tcp;
    stream_close((uv_stream_t *)tcp);
    return NULL;
}
