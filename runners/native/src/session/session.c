// One conversation with the harness: its states, and which request is answered in which.
#include "session/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "session/identity.h"

static const char *const STATES[] = {"expecting hello", "ready", "prepared", "finished"};

void session_open(struct session *session, bool has_tokens) {
    memset(session, 0, sizeof *session);
    session->has_tokens = has_tokens;
    session->samples.file = -1;
    session->events.file = -1;
    lines_open(&session->lines);
    loop_open(&session->loop);
}

void session_close(struct session *session) {
    if (session->state == STATE_PREPARED) session->workload->close(&session->job);
    recorder_free(&session->recorder);
    sidecar_close(&session->samples);
    sidecar_close(&session->events);
    free(session->orders);
    free(session->counts);
    free(session->heap_block);
    arena_free(&session->prepared);
    loop_close(&session->loop);
    lines_free(&session->lines);
}

static void hello(struct session *session, const struct message *message) {
    int64_t protocol = message_integer(message->body, "protocol");
    if (protocol == PROTOCOL) {
        session->state = STATE_READY;
        reply_ready(message->id, session->has_tokens);
        return;
    }
    char reason[96];
    snprintf(reason, sizeof reason, "protocol %lld; this runner speaks %d", (long long)protocol, PROTOCOL);
    reply_refused(message->id, "unsupported", reason);
}

static void finish(struct session *session, const struct message *message) {
    session->workload->close(&session->job);
    session->state = STATE_FINISHED;
    session->may_halt = false;
    reply_finished(message->id, &session->totals);
}

static bool is_allowed(const struct session *session, enum kind kind) {
    switch (kind) {
        case KIND_HELLO: return session->state == STATE_EXPECTING_HELLO;
        case KIND_CLOCK: return session->state != STATE_EXPECTING_HELLO;
        case KIND_PREPARE: return session->state == STATE_READY;
        case KIND_HALT: return session->may_halt;
        default: return session->state == STATE_PREPARED;
    }
}

static void answer(struct session *session, const struct message *message, struct arena *arena) {
    if (!is_allowed(session, message->kind)) {
        char reason[96];
        snprintf(reason, sizeof reason, "%s when %s", message->name, STATES[session->state]);
        reply_refused(message->id, "bad-state", reason);
        return;
    }
    switch (message->kind) {
        case KIND_HELLO: hello(session, message); break;
        case KIND_CLOCK: reply_clock(message->id); break;
        case KIND_PREPARE: session_prepare(session, message, arena); break;
        case KIND_ROUND: session_round(session, message); break;
        case KIND_SLICES: session_slices(session, message); break;
        case KIND_HALT: session_halt(session, message->id); break;
        default: finish(session, message); break;
    }
}

static void read_line(struct session *session, const struct line *line) {
    struct arena arena = {0};
    struct message message;
    char why[WHY_BYTES];
    if (line->too_long) reply_refused(-1, "bad-message", "a line has at most 1 MiB");
    else if (message_read(&arena, line->bytes, line->length, &message, why)) answer(session, &message, &arena);
    else reply_refused(-1, "bad-message", why);
    arena_free(&arena);
}

void session_run(struct session *session) {
    while (!session->lines.ended) {
        struct line line;
        while (lines_take(&session->lines, &line)) read_line(session, &line);
        lines_read(&session->lines);
    }
}
