// The replies of the runner, each a line on stdout.
#pragma once
#include <stdint.h>

#include "kit/digests.h"
#include "kit/resources.h"
#include "workloads/workload.h"

/// Where a segment stands in a sidecar file. Without one: null in the reply.
struct segment {
    bool there;
    uint64_t offset;
    uint64_t count;
};

struct totals {
    uint64_t rounds;
    uint64_t slices;
    uint64_t operations;
    uint64_t events;
};

struct rounded {
    uint64_t round;
    int64_t start_ns;
    int64_t end_ns;
    uint64_t operations;
    /// Null: no counts.
    const struct json *alphabet;
    /// By code of a kind.
    const uint64_t *counts;
    const struct digests *digests;
    struct segment samples;
    struct segment events;
    struct resources resources;
    /// Below 0: the round had no `stalls`.
    int stalls;
};

/// `id` below 0: null.
void reply_refused(int64_t id, const char *code, const char *reason);
void reply_failed(int64_t id, const char *code, const char *message);
void reply_ready(int64_t id, bool has_tokens);
void reply_clock(int64_t id);
void reply_prepared(int64_t id, const struct job *job);
void reply_rounded(int64_t id, const struct rounded *rounded);
void reply_sliced(int64_t id, uint64_t operations, const struct segment *slices);
void reply_halted(int64_t id, uint64_t round, const struct segment *events);
void reply_finished(int64_t id, const struct totals *totals);
