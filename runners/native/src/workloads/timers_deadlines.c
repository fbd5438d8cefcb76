// timers.deadlines: timers with different deadlines, armed in a shuffled order in one turn.
#include <stdlib.h>

#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"

struct deadlines;

struct one {
    struct timer timer;
    struct deadlines *all;
    uint32_t id;
};

struct deadlines {
    struct job *job;
    uint32_t count;
    uint32_t first_ms;
    uint32_t gap_ms;
    uint16_t arm;
    uint16_t fire;
    uint32_t left;
    struct one *timers;
    uint32_t *shuffled;
};

enum { ARMING = 0, FIRING = 1, SMALLEST_GAP_MS = 4, MOST = 100000 };

static uint32_t delay_ms(const struct deadlines *all, uint32_t id) { return all->first_ms + id * all->gap_ms; }

static void one_fired(struct timer *self) {
    struct one *one = CONTAINER(self, struct one, timer);
    struct deadlines *all = one->all;
    job_sample(all->job, clock_now() - self->deadline);
    job_emit(all->job, all->fire, FIRING, one->id, 1000 * delay_ms(all, one->id));
    if (--all->left == 0) loop_stop(all->job->loop);
}

static void open_deadlines(struct job *job) {
    struct deadlines *all = must_allocate(1, sizeof *all);
    job->state = all;
    *all = (struct deadlines){
        .job = job,
        .count = (uint32_t)job_integer(job, "count", 1, MOST),
        .first_ms = (uint32_t)job_integer(job, "firstMs", 0, 60 * 1000),
        .gap_ms = (uint32_t)job_integer(job, "gapMs", SMALLEST_GAP_MS, 1000),
        .arm = job_kind(job, "arm"),
        .fire = job_kind(job, "fire"),
    };
    all->timers = must_allocate(all->count, sizeof *all->timers);
    all->shuffled = must_allocate(all->count, sizeof *all->shuffled);
    for (uint32_t id = 0; id < all->count; id++) {
        all->timers[id] = (struct one){.timer.fire = one_fired, .all = all, .id = id};
        all->shuffled[id] = id;
    }
    shuffle(all->shuffled, all->count, job->seed);
    loop_reserve(job->loop, all->count);
}

/// Deadlines are absolute here: a pause of the process while it arms moves none, so no arming has to be taken back.
static void run_round(struct job *job) {
    struct deadlines *all = job->state;
    all->left = all->count;
    for (uint32_t i = 0; job->traced && i < all->count; i++)
        job_emit(job, all->arm, ARMING, all->shuffled[i], 1000 * delay_ms(all, all->shuffled[i]));
    int64_t base = clock_now();
    for (uint32_t i = 0; i < all->count; i++) {
        uint32_t id = all->shuffled[i];
        loop_arm(job->loop, &all->timers[id].timer, base + (int64_t)delay_ms(all, id) * NS_PER_MS);
    }
    loop_run(job->loop);
    job->operations = all->count - all->left;
}

static void close_deadlines(struct job *job) {
    struct deadlines *all = job->state;
    free(all->timers);
    free(all->shuffled);
    free(all);
}

const struct workload TIMERS_DEADLINES = {
    .scenario = "timers.deadlines", .open = open_deadlines, .round = run_round, .close = close_deadlines};
