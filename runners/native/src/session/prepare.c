// The request `prepare`: opens the workload, its files and its memory.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kit/die.h"
#include "session/identity.h"
#include "session/session.h"
#include "workloads/catalogue.h"

enum { CODES = 65536 };

/// Null where there is no workload of that scenario.
static const struct workload *find_workload(const struct json *scenario) {
    for (int i = 0; WORKLOADS[i] != NULL; i++)
        if (json_is_text(scenario, WORKLOADS[i]->scenario)) return WORKLOADS[i];
    return NULL;
}

static void read_orders(struct session *session, const struct json *alphabet) {
    session->orders = must_allocate(CODES, sizeof *session->orders);
    session->counts = must_allocate(CODES, sizeof *session->counts);
    session->orders_count = CODES;
    for (const struct json *kind = alphabet->first; kind != NULL; kind = kind->next) {
        const struct json *order = json_member(kind, "order");
        session->orders[message_integer(kind, "code")] = json_is_text(order, "sequence") ? ORDER_SEQUENCE
                                                         : json_is_text(order, "free")   ? ORDER_FREE
                                                                                         : ORDER_RAW;
    }
}

static bool open_files(struct session *session, const struct message *message) {
    const struct json *sidecar = json_member(message->body, "sidecar");
    const char *samples = message_text(sidecar, "samples");
    const char *events = message_text(sidecar, "events");
    const char *path = samples;
    if (sidecar_open(&session->samples, samples) && (path = events, sidecar_open(&session->events, events)))
        return true;
    char reason[REASON_BYTES];
    snprintf(reason, sizeof reason, "the sidecar file %.512s: %s", path, strerror(errno));
    reply_failed(message->id, "sidecar", reason);
    return false;
}

static void move_heap(struct session *session, int64_t bytes) {
    if (bytes == 0) return;
    session->heap_block = must_allocate((size_t)bytes, 1);
    memset(session->heap_block, 1, (size_t)bytes);
}

static void fill_job(struct session *session, const struct json *body) {
    session->job = (struct job){
        .loop = &session->loop,
        .recorder = &session->recorder,
        .params = json_member(body, "params"),
        .alphabet = json_member(body, "alphabet"),
        .endpoints = json_member(body, "endpoints"),
        .directory = message_text(body, "directory"),
        .seed = (uint32_t)message_integer(body, "seed"),
    };
    nonce_bytes(message_text(body, "nonce"), session->job.nonce);
}

static void refuse_workload(struct session *session, int64_t id) {
    session->workload->close(&session->job);
    if (session->job.bad_params) reply_refused(id, "bad-params", session->job.reason);
    else reply_failed(id, "open", session->job.reason);
}

/// What was opened or allocated for an invocation that does not come about.
static void undo(struct session *session) {
    sidecar_close(&session->samples);
    sidecar_close(&session->events);
    recorder_free(&session->recorder);
    session->recorder = (struct recorder){0};
    free(session->orders);
    free(session->counts);
    free(session->heap_block);
    session->orders = NULL;
    session->counts = NULL;
    session->heap_block = NULL;
}

void session_prepare(struct session *session, const struct message *message, struct arena *arena) {
    const struct json *body = message->body;
    session->workload = find_workload(json_member(body, "scenario"));
    if (session->workload == NULL || !json_is_text(json_member(body, "style"), STYLE)) {
        char reason[REASON_BYTES];
        snprintf(reason, sizeof reason, "no scenario %.200s in the style %.200s", message_text(body, "scenario"),
                 message_text(body, "style"));
        reply_refused(message->id, "unsupported", reason);
        return;
    }
    move_heap(session, message_integer(body, "heapBlockBytes"));
    fill_job(session, body);
    read_orders(session, session->job.alphabet);
    const struct json *capacity = json_member(body, "capacity");
    recorder_open(&session->recorder, (size_t)message_integer(capacity, "events"),
                  (size_t)message_integer(capacity, "samples"));
    if (!open_files(session, message)) {
        undo(session);
        return;
    }
    const char *trail = message_text(body, "trail");
    if (trail[0] != '\0') trail_open(&session->recorder.trail, trail, session->recorder.event_capacity);
    session->workload->open(&session->job);
    if (session->job.failed) {
        refuse_workload(session, message->id);
        undo(session);
        return;
    }
    session->state = STATE_PREPARED;
    session->prepared = *arena;
    *arena = (struct arena){0};
    reply_prepared(message->id, &session->job);
}
