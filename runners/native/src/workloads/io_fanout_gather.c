// io_fanout.gather: many units sleep at the same time, each returns a value or fails; the results are handed over in
// the order of the units.
#include <stdlib.h>

#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"

struct gather;

struct unit {
    struct timer timer;
    struct gather *gather;
    uint32_t id;
    uint32_t value;
    bool has_failed;
};

struct gather {
    struct job *job;
    uint32_t units;
    uint32_t gathers;
    uint32_t sleep_ms;
    uint32_t spread_ms;
    uint32_t fail_every;
    uint16_t begin;
    uint16_t finish;
    uint16_t result;
    uint16_t failed;
    uint32_t seed;
    uint32_t left;
    /// Room for a gathering, and for a rest that goes with it.
    struct unit *all;
};

enum { UNITS = 0, RESULTS = 1 };

static uint32_t sleep_of(const struct gather *gather, uint32_t place) {
    if (!gather->job->traced || place >= 32) return gather->sleep_ms;
    return gather->sleep_ms + (gather->spread_ms >> place);
}

static void unit_woke(struct timer *self) {
    struct unit *unit = CONTAINER(self, struct unit, timer);
    struct gather *gather = unit->gather;
    unit->value = (gather->seed ^ unit->id) * 0x9e3779b1U;
    unit->has_failed = (unit->id + 1) % gather->fail_every == 0;
    if (gather->job->traced) job_emit(gather->job, gather->finish, UNITS, unit->id, unit->value);
    if (--gather->left == 0) loop_stop(gather->job->loop);
}

static void run_gather(struct gather *gather, uint32_t first, uint32_t count) {
    struct job *job = gather->job;
    gather->left = count;
    for (uint32_t place = 0; place < count; place++) {
        struct unit *unit = &gather->all[place];
        unit->id = first + place;
        uint32_t sleep_ms = sleep_of(gather, place);
        if (job->traced) job_emit(job, gather->begin, UNITS, unit->id, 1000 * sleep_ms);
        loop_arm_after(job->loop, &unit->timer, sleep_ms);
    }
    loop_run(job->loop);
    for (uint32_t place = 0; place < count && !job->failed; place++) {
        const struct unit *unit = &gather->all[place];
        job_emit(job, unit->has_failed ? gather->failed : gather->result, RESULTS, unit->id, unit->value);
    }
}

static void open_gather(struct job *job) {
    struct gather *gather = must_allocate(1, sizeof *gather);
    job->state = gather;
    *gather = (struct gather){
        .job = job,
        .units = (uint32_t)job_integer(job, "units", 1, 1000000),
        .gathers = (uint32_t)job_integer(job, "gathers", 1, 1000000),
        .sleep_ms = (uint32_t)job_integer(job, "sleepMs", 0, 60 * 1000),
        .spread_ms = (uint32_t)job_integer(job, "spreadMs", 0, 60 * 1000),
        .fail_every = (uint32_t)job_integer(job, "failEvery", 1, UINT32_MAX),
        .begin = job_kind(job, "begin"),
        .finish = job_kind(job, "finish"),
        .result = job_kind(job, "result"),
        .failed = job_kind(job, "failed"),
        .seed = seed_of_nonce(job->nonce),
    };
    size_t room = 2 * (size_t)gather->units;
    gather->all = must_allocate(room, sizeof *gather->all);
    for (size_t place = 0; place < room; place++)
        gather->all[place] = (struct unit){.timer.fire = unit_woke, .gather = gather};
    loop_reserve(job->loop, room);
}

static void run_round(struct job *job) {
    struct gather *gather = job->state;
    for (uint32_t i = 0; i < gather->gathers && !job->failed; i++) {
        run_gather(gather, i * gather->units, gather->units);
        job->operations += gather->units;
    }
}

/// Gatherings of as many units as in a round; what is less goes with the last one.
static void run_slice(struct job *job, uint32_t operations) {
    struct gather *gather = job->state;
    for (uint32_t done = 0; done < operations && !job->failed;) {
        uint32_t rest = operations - done;
        uint32_t count = rest < 2 * gather->units ? rest : gather->units;
        run_gather(gather, done, count);
        done += count;
    }
}

static void close_gather(struct job *job) {
    struct gather *gather = job->state;
    free(gather->all);
    free(gather);
}

const struct workload IO_FANOUT_GATHER = {
    .scenario = "io_fanout.gather", .open = open_gather, .round = run_round, .slice = run_slice, .close = close_gather};
