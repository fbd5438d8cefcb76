// timers.equal: many timers with one delay, armed in one turn, fire in the order in which they were armed.
#include <stdlib.h>

#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"

struct equal;

struct one {
    struct timer timer;
    struct equal *all;
    uint32_t id;
};

struct equal {
    struct job *job;
    uint32_t count;
    uint32_t delay_ms;
    uint16_t arm;
    uint16_t fire;
    uint32_t left;
    struct one *timers;
};

enum { ARMING = 0, FIRING = 1, MOST = 1000000 };

static void one_fired(struct timer *self) {
    struct one *one = CONTAINER(self, struct one, timer);
    struct equal *all = one->all;
    job_emit(all->job, all->fire, FIRING, one->id, 1000 * all->delay_ms);
    if (--all->left == 0) loop_stop(all->job->loop);
}

static void open_equal(struct job *job) {
    struct equal *all = must_allocate(1, sizeof *all);
    job->state = all;
    *all = (struct equal){
        .job = job,
        .count = (uint32_t)job_integer(job, "count", 1, MOST),
        .delay_ms = (uint32_t)job_integer(job, "delayMs", 0, 60 * 1000),
        .arm = job_kind(job, "arm"),
        .fire = job_kind(job, "fire"),
    };
    all->timers = must_allocate(all->count, sizeof *all->timers);
    for (uint32_t id = 0; id < all->count; id++)
        all->timers[id] = (struct one){.timer.fire = one_fired, .all = all, .id = id};
    loop_reserve(job->loop, all->count);
}

static void run_round(struct job *job) {
    struct equal *all = job->state;
    all->left = all->count;
    for (uint32_t id = 0; id < all->count; id++) {
        job_emit(job, all->arm, ARMING, id, 1000 * all->delay_ms);
        loop_arm_after(job->loop, &all->timers[id].timer, all->delay_ms);
    }
    loop_run(job->loop);
    job->operations = all->count - all->left;
}

static void close_equal(struct job *job) {
    struct equal *all = job->state;
    free(all->timers);
    free(all);
}

const struct workload TIMERS_EQUAL = {
    .scenario = "timers.equal", .open = open_equal, .round = run_round, .close = close_equal};
