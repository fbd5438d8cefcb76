// io_fanout.backpressure: passes on what the source sends to the sink, and reads no more while anything waits to be
// written.
#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"
#include "workloads/sockets.h"

struct relay {
    struct job *job;
    struct watch source;
    struct watch sink;
    uint32_t megabytes;
    uint16_t end;
    uint16_t close;
    uint16_t peak;
    uint8_t *buffer;
    /// What waits to be written.
    size_t waiting_at;
    size_t waiting_end;
    size_t most;
    uint64_t passed;
    uint32_t digest;
    bool source_ended;
};

/// The source is not watched at all while anything waits: epoll would report its end, also with no events asked for.
static void wait_for_sink(struct relay *relay) {
    loop_unwatch(relay->job->loop, &relay->source);
    int error = loop_rewatch(relay->job->loop, &relay->sink, EPOLLIN | EPOLLOUT);
    if (error != 0) job_fail_errno(relay->job, "watch", error);
}

static void wait_for_source(struct relay *relay) {
    int error = loop_rewatch(relay->job->loop, &relay->sink, EPOLLIN);
    if (error == 0) error = loop_watch(relay->job->loop, &relay->source, EPOLLIN);
    if (error != 0) job_fail_errno(relay->job, "watch", error);
}

/// All that waits, or as much as the sink takes.
static bool write_waiting(struct relay *relay) {
    size_t waiting = relay->waiting_end - relay->waiting_at;
    int64_t count = write_some(relay->sink.fd, relay->buffer + relay->waiting_at, waiting);
    if (count < 0 && count != -EAGAIN) job_fail_errno(relay->job, "the sink", (int)-count);
    if (count <= 0) return false;
    relay->waiting_at += (size_t)count;
    relay->passed += (uint64_t)count;
    return relay->waiting_at == relay->waiting_end;
}

static void source_ready(struct watch *self, uint32_t events) {
    (void)events;
    struct relay *relay = CONTAINER(self, struct relay, source);
    int64_t count = read_some(self->fd, relay->buffer, READ_BYTES);
    if (count == -EAGAIN) return;
    if (count < 0) {
        job_fail_errno(relay->job, "the source", (int)-count);
        return;
    }
    if (count == 0) {
        relay->source_ended = true;
        loop_unwatch(relay->job->loop, self);
        job_emit(relay->job, relay->end, 0, 0, relay->digest);
        if (shutdown(relay->sink.fd, SHUT_WR) != 0) job_fail_errno(relay->job, "the sink", errno);
        return;
    }
    relay->digest = crc32(relay->digest, relay->buffer, (size_t)count);
    relay->waiting_at = 0;
    relay->waiting_end = (size_t)count;
    bool written = write_waiting(relay);
    size_t waiting = relay->waiting_end - relay->waiting_at;
    if (waiting > relay->most) relay->most = waiting;
    if (!written && !relay->job->failed) wait_for_sink(relay);
}

static void sink_ready(struct watch *self, uint32_t events) {
    struct relay *relay = CONTAINER(self, struct relay, sink);
    if (relay->waiting_at < relay->waiting_end && (events & EPOLLOUT) != 0 && write_waiting(relay))
        wait_for_source(relay);
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) == 0) return;
    uint8_t byte;
    int64_t count = read_some(self->fd, &byte, 1);
    if (count == -EAGAIN) return;
    if (count != 0 || !relay->source_ended) {
        job_fail(relay->job, "the sink ended or said something before the source had ended");
        return;
    }
    job_emit(relay->job, relay->peak, 0, 0, (uint32_t)relay->most);
    job_emit(relay->job, relay->close, 0, 0, (uint32_t)relay->passed);
    loop_stop(relay->job->loop);
}

static void open_relay(struct job *job) {
    struct relay *relay = must_allocate(1, sizeof *relay);
    job->state = relay;
    *relay = (struct relay){
        .job = job,
        .source = {.fd = -1, .ready = source_ready},
        .sink = {.fd = -1, .ready = sink_ready},
        .megabytes = (uint32_t)job_integer(job, "megabytes", 1, 1 << 20),
        .end = job_kind(job, "end"),
        .close = job_kind(job, "close"),
        .peak = job_kind(job, "peak"),
        .buffer = must_allocate(READ_BYTES, 1),
    };
}

static void connect_one(struct job *job, struct watch *watch, const char *name, uint32_t events) {
    const struct json *endpoint = job_endpoint(job, name);
    watch->fd = endpoint == NULL ? -ENOENT : connect_endpoint(endpoint);
    int error = watch->fd < 0 ? -watch->fd : loop_watch(job->loop, watch, events);
    if (error != 0) job_fail_errno(job, name, error);
}

static void drop(struct relay *relay, struct watch *watch) {
    if (watch->fd < 0) return;
    loop_unwatch(relay->job->loop, watch);
    close(watch->fd);
    watch->fd = -1;
}

static void run_round(struct job *job) {
    struct relay *relay = job->state;
    relay->waiting_at = relay->waiting_end = relay->most = 0;
    relay->passed = 0;
    relay->digest = 0;
    relay->source_ended = false;
    connect_one(job, &relay->sink, "sink", EPOLLIN);
    connect_one(job, &relay->source, "source", EPOLLIN);
    loop_run(job->loop);
    drop(relay, &relay->source);
    drop(relay, &relay->sink);
    job->operations = relay->megabytes;
}

static void close_relay(struct job *job) {
    struct relay *relay = job->state;
    free(relay->buffer);
    free(relay);
}

const struct workload IO_FANOUT_BACKPRESSURE = {
    .scenario = "io_fanout.backpressure", .open = open_relay, .round = run_round, .close = close_relay};
