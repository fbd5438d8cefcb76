// What a round records: events and samples in columns that were allocated before, and its level.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/clock.h"
#include "kit/trail.h"

enum level { LEVEL_NONE, LEVEL_DIGEST, LEVEL_FULL };

struct recorder {
    enum level level;
    /// Nothing is recorded any more: outside of rounds, in slices, and after `halt`.
    bool closed;
    /// More came than there is room for.
    bool overflowed;
    size_t event_capacity;
    size_t event_count;
    double *times;
    uint32_t *keys;
    uint32_t *ids;
    uint32_t *digests;
    uint16_t *kinds;
    size_t sample_capacity;
    size_t sample_count;
    double *samples;
    struct trail trail;
};

void recorder_open(struct recorder *recorder, size_t events, size_t samples);
void recorder_begin(struct recorder *recorder, enum level level, uint32_t round);
void recorder_close(struct recorder *recorder);
void recorder_free(struct recorder *recorder);

static inline void recorder_emit(struct recorder *recorder, uint16_t kind, uint32_t key, uint32_t id, uint32_t digest) {
    if (recorder->closed || recorder->level == LEVEL_NONE) return;
    size_t at = recorder->event_count;
    if (at == recorder->event_capacity) {
        recorder->overflowed = true;
        return;
    }
    recorder->event_count = at + 1;
    recorder->keys[at] = key;
    recorder->ids[at] = id;
    recorder->digests[at] = digest;
    recorder->kinds[at] = kind;
    if (recorder->level != LEVEL_FULL) return;
    double time = (double)clock_now();
    recorder->times[at] = time;
    trail_add(&recorder->trail, key, kind, id, digest, time);
}

static inline void recorder_sample(struct recorder *recorder, int64_t nanoseconds) {
    if (recorder->closed || recorder->level == LEVEL_NONE) return;
    if (recorder->sample_count == recorder->sample_capacity) recorder->overflowed = true;
    else recorder->samples[recorder->sample_count++] = (double)nanoseconds;
}
