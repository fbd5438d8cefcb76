// io_fanout.reset: clients of the harness end, or reset their connections, also within a message; one endpoint has no
// listener.
#include <stdlib.h>

#include "kit/container.h"
#include "kit/die.h"
#include "streams.h"
#include "workloads/catalogue.h"

enum failure { NO_FAILURE = 0, RESET = 1, REFUSED = 2 };

struct resets;

struct connection {
    /// Null where it is closed.
    uv_stream_t *stream;
    uv_write_t writing;
    struct resets *all;
    struct connection *next;
    uint8_t *message;
    size_t came;
    bool is_open;
    uint32_t key;
};

struct attempt {
    uv_stream_t *stream;
    uv_connect_t knocking;
    struct resets *all;
    uint32_t number;
};

struct resets {
    struct job *job;
    uv_tcp_t *server;
    uv_stream_t *peer;
    uv_connect_t to_peer;
    uint8_t byte;
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

static uint32_t failure_of(struct resets *all, int status) {
    if (status == 0 || status == UV_EOF) return NO_FAILURE;
    if (status == UV_ECONNRESET || status == UV_EPIPE) return RESET;
    if (status == UV_ECONNREFUSED) return REFUSED;
    job_fail(all->job, "a connection: %s", uv_strerror(status));
    return NO_FAILURE;
}

/// An end within a message is a failure, too.
static void finish(struct connection *connection, int status) {
    struct resets *all = connection->all;
    uint32_t failure = failure_of(all, status);
    if (!connection->is_open) {
        job_emit(all->job, all->stranger, all->connections, 0, failure);
    } else {
        if (failure == NO_FAILURE && connection->came > 0) {
            failure = RESET;
            job_emit(all->job, all->truncated, connection->key, 0, (uint32_t)connection->came);
        }
        if (failure == NO_FAILURE) job_emit(all->job, all->end, connection->key, 0, 0);
        else job_emit(all->job, all->failed, connection->key, 0, failure);
        job_emit(all->job, all->close, connection->key, 0, 0);
    }
    stream_close(connection->stream);
    connection->stream = NULL;
    count_done(all, 1);
}

static void came(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer);

static void give_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    (void)suggested;
    struct connection *connection = handle->data;
    size_t room = connection->all->bytes - connection->came;
    *buffer = uv_buf_init((char *)connection->message + connection->came, (unsigned)room);
}

static void written(uv_write_t *request, int status) {
    struct connection *connection = CONTAINER(request, struct connection, writing);
    if (status == UV_ECANCELED || connection->stream == NULL) return;
    connection->came = 0;
    if (status < 0) finish(connection, status);
    else uv_read_start(connection->stream, give_room, came);
}

/// Nothing is read while the answer waits: it is written from where the message came to.
static void answer(struct connection *connection) {
    size_t length = connection->all->bytes;
    uv_buf_t buffer = uv_buf_init((char *)connection->message, (unsigned)length);
    int done = uv_try_write(connection->stream, &buffer, 1);
    if (done == (int)length) {
        connection->came = 0;
        return;
    }
    int result = done == UV_EAGAIN ? 0 : done;
    if (result >= 0) {
        uv_buf_t rest = uv_buf_init(buffer.base + result, (unsigned)length - (unsigned)result);
        uv_read_stop(connection->stream);
        result = uv_write(&connection->writing, connection->stream, &rest, 1, written);
    }
    if (result >= 0) return;
    connection->came = 0;
    finish(connection, result);
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

static void came(uv_stream_t *stream, ssize_t count, const uv_buf_t *buffer) {
    (void)buffer;
    struct connection *connection = stream->data;
    if (count < 0) finish(connection, (int)count);
    if (count <= 0) return;
    connection->came += (size_t)count;
    if (connection->came == connection->all->bytes) take_message(connection);
}

static void client_came(uv_stream_t *server, int status) {
    struct resets *all = server->data;
    if (status < 0) {
        job_fail(all->job, "accept: %s", uv_strerror(status));
        return;
    }
    struct connection *connection = must_allocate(1, sizeof *connection);
    connection->all = all;
    connection->next = all->first;
    connection->message = must_allocate(all->bytes, 1);
    connection->stream = stream_accept(all->job, server, connection);
    all->first = connection;
    if (connection->stream != NULL) uv_read_start(connection->stream, give_room, came);
}

static void give_byte(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    (void)suggested;
    *buffer = uv_buf_init((char *)&((struct resets *)handle->data)->byte, 1);
}

static void close_peer(struct resets *all) {
    stream_close(all->peer);
    all->peer = NULL;
}

static void peer_came(uv_stream_t *peer, ssize_t count, const uv_buf_t *buffer) {
    (void)buffer;
    struct resets *all = peer->data;
    if (count < 0 && count != UV_EOF) job_fail(all->job, "peer: %s", uv_strerror((int)count));
    if (count != UV_EOF) return;
    all->peer_ended = true;
    close_peer(all);
    count_done(all, 0);
}

static void peer_there(uv_connect_t *request, int status) {
    struct resets *all = CONTAINER(request, struct resets, to_peer);
    if (status == UV_ECANCELED) return;
    int result = status < 0 ? status : uv_read_start(all->peer, give_byte, peer_came);
    if (result < 0) job_fail(all->job, "peer: %s", uv_strerror(result));
}

static void refuse(struct attempt *attempt, int status) {
    struct resets *all = attempt->all;
    job_emit(all->job, all->refused, all->connections + 1, attempt->number, failure_of(all, status));
    count_done(all, 1);
}

static void answered(uv_connect_t *request, int status) {
    struct attempt *attempt = CONTAINER(request, struct attempt, knocking);
    if (status == UV_ECANCELED) return;
    stream_close(attempt->stream);
    attempt->stream = NULL;
    refuse(attempt, status);
}

/// The system may refuse at once, or when the loop turns.
static void knock(struct resets *all, uint32_t number, const struct json *nobody) {
    struct attempt *attempt = &all->attempts[number];
    *attempt = (struct attempt){.all = all, .number = number};
    int result;
    attempt->stream = stream_connect(all->job, nobody, &attempt->knocking, answered, attempt, &result);
    if (result < 0) refuse(attempt, result);
}

static void open_resets(struct job *job) {
    struct resets *all = must_allocate(1, sizeof *all);
    job->state = all;
    *all = (struct resets){
        .job = job,
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
    if (job->failed) return;
    all->server = stream_listen(job, &all->port, client_came, all);
    job->published[job->published_count++] = (struct published){.name = "server", .port = all->port};
}

static void drop_all(struct resets *all) {
    close_peer(all);
    for (uint32_t number = 0; number < all->refusals; number++) {
        stream_close(all->attempts[number].stream);
        all->attempts[number].stream = NULL;
    }
    for (struct connection *one = all->first; one != NULL; one = one->next) stream_close(one->stream);
    loop_settle(all->job->loop);
    while (all->first != NULL) {
        struct connection *connection = all->first;
        all->first = connection->next;
        free(connection->message);
        free(connection);
    }
}

static void run_round(struct job *job) {
    struct resets *all = job->state;
    all->done = 0;
    all->peer_ended = false;
    const struct json *nobody = job_endpoint(job, "nobody");
    int result;
    all->peer = stream_connect(job, job_endpoint(job, "peer"), &all->to_peer, peer_there, all, &result);
    if (result < 0 || nobody == NULL) job_fail(job, "there is no peer, or no endpoint that refuses");
    for (uint32_t number = 0; number < all->refusals && !job->failed; number++) knock(all, number, nobody);
    loop_run(job->loop);
    drop_all(all);
    job->operations = all->done;
}

static void close_resets(struct job *job) {
    struct resets *all = job->state;
    drop_all(all);
    stream_close((uv_stream_t *)all->server);
    free(all->attempts);
    free(all);
}

const struct workload IO_FANOUT_RESET = {
    .scenario = "io_fanout.reset", .open = open_resets, .round = run_round, .close = close_resets};
