// What a round records: events and samples in columns that were allocated before, and its level.
#include "kit/recorder.h"

#include <stdlib.h>
#include <string.h>

#include "kit/die.h"

/// Touched, too: no round may be the first to use a page.
static void *column(size_t rows, size_t width) {
    void *memory = must_allocate(rows, width);
    memset(memory, 0, rows * width);
    return memory;
}

void recorder_open(struct recorder *recorder, size_t events, size_t samples) {
    recorder->closed = true;
    recorder->event_capacity = events;
    recorder->times = column(events, sizeof *recorder->times);
    recorder->keys = column(events, sizeof *recorder->keys);
    recorder->ids = column(events, sizeof *recorder->ids);
    recorder->digests = column(events, sizeof *recorder->digests);
    recorder->kinds = column(events, sizeof *recorder->kinds);
    recorder->sample_capacity = samples;
    recorder->samples = column(samples, sizeof *recorder->samples);
}

void recorder_begin(struct recorder *recorder, enum level level, uint32_t round) {
    recorder->level = level;
    recorder->overflowed = false;
    recorder->event_count = 0;
    recorder->sample_count = 0;
    if (level == LEVEL_FULL) trail_begin(&recorder->trail, round);
    else trail_clear(&recorder->trail);
    recorder->closed = false;
}

void recorder_close(struct recorder *recorder) { recorder->closed = true; }

void recorder_free(struct recorder *recorder) {
    free(recorder->times);
    free(recorder->keys);
    free(recorder->ids);
    free(recorder->digests);
    free(recorder->kinds);
    free(recorder->samples);
    trail_close(&recorder->trail);
}
