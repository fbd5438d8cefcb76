// timers.mass: very many timers armed at once, spread over a few milliseconds.
#include <stdlib.h>

#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"

struct wave;

struct one {
    struct timer timer;
    struct wave *wave;
    uint32_t id;
};

struct wave {
    struct job *job;
    uint32_t count;
    uint32_t spread_ms;
    uint16_t arm;
    uint16_t fire;
    uint32_t left;
    /// Room for a wave, and for a rest that goes with it.
    struct one *timers;
};

static uint32_t delay_ms(const struct wave *wave, uint32_t id) { return 1 + id % wave->spread_ms; }

static void one_fired(struct timer *self) {
    struct one *one = CONTAINER(self, struct one, timer);
    struct wave *wave = one->wave;
    job_emit(wave->job, wave->fire, 0, one->id, 1000 * delay_ms(wave, one->id));
    if (--wave->left == 0) loop_stop(wave->job->loop);
}

static void run_wave(struct wave *wave, uint32_t count) {
    wave->left = count;
    for (uint32_t id = 0; id < count; id++) {
        uint32_t delay = delay_ms(wave, id);
        if (wave->job->traced) job_emit(wave->job, wave->arm, 0, id, 1000 * delay);
        loop_arm_after(wave->job->loop, &wave->timers[id].timer, delay);
    }
    loop_run(wave->job->loop);
}

static void open_wave(struct job *job) {
    struct wave *wave = must_allocate(1, sizeof *wave);
    job->state = wave;
    *wave = (struct wave){
        .job = job,
        .count = (uint32_t)job_integer(job, "count", 1, 10 * 1000 * 1000),
        .spread_ms = (uint32_t)job_integer(job, "spreadMs", 1, 3600 * 1000),
        .arm = job_kind(job, "arm"),
        .fire = job_kind(job, "fire"),
    };
    size_t room = 2 * (size_t)wave->count;
    wave->timers = must_allocate(room, sizeof *wave->timers);
    for (size_t id = 0; id < room; id++)
        wave->timers[id] = (struct one){.timer.fire = one_fired, .wave = wave, .id = (uint32_t)id};
    loop_reserve(job->loop, room);
}

static void run_round(struct job *job) {
    struct wave *wave = job->state;
    run_wave(wave, wave->count);
    job->operations = wave->count - wave->left;
}

/// Waves of `count` timers; what is less than a wave goes with the last one.
static void run_slice(struct job *job, uint32_t operations) {
    struct wave *wave = job->state;
    while (operations > 0) {
        uint32_t count = operations < 2 * wave->count ? operations : wave->count;
        run_wave(wave, count);
        operations -= count;
    }
}

static void close_wave(struct job *job) {
    struct wave *wave = job->state;
    free(wave->timers);
    free(wave);
}

const struct workload TIMERS_MASS = {
    .scenario = "timers.mass", .open = open_wave, .round = run_round, .slice = run_slice, .close = close_wave};
