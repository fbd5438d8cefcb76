// io_fanout.half_close: clients of the harness send a request and end their side; only then comes the answer, whole.
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "kit/container.h"
#include "kit/die.h"
#include "streams.h"
#include "workloads/catalogue.h"

struct half_close;

struct connection {
    uv_stream_t *stream;
    uv_write_t writing;
    uv_shutdown_t ending;
    struct half_close *all;
    struct connection *next;
    uint8_t *request;
    size_t came;
    uint32_t key;
};

struct half_close {
    struct job *job;
    uv_tcp_t *server;
    uv_stream_t *peer;
    uv_connect_t to_peer;
    uint8_t byte;
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

static void finish(struct connection *connection, int status) {
    struct half_close *all = connection->all;
    if (status == UV_ECANCELED) return;
    stream_close(connection->stream);
    connection->stream = NULL;
    job_emit(all->job, all->close, connection->key, 0, status < 0 ? 1U : 0U);
    all->job->operations++;
}

static void shut(uv_shutdown_t *request, int status) {
    finish(CONTAINER(request, struct connection, ending), status);
}

static void written(uv_write_t *request, int status) {
    struct connection *connection = CONTAINER(request, struct connection, writing);
    struct half_close *all = connection->all;
    int result = status;
    if (result == 0) {
        job_emit(all->job, all->reply, connection->key, 0, (uint32_t)connection->came);
        result = uv_shutdown(&connection->ending, connection->stream, shut);
    }
    if (result < 0) finish(connection, result);
}

static void answer(struct connection *connection) {
    uv_buf_t buffer = uv_buf_init((char *)connection->request, (unsigned)connection->came);
    int result = uv_write(&connection->writing, connection->stream, &buffer, 1, written);
    if (result < 0) finish(connection, result);
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
    if (connection->came > all->bytes) job_fail(all->job, "a client sent more than %u bytes", all->bytes);
}

/// One byte more than a request has: who sends too much is not cut off unseen.
static void give_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    (void)suggested;
    struct connection *connection = handle->data;
    size_t room = connection->all->bytes + 1 - connection->came;
    *buffer = uv_buf_init((char *)connection->request + connection->came, (unsigned)room);
}

static void came(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer) {
    (void)buffer;
    struct connection *connection = stream->data;
    struct half_close *all = connection->all;
    if (count > 0) {
        take_bytes(connection, (size_t)count);
    } else if (count == UV_EOF) {
        uv_read_stop(stream);
        job_emit(all->job, all->end, connection->key, 0, crc32(0, connection->request, connection->came));
        answer(connection);
    } else if (count < 0) {
        finish(connection, (int)count);
    }
}

static void client_came(uv_stream_t *server, int status) {
    struct half_close *all = server->data;
    if (status < 0) {
        job_fail(all->job, "accept: %s", uv_strerror(status));
        return;
    }
    struct connection *connection = must_allocate(1, sizeof *connection);
    connection->all = all;
    connection->next = all->first;
    connection->request = must_allocate(all->bytes + 1, 1);
    connection->stream = stream_accept(all->job, server, connection);
    all->first = connection;
    if (connection->stream != NULL) uv_read_start(connection->stream, give_room, came);
}

static void give_byte(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    (void)suggested;
    *buffer = uv_buf_init((char *)&((struct half_close *)handle->data)->byte, 1);
}

/// The harness ends this connection when its clients are through.
static void peer_came(uv_stream_t *peer, ssize_t count, const uv_buf_t *buffer) {
    (void)buffer;
    struct half_close *all = peer->data;
    if (count == UV_EOF) loop_stop(all->job->loop);
    else if (count < 0) job_fail(all->job, "peer: %s", uv_strerror((int)count));
}

static void peer_there(uv_connect_t *request, int status) {
    struct half_close *all = CONTAINER(request, struct half_close, to_peer);
    if (status == UV_ECANCELED) return;
    int result = status < 0 ? status : uv_read_start(all->peer, give_byte, peer_came);
    if (result < 0) job_fail(all->job, "peer: %s", uv_strerror(result));
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
    all->server = stream_listen(job, &all->port, client_came, all);
    job->published[job->published_count++] = (struct published){.name = "server", .port = all->port};
}

static void drop_connections(struct half_close *all) {
    for (struct connection *one = all->first; one != NULL; one = one->next) stream_close(one->stream);
    loop_settle(all->job->loop);
    while (all->first != NULL) {
        struct connection *connection = all->first;
        all->first = connection->next;
        free(connection->request);
        free(connection);
    }
}

static void run_round(struct job *job) {
    struct half_close *all = job->state;
    all->asked = 0;
    int result;
    all->peer = stream_connect(job, job_endpoint(job, "peer"), &all->to_peer, peer_there, all, &result);
    if (result < 0) job_fail(job, "peer: %s", uv_strerror(result));
    loop_run(job->loop);
    stream_close(all->peer);
    all->peer = NULL;
    drop_connections(all);
}

static void close_half_close(struct job *job) {
    struct half_close *all = job->state;
    drop_connections(all);
    stream_close((uv_stream_t *)all->server);
    if (all->all_asked >= 0) close(all->all_asked);
    if (all->all_ended >= 0) close(all->all_ended);
    free(all);
}

const struct workload IO_FANOUT_HALF_CLOSE = {
    .scenario = "io_fanout.half_close", .open = open_half_close, .round = run_round, .close = close_half_close};
