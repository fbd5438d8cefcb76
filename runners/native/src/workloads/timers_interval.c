// timers.interval: an interval that ticks at the points of a grid, is blocked once, and skips what it missed.
#include <stdlib.h>

#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"

enum { TICKS = 0, MILESTONES = 1 };

struct interval {
    struct job *job;
    struct timer timer;
    /// The program looks for the next point of the grid; else each tick is one period behind the last handler.
    bool by_grid;
    int64_t period_ns;
    uint32_t periods;
    uint32_t stall_at;
    uint32_t stall_ms;
    uint16_t arm;
    uint16_t tick;
    uint16_t stall;
    uint16_t resume;
    uint16_t end;
    int64_t begun;
    uint32_t point;
    bool has_stalled;
    bool has_resumed;
};

static void arm_at(struct interval *interval, uint32_t point, int64_t due) {
    interval->point = point;
    job_emit(interval->job, interval->arm, TICKS, point, (uint32_t)((due - interval->begun) / NS_PER_US));
    loop_arm(interval->job->loop, &interval->timer, due);
}

/// `began` is when the handler that arms began.
static void arm_next(struct interval *interval, int64_t began) {
    if (!interval->by_grid) {
        arm_at(interval, interval->point + 1, began + interval->period_ns);
        return;
    }
    uint32_t point = (uint32_t)((clock_now() - interval->begun) / interval->period_ns) + 1;
    arm_at(interval, point, interval->begun + point * interval->period_ns);
}

/// Asleep, which holds the loop up and takes no CPU time.
static void stall_once(struct interval *interval) {
    uint32_t digest = interval->stall_ms * 1000;
    if (!interval->has_stalled && interval->point >= interval->stall_at) {
        interval->has_stalled = true;
        job_emit(interval->job, interval->stall, MILESTONES, 0, digest);
        clock_sleep_until(clock_now() + (int64_t)interval->stall_ms * NS_PER_MS);
    } else if (interval->has_stalled && !interval->has_resumed) {
        interval->has_resumed = true;
        job_emit(interval->job, interval->resume, MILESTONES, 0, digest);
    }
}

static void ticked(struct timer *self) {
    struct interval *interval = CONTAINER(self, struct interval, timer);
    int64_t now = clock_now();
    job_emit(interval->job, interval->tick, TICKS, interval->point, (uint32_t)(interval->period_ns / NS_PER_US));
    job_sample(interval->job, now - interval->begun - interval->point * interval->period_ns);
    stall_once(interval);
    if (interval->point < interval->periods) {
        arm_next(interval, now);
        return;
    }
    job_emit(interval->job, interval->end, MILESTONES, 0, interval->periods);
    loop_stop(interval->job->loop);
}

static void open_interval(struct job *job) {
    static const char *const WAYS[] = {"grid", "period", NULL};
    struct interval *interval = must_allocate(1, sizeof *interval);
    job->state = interval;
    *interval = (struct interval){
        .job = job,
        .timer.fire = ticked,
        .by_grid = job_word(job, "way", WAYS) == 0,
        .period_ns = job_integer(job, "periodMs", 1, 60 * 1000) * NS_PER_MS,
        .periods = (uint32_t)job_integer(job, "periods", 1, 1000000),
        .stall_at = (uint32_t)job_integer(job, "stallAt", 0, 1000000),
        .stall_ms = (uint32_t)job_integer(job, "stallMs", 0, 60 * 1000),
        .arm = job_kind(job, "arm"),
        .tick = job_kind(job, "tick"),
        .stall = job_kind(job, "stall"),
        .resume = job_kind(job, "resume"),
        .end = job_kind(job, "end"),
    };
}

static void run_round(struct job *job) {
    struct interval *interval = job->state;
    interval->point = 0;
    interval->has_stalled = false;
    interval->has_resumed = false;
    interval->begun = clock_now();
    arm_next(interval, interval->begun);
    loop_run(job->loop);
    job->operations = interval->periods;
}

static void close_interval(struct job *job) { free(job->state); }

const struct workload TIMERS_INTERVAL = {
    .scenario = "timers.interval", .open = open_interval, .round = run_round, .close = close_interval};
