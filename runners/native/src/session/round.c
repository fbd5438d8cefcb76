// The requests `round` and `halt`: one complete pass of the workload, and what it recorded when it does not end.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "session/session.h"

static enum level level_of(const struct json *record) {
    if (json_is_text(record, "full")) return LEVEL_FULL;
    return json_is_text(record, "digest") ? LEVEL_DIGEST : LEVEL_NONE;
}

static struct segment append_events(struct session *session) {
    const struct recorder *recorder = &session->recorder;
    const struct column columns[] = {
        {recorder->times, sizeof *recorder->times}, {recorder->keys, sizeof *recorder->keys},
        {recorder->ids, sizeof *recorder->ids},     {recorder->digests, sizeof *recorder->digests},
        {recorder->kinds, sizeof *recorder->kinds},
    };
    struct segment segment = {.there = true, .count = recorder->event_count};
    if (!sidecar_append(&session->events, LAYOUT_EVENTS, columns, sizeof columns / sizeof *columns,
                        recorder->event_count, &segment.offset))
        die("the file of events cannot be written: %s", strerror(errno));
    return segment;
}

static struct segment append_samples(struct session *session) {
    const struct recorder *recorder = &session->recorder;
    struct segment segment = {.there = recorder->sample_count > 0, .count = recorder->sample_count};
    const struct column column = {recorder->samples, sizeof *recorder->samples};
    if (segment.there &&
        !sidecar_append(&session->samples, LAYOUT_SAMPLES, &column, 1, recorder->sample_count, &segment.offset))
        die("the file of samples cannot be written: %s", strerror(errno));
    return segment;
}

/// Nothing follows but the end of stdin.
_Noreturn static void wait_for_end(struct session *session) {
    while (!session->lines.ended) {
        struct line line;
        while (lines_take(&session->lines, &line)) continue;
        lines_read(&session->lines);
    }
    exit(EXIT_SUCCESS);
}

void session_halt(struct session *session, int64_t id) {
    struct recorder *recorder = &session->recorder;
    recorder_close(recorder);
    struct segment events = {0};
    if (recorder->level == LEVEL_DIGEST) memset(recorder->times, 0, recorder->event_count * sizeof *recorder->times);
    if (recorder->level != LEVEL_NONE) events = append_events(session);
    reply_halted(id, session->round, &events);
    wait_for_end(session);
}

/// Only `halt` is answered while a round is under way; other lines wait until it has ended.
static void input_ready(struct watch *self, uint32_t ready) {
    (void)ready;
    struct session *session = CONTAINER(self, struct session, input);
    lines_read(&session->lines);
    if (session->lines.ended) exit(EXIT_SUCCESS);
    struct line line;
    while (lines_peek(&session->lines, &session->looked_at, &line)) {
        struct arena arena = {0};
        struct message message;
        char why[WHY_BYTES];
        bool halt =
            !line.too_long && message_read(&arena, line.bytes, line.length, &message, why) && message.kind == KIND_HALT;
        arena_free(&arena);
        if (halt) session_halt(session, message.id);
    }
}

static void begin_round(struct session *session, const struct json *body) {
    struct job *job = &session->job;
    job->traced = json_is_text(json_member(body, "purpose"), "traced");
    job->round_endpoints = json_member(body, "endpoints");
    job->operations = 0;
    job->failed = false;
    session->loop.stopped = false;
    session->round = (uint64_t)message_integer(body, "round");
    session->may_halt = true;
    session->looked_at = 0;
    session->input = (struct watch){.fd = STDIN_FILENO, .ready = input_ready};
    // A file as stdin cannot be watched: then no request halts a round.
    int error = loop_watch(&session->loop, &session->input, LOOP_READ);
    if (error != 0 && error != EPERM) die("stdin cannot be watched: %s", strerror(error));
    recorder_begin(&session->recorder, level_of(json_member(body, "record")), (uint32_t)session->round);
}

static void end_round(struct session *session) {
    recorder_close(&session->recorder);
    loop_unwatch(&session->loop, &session->input);
    session->job.round_endpoints = NULL;
    if (session->recorder.overflowed)
        job_fail(&session->job, "the workload recorded more than the capacity of %zu events and %zu samples",
                 session->recorder.event_capacity, session->recorder.sample_capacity);
}

static void count_events(struct session *session) {
    memset(session->counts, 0, session->orders_count * sizeof *session->counts);
    for (size_t i = 0; i < session->recorder.event_count; i++) session->counts[session->recorder.kinds[i]]++;
}

static void report(struct session *session, int64_t id, struct rounded *rounded) {
    const struct recorder *recorder = &session->recorder;
    rounded->round = session->round;
    rounded->operations = session->job.operations;
    struct digests digests = {0};
    if (recorder->level != LEVEL_NONE) {
        count_events(session);
        rounded->counts = session->counts;
        rounded->alphabet = session->job.alphabet;
        digests = digests_of(recorder, session->orders, session->orders_count);
        rounded->samples = append_samples(session);
        if (recorder->level == LEVEL_FULL) rounded->events = append_events(session);
    }
    rounded->digests = &digests;
    session->totals.rounds++;
    session->totals.operations += session->job.operations;
    session->totals.events += recorder->event_count;
    reply_rounded(id, rounded);
    digests_free(&digests);
}

void session_round(struct session *session, const struct message *message) {
    const struct json *list = json_member(message->body, "stalls");
    struct stalls stalls;
    struct rounded rounded = {0};
    begin_round(session, message->body);
    struct resources before = resources_read();
    stalls_begin(&stalls, &session->loop, list);
    rounded.start_ns = clock_now();
    session->workload->round(&session->job);
    rounded.end_ns = clock_now();
    stalls_end(&stalls);
    struct resources after = resources_read();
    end_round(session);
    if (session->job.failed) {
        reply_failed(message->id, "workload", session->job.reason);
        return;
    }
    session->may_halt = false;
    rounded.stalls = list == NULL ? -1 : stalls.made;
    rounded.resources = resources_since(&before, &after);
    report(session, message->id, &rounded);
}
