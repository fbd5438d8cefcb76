// io_fanout.backpressure: passes on what the source sends to the sink, and reads no more while libuv waits to write.
#include <stdlib.h>

#include "kit/container.h"
#include "kit/die.h"
#include "streams.h"
#include "workloads/catalogue.h"
#include "workloads/sockets.h"

struct relay {
    struct job *job;
    uv_stream_t *source;
    uv_stream_t *sink;
    uv_connect_t to_source;
    uv_connect_t to_sink;
    uv_write_t writing;
    uv_shutdown_t ending;
    uint32_t megabytes;
    uint16_t end;
    uint16_t close;
    uint16_t peak;
    uint8_t *buffer;
    uint8_t byte;
    /// What libuv is still writing.
    size_t waiting;
    size_t most;
    uint64_t passed;
    uint32_t digest;
    bool source_ended;
};

static void fail(struct relay *relay, const char *what, int result) {
    job_fail(relay->job, "%s: %s", what, uv_strerror(result));
}

static void source_came(uv_stream_t *source, ssize_t count, const uv_buf_t *buffer);

static void give_room(uv_handle_t *handle, size_t suggested, uv_buf_t *buffer) {
    (void)suggested;
    struct relay *relay = handle->data;
    *buffer = (uv_stream_t *)handle == relay->source ? uv_buf_init((char *)relay->buffer, READ_BYTES)
                                                     : uv_buf_init((char *)&relay->byte, 1);
}

static void written(uv_write_t *request, int status) {
    struct relay *relay = CONTAINER(request, struct relay, writing);
    if (status == UV_ECANCELED) return;
    if (status < 0) {
        fail(relay, "the sink", status);
        return;
    }
    relay->passed += relay->waiting;
    relay->waiting = 0;
    uv_read_start(relay->source, give_room, source_came);
}

static void wait_for_sink(struct relay *relay, char *bytes, size_t length) {
    relay->waiting = length;
    if (length > relay->most) relay->most = length;
    uv_read_stop(relay->source);
    uv_buf_t rest = uv_buf_init(bytes, (unsigned)length);
    int result = uv_write(&relay->writing, relay->sink, &rest, 1, written);
    if (result < 0) fail(relay, "the sink", result);
}

static void sink_shut(uv_shutdown_t *request, int status) {
    struct relay *relay = CONTAINER(request, struct relay, ending);
    if (status < 0 && status != UV_ECANCELED) fail(relay, "the sink", status);
}

static void end_sink(struct relay *relay) {
    relay->source_ended = true;
    job_emit(relay->job, relay->end, 0, 0, relay->digest);
    int result = uv_shutdown(&relay->ending, relay->sink, sink_shut);
    if (result < 0) fail(relay, "the sink", result);
}

static void source_came(uv_stream_t *source, ssize_t count, const uv_buf_t *buffer) {
    struct relay *relay = source->data;
    if (count == UV_EOF) end_sink(relay);
    else if (count < 0) fail(relay, "the source", (int)count);
    if (count <= 0) return;
    relay->digest = crc32(relay->digest, buffer->base, (size_t)count);
    uv_buf_t all = uv_buf_init(buffer->base, (unsigned)count);
    int done = uv_try_write(relay->sink, &all, 1);
    if (done == UV_EAGAIN) done = 0;
    if (done < 0) {
        fail(relay, "the sink", done);
        return;
    }
    relay->passed += (uint64_t)done;
    if (done < count) wait_for_sink(relay, buffer->base + done, (size_t)(count - done));
}

static void sink_came(uv_stream_t *sink, ssize_t count, const uv_buf_t *buffer) {
    (void)buffer;
    struct relay *relay = sink->data;
    if (count == 0) return;
    if (count != UV_EOF || !relay->source_ended) {
        job_fail(relay->job, "the sink ended or said something before the source had ended");
        return;
    }
    uv_read_stop(sink);
    job_emit(relay->job, relay->peak, 0, 0, (uint32_t)relay->most);
    job_emit(relay->job, relay->close, 0, 0, (uint32_t)relay->passed);
    loop_stop(relay->job->loop);
}

static void source_there(uv_connect_t *request, int status) {
    struct relay *relay = CONTAINER(request, struct relay, to_source);
    if (status == UV_ECANCELED) return;
    int result = status < 0 ? status : uv_read_start(relay->source, give_room, source_came);
    if (result < 0) fail(relay, "the source", result);
}

/// The source comes behind the sink: what it sends can be passed on at once.
static void sink_there(uv_connect_t *request, int status) {
    struct relay *relay = CONTAINER(request, struct relay, to_sink);
    if (status == UV_ECANCELED) return;
    int result = status < 0 ? status : uv_read_start(relay->sink, give_room, sink_came);
    const struct json *source = job_endpoint(relay->job, "source");
    if (result == 0)
        relay->source = stream_connect(relay->job, source, &relay->to_source, source_there, relay, &result);
    if (result < 0) fail(relay, "source or sink", result);
}

static void open_relay(struct job *job) {
    struct relay *relay = must_allocate(1, sizeof *relay);
    job->state = relay;
    *relay = (struct relay){
        .job = job,
        .megabytes = (uint32_t)job_integer(job, "megabytes", 1, 1 << 20),
        .end = job_kind(job, "end"),
        .close = job_kind(job, "close"),
        .peak = job_kind(job, "peak"),
        .buffer = must_allocate(READ_BYTES, 1),
    };
}

static void run_round(struct job *job) {
    struct relay *relay = job->state;
    relay->waiting = relay->most = 0;
    relay->passed = 0;
    relay->digest = 0;
    relay->source_ended = false;
    int result;
    relay->sink = stream_connect(job, job_endpoint(job, "sink"), &relay->to_sink, sink_there, relay, &result);
    if (result < 0) fail(relay, "the sink", result);
    loop_run(job->loop);
    stream_close(relay->source);
    stream_close(relay->sink);
    relay->source = relay->sink = NULL;
    loop_settle(job->loop);
    job->operations = relay->megabytes;
}

static void close_relay(struct job *job) {
    struct relay *relay = job->state;
    free(relay->buffer);
    free(relay);
}

const struct workload IO_FANOUT_BACKPRESSURE = {
    .scenario = "io_fanout.backpressure", .open = open_relay, .round = run_round, .close = close_relay};
