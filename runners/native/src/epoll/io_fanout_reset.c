// io_fanout.reset: clients of the harness end, or reset their connections, also within a message; one endpoint has no
// listener. listens at one endpoint.
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"
#include "workloads/sockets.h"

enum failure { NO_FAILURE = 0, RESET = 1, REFUSED = 2 };

struct resets;

struct connection {
    struct watch watch;
    struct resets *all;
    struct connection *next;
    uint8_t *message;
    size_t came;
    /// Of an answer that does not fit at once; nothing is read meanwhile.
    size_t answered;
    bool is_answering;
    bool is_open;
    uint32_t key;
};

struct attempt {
    struct watch watch;
    struct resets *all;
    uint32_t number;
};

struct resets {
    struct job *job;
    struct watch server;
    struct watch peer;
    uint16_t port;
    uint32_t connections;
    uint32_t bytes;
    uint32_t strangers;
    uint32_t refusals;
    uint16_t open, message, failed, end, close, stranger, refused, truncated;
    bool peer_ended;
    /// Connections that are over, and attempts.
    uint32_t done;
    struct connection *first;
    struct attempt *attempts;
};

static uint32_t all_of(const struct resets *all) { return all->connections + all->strangers + all->refusals; }

static void count_done(struct resets *all, uint32_t more) {
    all->done += more;
    if (all->peer_ended && all->done >= all_of(all)) loop_stop(all->job->loop);
}

static uint32_t failure_of(struct resets *all, int error) {
    if (error == 0) return NO_FAILURE;
    if (error == ECONNRESET || error == EPIPE) return RESET;
    if (error == ECONNREFUSED) return REFUSED;
    job_fail_errno(all->job, "a connection", error);
    return NO_FAILURE;
}

static void close_watch(struct resets *all, struct watch *watch) {
    loop_unwatch(all->job->loop, watch);
    close(watch->fd);
    watch->fd = -1;
}

/// An end within a message is a failure, too.
static void finish(struct connection *connection, int error) {
    struct resets *all = connection->all;
    uint32_t failure = failure_of(all, error);
    if (!connection->is_open) {
        job_emit(all->job, all->stranger, all->connections, 0, failure);
    } else {
        if (error == 0 && connection->came > 0) {
            failure = RESET;
            job_emit(all->job, all->truncated, connection->key, 0, (uint32_t)connection->came);
        }
        if (failure == NO_FAILURE) job_emit(all->job, all->end, connection->key, 0, 0);
        else job_emit(all->job, all->failed, connection->key, 0, failure);
        job_emit(all->job, all->close, connection->key, 0, 0);
    }
    close_watch(all, &connection->watch);
    count_done(all, 1);
}

static void answer(struct connection *connection) {
    struct resets *all = connection->all;
    int64_t count =
        write_some(connection->watch.fd, connection->message + connection->answered, all->bytes - connection->answered);
    if (count < 0 && count != -EAGAIN) {
        connection->came = 0;
        finish(connection, (int)-count);
        return;
    }
    if (count > 0) connection->answered += (size_t)count;
    bool was_answering = connection->is_answering;
    connection->is_answering = connection->answered < all->bytes;
    if (!connection->is_answering) connection->came = connection->answered = 0;
    if (connection->is_answering == was_answering) return;
    int error = loop_rewatch(all->job->loop, &connection->watch, connection->is_answering ? EPOLLOUT : EPOLLIN);
    if (error != 0) job_fail_errno(all->job, "watch", error);
}

static void take_message(struct connection *connection) {
    struct resets *all = connection->all;
    uint32_t number = get_u32(connection->message + 4);
    if (!connection->is_open) {
        connection->is_open = true;
        connection->key = get_u32(connection->message);
        job_emit(all->job, all->open, connection->key, 0, 0);
    }
    job_emit(all->job, all->message, connection->key, number, crc32(0, connection->message, all->bytes));
    answer(connection);
}

static void connection_ready(struct watch *self, uint32_t events) {
    (void)events;
    struct connection *connection = CONTAINER(self, struct connection, watch);
    if (connection->is_answering) {
        answer(connection);
        return;
    }
    size_t room = connection->all->bytes - connection->came;
    int64_t count = read_some(self->fd, connection->message + connection->came, room);
    if (count == -EAGAIN) return;
    if (count <= 0) {
        finish(connection, (int)-count);
        return;
    }
    connection->came += (size_t)count;
    if (connection->came == connection->all->bytes) take_message(connection);
}

static void server_ready(struct watch *self, uint32_t events) {
    (void)events;
    struct resets *all = CONTAINER(self, struct resets, server);
    int file;
    while ((file = accept_next(self->fd)) >= 0) {
        struct connection *connection = must_allocate(1, sizeof *connection);
        *connection = (struct connection){.watch = {.fd = file, .ready = connection_ready},
                                          .all = all,
                                          .next = all->first,
                                          .message = must_allocate(all->bytes, 1)};
        all->first = connection;
        int error = loop_watch(all->job->loop, &connection->watch, EPOLLIN);
        if (error != 0) job_fail_errno(all->job, "watch", error);
    }
    if (file != -EAGAIN) job_fail_errno(all->job, "accept", -file);
}

static void peer_ready(struct watch *self, uint32_t events) {
    (void)events;
    struct resets *all = CONTAINER(self, struct resets, peer);
    uint8_t byte;
    int64_t count = read_some(self->fd, &byte, 1);
    if (count < 0 && count != -EAGAIN) job_fail_errno(all->job, "peer", (int)-count);
    if (count != 0) return;
    all->peer_ended = true;
    close_watch(all, self);
    count_done(all, 0);
}

static void refuse(struct attempt *attempt, int error) {
    struct resets *all = attempt->all;
    job_emit(all->job, all->refused, all->connections + 1, attempt->number, failure_of(all, error));
    count_done(all, 1);
}

static void attempt_ready(struct watch *self, uint32_t events) {
    (void)events;
    struct attempt *attempt = CONTAINER(self, struct attempt, watch);
    int error = connect_error(self->fd);
    close_watch(attempt->all, self);
    refuse(attempt, error);
}

/// The system may refuse at once, or when the loop turns.
static void knock(struct resets *all, uint32_t number, const struct json *nobody) {
    struct attempt *attempt = &all->attempts[number];
    int file = connect_endpoint(nobody);
    *attempt = (struct attempt){.watch = {.fd = file, .ready = attempt_ready}, .all = all, .number = number};
    if (file < 0) {
        refuse(attempt, -file);
        return;
    }
    int error = loop_watch(all->job->loop, &attempt->watch, EPOLLOUT);
    if (error != 0) job_fail_errno(all->job, "watch", error);
}

static void open_resets(struct job *job) {
    struct resets *all = must_allocate(1, sizeof *all);
    job->state = all;
    *all = (struct resets){
        .job = job,
        .server = {.fd = -1, .ready = server_ready},
        .peer = {.fd = -1, .ready = peer_ready},
        .connections = (uint32_t)job_integer(job, "connections", 1, 100000),
        .bytes = (uint32_t)job_integer(job, "bytes", 8, 1 << 30),
        .strangers = (uint32_t)job_integer(job, "strangers", 0, 100000),
        .refusals = (uint32_t)job_integer(job, "refusals", 0, 100000),
        .open = job_kind(job, "open"),
        .message = job_kind(job, "message"),
        .failed = job_kind(job, "failed"),
        .end = job_kind(job, "end"),
        .close = job_kind(job, "close"),
        .stranger = job_kind(job, "stranger"),
        .refused = job_kind(job, "refused"),
        .truncated = job_kind(job, "truncated"),
    };
    all->attempts = must_allocate(all->refusals, sizeof *all->attempts);
    for (uint32_t number = 0; number < all->refusals; number++) all->attempts[number].watch.fd = -1;
    if (job->failed) return;
    all->server.fd = listen_tcp(&all->port);
    int error = all->server.fd < 0 ? -all->server.fd : loop_watch(job->loop, &all->server, EPOLLIN);
    if (error != 0) job_fail_errno(job, "the server cannot listen", error);
    job->published[job->published_count++] = (struct published){.name = "server", .port = all->port};
}

static void drop_all(struct resets *all) {
    if (all->peer.fd >= 0) close_watch(all, &all->peer);
    for (uint32_t number = 0; number < all->refusals; number++)
        if (all->attempts[number].watch.fd >= 0) close_watch(all, &all->attempts[number].watch);
    while (all->first != NULL) {
        struct connection *connection = all->first;
        all->first = connection->next;
        if (connection->watch.fd >= 0) close_watch(all, &connection->watch);
        free(connection->message);
        free(connection);
    }
}

static void run_round(struct job *job) {
    struct resets *all = job->state;
    all->done = 0;
    all->peer_ended = false;
    const struct json *peer = job_endpoint(job, "peer");
    const struct json *nobody = job_endpoint(job, "nobody");
    all->peer.fd = peer == NULL || nobody == NULL ? -ENOENT : connect_endpoint(peer);
    int error = all->peer.fd < 0 ? -all->peer.fd : loop_watch(job->loop, &all->peer, EPOLLIN);
    if (error != 0) job_fail_errno(job, "peer", error);
    for (uint32_t number = 0; number < all->refusals && !job->failed; number++) knock(all, number, nobody);
    loop_run(job->loop);
    drop_all(all);
    job->operations = all->done;
}

static void close_resets(struct job *job) {
    struct resets *all = job->state;
    drop_all(all);
    if (all->server.fd >= 0) close_watch(all, &all->server);
    free(all->attempts);
    free(all);
}

const struct workload IO_FANOUT_RESET = {
    .scenario = "io_fanout.reset", .open = open_resets, .round = run_round, .close = close_resets};
