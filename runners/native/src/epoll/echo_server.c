// A server that sends back what it gets, on the loop of its clients.
#include "echo_server.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/container.h"
#include "kit/die.h"
#include "workloads/sockets.h"

struct echo_connection {
    struct watch watch;
    struct echo_server *server;
    struct echo_connection *next;
    struct echo_connection **link;
    /// What waits until it can be written: nothing more is read meanwhile.
    uint8_t *waiting;
    size_t waiting_at;
    size_t waiting_end;
};

static void drop(struct echo_connection *connection) {
    loop_unwatch(connection->server->job->loop, &connection->watch);
    close(connection->watch.fd);
    *connection->link = connection->next;
    if (connection->next != NULL) connection->next->link = connection->link;
    free(connection->waiting);
    free(connection);
}

/// Reads on when all is written, and else waits until it can write.
static void write_waiting(struct echo_connection *connection) {
    int64_t count = write_some(connection->watch.fd, connection->waiting + connection->waiting_at,
                               connection->waiting_end - connection->waiting_at);
    if (count == -EAGAIN) return;
    if (count < 0) {
        drop(connection);
        return;
    }
    connection->waiting_at += (size_t)count;
    if (connection->waiting_at < connection->waiting_end) return;
    int error = loop_rewatch(connection->server->job->loop, &connection->watch, EPOLLIN);
    if (error != 0) job_fail_errno(connection->server->job, "the server cannot watch a connection", error);
}

static void keep(struct echo_connection *connection, const uint8_t *bytes, size_t length) {
    if (connection->waiting == NULL) connection->waiting = must_allocate(READ_BYTES, 1);
    memcpy(connection->waiting, bytes, length);
    connection->waiting_at = 0;
    connection->waiting_end = length;
    int error = loop_rewatch(connection->server->job->loop, &connection->watch, EPOLLOUT);
    if (error != 0) job_fail_errno(connection->server->job, "the server cannot watch a connection", error);
}

/// The client at the other end sees an error, too, and reports it.
static void connection_ready(struct watch *self, uint32_t events) {
    struct echo_connection *connection = CONTAINER(self, struct echo_connection, watch);
    if ((events & EPOLLOUT) != 0) {
        write_waiting(connection);
        return;
    }
    uint8_t *buffer = connection->server->buffer;
    int64_t count = read_some(self->fd, buffer, READ_BYTES);
    if (count == -EAGAIN) return;
    int64_t written = count > 0 ? write_some(self->fd, buffer, (size_t)count) : 0;
    if (written == -EAGAIN) written = 0;
    if (count <= 0 || written < 0) drop(connection);
    else if (written < count) keep(connection, buffer + written, (size_t)(count - written));
}

static void add_connection(struct echo_server *server, int file) {
    struct echo_connection *connection = must_allocate(1, sizeof *connection);
    connection->watch = (struct watch){.fd = file, .ready = connection_ready};
    connection->server = server;
    connection->next = server->first;
    connection->link = &server->first;
    if (server->first != NULL) server->first->link = &connection->next;
    server->first = connection;
    int error = loop_watch(server->job->loop, &connection->watch, EPOLLIN);
    if (error == 0) return;
    job_fail_errno(server->job, "the server cannot watch a connection", error);
}

static void server_ready(struct watch *self, uint32_t events) {
    (void)events;
    struct echo_server *server = CONTAINER(self, struct echo_server, watch);
    int file;
    while ((file = accept_next(self->fd)) >= 0) add_connection(server, file);
    if (file != -EAGAIN) job_fail_errno(server->job, "accept", -file);
}

void echo_server_open(struct echo_server *server, struct job *job, int listener) {
    server->job = job;
    server->watch = (struct watch){.fd = listener, .ready = server_ready};
    server->buffer = must_allocate(READ_BYTES, 1);
    int error = loop_watch(job->loop, &server->watch, EPOLLIN);
    if (error != 0) job_fail_errno(job, "the server cannot be watched", error);
}

void echo_server_close(struct echo_server *server) {
    if (server->buffer == NULL) return;
    while (server->first != NULL) drop(server->first);
    loop_unwatch(server->job->loop, &server->watch);
    close(server->watch.fd);
    free(server->buffer);
    server->buffer = NULL;
}
