// io_fanout.half_close: clients of the harness send a request and end their side; only then comes the answer, whole.
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"
#include "workloads/sockets.h"

struct half_close;

struct connection {
    struct watch watch;
    struct half_close *all;
    struct connection *next;
    uint8_t *request;
    size_t came;
    size_t answered;
    uint32_t key;
    bool has_ended;
};

struct half_close {
    struct job *job;
    struct watch server;
    struct watch peer;
    int all_asked;
    int all_ended;
    uint16_t port;
    uint32_t count;
    uint32_t bytes;
    uint32_t tail_bytes;
    uint16_t open;
    uint16_t end;
    uint16_t reply;
    uint16_t close;
    /// Connections that have sent all but the tail.
    uint32_t asked;
    struct connection *first;
};

static void finish(struct connection *connection, uint32_t error) {
    struct half_close *all = connection->all;
    loop_unwatch(all->job->loop, &connection->watch);
    close(connection->watch.fd);
    connection->watch.fd = -1;
    job_emit(all->job, all->close, connection->key, 0, error);
    all->job->operations++;
}

static void answer(struct connection *connection) {
    struct half_close *all = connection->all;
    int64_t count = write_some(connection->watch.fd, connection->request + connection->answered,
                               connection->came - connection->answered);
    if (count > 0) connection->answered += (size_t)count;
    if (count < 0 && count != -EAGAIN) {
        finish(connection, 1);
    } else if (connection->answered == connection->came) {
        job_emit(all->job, all->reply, connection->key, 0, (uint32_t)connection->answered);
        finish(connection, shutdown(connection->watch.fd, SHUT_WR) == 0 ? 0 : 1);
    } else {
        int error = loop_rewatch(all->job->loop, &connection->watch, EPOLLOUT);
        if (error != 0) job_fail_errno(all->job, "watch", error);
    }
}

/// Holds the loop up, until the last bytes and the end of each client are there.
static void wait_for_ends(struct half_close *all) {
    uint8_t byte = 1;
    ssize_t count;
    do count = write(all->all_asked, &byte, 1);
    while (count < 0 && errno == EINTR);
    if (count == 1) {
        do count = read(all->all_ended, &byte, 1);
        while (count < 0 && errno == EINTR);
    }
    if (count != 1) job_fail(all->job, "the harness does not answer by its named pipes");
}

static void take_bytes(struct connection *connection, size_t count) {
    struct half_close *all = connection->all;
    size_t before = connection->came;
    size_t asked = all->bytes - all->tail_bytes;
    connection->came += count;
    if (before < 4 && connection->came >= 4) {
        connection->key = get_u32(connection->request);
        job_emit(all->job, all->open, connection->key, 0, 0);
    }
    if (before < asked && connection->came >= asked && ++all->asked == all->count) wait_for_ends(all);
}

static void connection_ready(struct watch *self, uint32_t events) {
    struct connection *connection = CONTAINER(self, struct connection, watch);
    struct half_close *all = connection->all;
    if (connection->has_ended || (events & EPOLLOUT) != 0) {
        answer(connection);
        return;
    }
    // One byte more than a request has: who sends too much is not cut off unseen.
    size_t room = all->bytes + 1 - connection->came;
    int64_t count = read_some(self->fd, connection->request + connection->came, room);
    if (count == -EAGAIN) return;
    if (count > 0) {
        take_bytes(connection, (size_t)count);
        if (connection->came > all->bytes) job_fail(all->job, "a client sent more than %u bytes", all->bytes);
        return;
    }
    if (count < 0) {
        finish(connection, 1);
        return;
    }
    connection->has_ended = true;
    job_emit(all->job, all->end, connection->key, 0, crc32(0, connection->request, connection->came));
    answer(connection);
}

static void server_ready(struct watch *self, uint32_t events) {
    (void)events;
    struct half_close *all = CONTAINER(self, struct half_close, server);
    int file;
    while ((file = accept_next(self->fd)) >= 0) {
        struct connection *connection = must_allocate(1, sizeof *connection);
        *connection = (struct connection){.watch = {.fd = file, .ready = connection_ready},
                                          .all = all,
                                          .next = all->first,
                                          .request = must_allocate(all->bytes + 1, 1)};
        all->first = connection;
        int error = loop_watch(all->job->loop, &connection->watch, EPOLLIN);
        if (error != 0) job_fail_errno(all->job, "watch", error);
    }
    if (file != -EAGAIN) job_fail_errno(all->job, "accept", -file);
}

/// The harness ends this connection when its clients are through.
static void peer_ready(struct watch *self, uint32_t events) {
    (void)events;
    struct half_close *all = CONTAINER(self, struct half_close, peer);
    uint8_t byte;
    int64_t count = read_some(self->fd, &byte, 1);
    if (count == 0) loop_stop(all->job->loop);
    else if (count < 0 && count != -EAGAIN) job_fail_errno(all->job, "peer", (int)-count);
}

static int open_pipe(struct job *job, const char *name, int mode) {
    char path[PATH_MAX];
    errno = ENAMETOOLONG;
    int file = -1;
    if (snprintf(path, sizeof path, "%s/%s", job->directory, name) < (int)sizeof path)
        file = open(path, mode | O_CLOEXEC);
    if (file < 0) job_fail_errno(job, name, errno);
    return file;
}

static void open_half_close(struct job *job) {
    struct half_close *all = must_allocate(1, sizeof *all);
    job->state = all;
    *all = (struct half_close){
        .job = job,
        .server = {.fd = -1, .ready = server_ready},
        .peer = {.fd = -1, .ready = peer_ready},
        .all_asked = -1,
        .all_ended = -1,
        .count = (uint32_t)job_integer(job, "connections", 1, 100000),
        .bytes = (uint32_t)job_integer(job, "bytes", 4, 1 << 30),
        .tail_bytes = (uint32_t)job_integer(job, "tailBytes", 0, 1 << 30),
        .open = job_kind(job, "open"),
        .end = job_kind(job, "end"),
        .reply = job_kind(job, "reply"),
        .close = job_kind(job, "close"),
    };
    if (job->failed) return;
    all->all_asked = open_pipe(job, "all-asked", O_WRONLY);
    all->all_ended = open_pipe(job, "all-ended", O_RDONLY);
    all->server.fd = listen_tcp(&all->port);
    int error = all->server.fd < 0 ? -all->server.fd : loop_watch(job->loop, &all->server, EPOLLIN);
    if (error != 0) job_fail_errno(job, "the server cannot listen", error);
    job->published[job->published_count++] = (struct published){.name = "server", .port = all->port};
}

static void drop_connections(struct half_close *all) {
    while (all->first != NULL) {
        struct connection *connection = all->first;
        all->first = connection->next;
        if (connection->watch.fd >= 0) {
            loop_unwatch(all->job->loop, &connection->watch);
            close(connection->watch.fd);
        }
        free(connection->request);
        free(connection);
    }
}

static void run_round(struct job *job) {
    struct half_close *all = job->state;
    all->asked = 0;
    const struct json *peer = job_endpoint(job, "peer");
    all->peer.fd = peer == NULL ? -ENOENT : connect_endpoint(peer);
    int error = all->peer.fd < 0 ? -all->peer.fd : loop_watch(job->loop, &all->peer, EPOLLIN);
    if (error != 0) job_fail_errno(job, "peer", error);
    loop_run(job->loop);
    drop_connections(all);
    if (all->peer.fd < 0) return;
    loop_unwatch(job->loop, &all->peer);
    close(all->peer.fd);
    all->peer.fd = -1;
}

static void close_half_close(struct job *job) {
    struct half_close *all = job->state;
    drop_connections(all);
    if (all->server.fd >= 0) {
        loop_unwatch(job->loop, &all->server);
        close(all->server.fd);
    }
    if (all->all_asked >= 0) close(all->all_asked);
    if (all->all_ended >= 0) close(all->all_ended);
    free(all);
}

const struct workload IO_FANOUT_HALF_CLOSE = {
    .scenario = "io_fanout.half_close", .open = open_half_close, .round = run_round, .close = close_half_close};
