// One conversation with the harness: its states, and what each request does.
#pragma once
#include "kit/digests.h"
#include "loop.h"
#include "kit/recorder.h"
#include "kit/sidecar.h"
#include "session/lines.h"
#include "session/message.h"
#include "session/reply.h"
#include "session/stalls.h"
#include "workloads/workload.h"

enum state { STATE_EXPECTING_HELLO, STATE_READY, STATE_PREPARED, STATE_FINISHED };

struct session {
    enum state state;
    bool has_tokens;
    struct lines lines;
    /// stdin, while a round is under way.
    struct watch input;
    /// Up to where the lines that came during the round have been looked at.
    size_t looked_at;
    struct loop loop;
    struct recorder recorder;
    struct job job;
    const struct workload *workload;
    /// Keeps the message of `prepare`.
    struct arena prepared;
    void *heap_block;
    struct sidecar samples;
    struct sidecar events;
    /// By code of a kind.
    enum order *orders;
    size_t orders_count;
    uint64_t *counts;
    /// The round that `halt` may ask about: it is under way, or has failed.
    bool may_halt;
    uint64_t round;
    struct totals totals;
};

void session_open(struct session *session, bool has_tokens);
/// Until stdin ends.
void session_run(struct session *session);
void session_close(struct session *session);

void session_prepare(struct session *session, const struct message *message, struct arena *arena);
void session_round(struct session *session, const struct message *message);
void session_slices(struct session *session, const struct message *message);
void session_halt(struct session *session, int64_t id);
