// A server over uv_tcp that sends back what it gets, on the loop of its clients.
#include <stdlib.h>
#include <string.h>

#include "echo.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/sockets.h"

struct echo_connection {
    uv_tcp_t socket;
    uv_write_t request;
    struct echo_server *server;
    struct echo_connection *next;
    struct echo_connection **link;
    /// What libuv is still writing: nothing more is read meanwhile.
    uint8_t *waiting;
};

static void fail(struct echo_server *server, const char *what, int result) {
    job_fail(server->job, "%s: %s", what, uv_strerror(result));
}

static void free_connection(uv_handle_t *handle) {
    struct echo_connection *connection = CONTAINER(handle, struct echo_connection, socket);
    free(connection->waiting);
    free(connection);
}

static void drop(struct echo_connection *connection) {
    *connection->link = connection->next;
    if (connection->next != NULL) connection->next->link = connection->link;
    uv_close((uv_handle_t *)&connection->socket, free_connection);
}

static void give_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    (void)suggested;
    struct echo_connection *connection = CONTAINER(handle, struct echo_connection, socket);
    *buffer = uv_buf_init((char *)connection->server->buffer, READ_BYTES);
}

static void came(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer);

static void written(uv_write_t *request, int status) {
    struct echo_connection *connection = CONTAINER(request, struct echo_connection, request);
    if (status == UV_ECANCELED) return;
    if (status < 0) drop(connection);
    else uv_read_start((uv_stream_t *)&connection->socket, give_room, came);
}

static void keep(struct echo_connection *connection, const char *bytes, size_t length) {
    if (connection->waiting == NULL) connection->waiting = must_allocate(READ_BYTES, 1);
    memcpy(connection->waiting, bytes, length);
    uv_buf_t rest = uv_buf_init((char *)connection->waiting, (unsigned)length);
    uv_read_stop((uv_stream_t *)&connection->socket);
    int result = uv_write(&connection->request, (uv_stream_t *)&connection->socket, &rest, 1, written);
    if (result < 0) drop(connection);
}

/// The client at the other end sees an error, too, and reports it.
static void came(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer) {
    struct echo_connection *connection = CONTAINER(stream, struct echo_connection, socket);
    if (count == 0) return;
    uv_buf_t out = uv_buf_init(buffer->base, (unsigned)(count < 0 ? 0 : count));
    int done = count < 0 ? (int)count : uv_try_write(stream, &out, 1);
    if (done == UV_EAGAIN) done = 0;
    if (done < 0) drop(connection);
    else if (done < count) keep(connection, buffer->base + done, (size_t)(count - done));
}

static void accept_one(uv_stream_t *listener, int status) {
    struct echo_server *server = listener->data;
    if (status < 0) {
        fail(server, "the server cannot accept", status);
        return;
    }
    struct echo_connection *connection = must_allocate(1, sizeof *connection);
    connection->server = server;
    uv_tcp_init(listener->loop, &connection->socket);
    connection->next = server->first;
    connection->link = &server->first;
    if (server->first != NULL) server->first->link = &connection->next;
    server->first = connection;
    int result = uv_accept(listener, (uv_stream_t *)&connection->socket);
    if (result == 0) result = uv_tcp_nodelay(&connection->socket, 1);
    if (result == 0) result = uv_read_start((uv_stream_t *)&connection->socket, give_room, came);
    if (result < 0) fail(server, "the server cannot read a connection", result);
}

void echo_server_open(struct echo_server *server, struct job *job) {
    server->job = job;
    server->buffer = must_allocate(READ_BYTES, 1);
    server->listener = must_allocate(1, sizeof *server->listener);
    server->listener->data = server;
    uv_tcp_init(&job->loop->uv, server->listener);
    struct sockaddr_in address;
    int length = sizeof address;
    int result = uv_ip4_addr("127.0.0.1", 0, &address);
    if (result == 0) result = uv_tcp_bind(server->listener, (const struct sockaddr *)&address, 0);
    if (result == 0) result = uv_listen((uv_stream_t *)server->listener, BACKLOG, accept_one);
    if (result == 0) result = uv_tcp_getsockname(server->listener, (struct sockaddr *)&address, &length);
    if (result < 0) fail(server, "the server cannot listen", result);
    server->port = ntohs(address.sin_port);
}

static void free_listener(uv_handle_t *handle) { free(handle); }

void echo_server_close(struct echo_server *server) {
    if (server->listener == NULL) return;
    while (server->first != NULL) drop(server->first);
    uv_close((uv_handle_t *)server->listener, free_listener);
    free(server->buffer);
    server->listener = NULL;
}
