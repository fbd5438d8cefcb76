// timers.sleep_loop: arm, wait, fire, and again.
#include <stdlib.h>

#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"

struct sleep_loop {
    struct job *job;
    struct timer timer;
    int64_t period_ns;
    uint32_t period_us;
    uint32_t ticks;
    uint16_t arm;
    uint16_t fire;
    uint32_t tick;
    /// The reading that ended the last tick, and began this one.
    int64_t begun;
};

static void arm_next(struct sleep_loop *loop) {
    if (loop->job->traced) job_emit(loop->job, loop->arm, 0, loop->tick, loop->period_us);
    loop_arm_after(loop->job->loop, &loop->timer, loop->period_ns / NS_PER_MS);
}

static void tick_fired(struct timer *self) {
    struct sleep_loop *loop = CONTAINER(self, struct sleep_loop, timer);
    int64_t now = clock_now();
    job_sample(loop->job, now - loop->begun - loop->period_ns);
    loop->begun = now;
    job_emit(loop->job, loop->fire, 0, loop->tick, loop->period_us);
    if (++loop->tick < loop->ticks) arm_next(loop);
    else loop_stop(loop->job->loop);
}

static void open_loop(struct job *job) {
    struct sleep_loop *loop = must_allocate(1, sizeof *loop);
    job->state = loop;
    int64_t period_ms = job_integer(job, "periodMs", 1, 3600 * 1000);
    *loop = (struct sleep_loop){
        .job = job,
        .timer.fire = tick_fired,
        .period_ns = period_ms * NS_PER_MS,
        .period_us = (uint32_t)(period_ms * 1000),
        .ticks = (uint32_t)job_integer(job, "ticks", 1, 1 << 20),
        .arm = job_kind(job, "arm"),
        .fire = job_kind(job, "fire"),
    };
}

static void run_round(struct job *job) {
    struct sleep_loop *loop = job->state;
    loop->tick = 0;
    loop->begun = clock_now();
    arm_next(loop);
    loop_run(job->loop);
    job->operations = loop->tick;
}

static void close_loop(struct job *job) { free(job->state); }

const struct workload TIMERS_SLEEP_LOOP = {
    .scenario = "timers.sleep_loop", .open = open_loop, .round = run_round, .close = close_loop};
