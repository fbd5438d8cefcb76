// timers.cancel: timers that are cancelled in every possible way, among others that must still fire.
#include <stdlib.h>

#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"

enum way { KEEP, BEFORE, DOUBLE, ITSELF, SIBLING, BLOCKER, OVERDUE, ENDER };
enum { WAYS_BEFORE_BLOCKER = 5, SMALLEST_GAP_MS = 4, MOST = 1000 };

struct cancels;

struct one {
    struct timer timer;
    struct cancels *all;
    uint32_t id;
    enum way way;
    uint32_t delay_ms;
};

struct cancels {
    struct job *job;
    uint32_t each;
    uint16_t arm;
    uint16_t fire;
    uint16_t cancel;
    uint32_t count;
    struct one *timers;
};

static void cancel(struct one *one, uint32_t time) {
    loop_disarm(one->all->job->loop, &one->timer);
    job_emit(one->all->job, one->all->cancel, one->id, one->id, time);
}

/// Asleep, which holds the loop up and takes no CPU time, until those behind are overdue.
static void block_and_cancel(struct one *blocker) {
    struct cancels *all = blocker->all;
    clock_sleep_until(all->timers[blocker->id + all->each].timer.deadline);
    for (uint32_t i = 1; i <= all->each; i++) cancel(&all->timers[blocker->id + i], 0);
}

static void one_fired(struct timer *self) {
    struct one *one = CONTAINER(self, struct one, timer);
    struct cancels *all = one->all;
    job_emit(all->job, all->fire, one->id, one->id, 1000 * one->delay_ms);
    if (one->way == KEEP) cancel(&all->timers[SIBLING * all->each + one->id], 0);
    if (one->way == ITSELF) cancel(one, 0);
    if (one->way == BLOCKER) block_and_cancel(one);
    if (one->way == ENDER) loop_stop(all->job->loop);
}

static enum way way_of(const struct cancels *all, uint32_t id) {
    uint32_t blocker = WAYS_BEFORE_BLOCKER * all->each;
    if (id < blocker) return (enum way)(id / all->each);
    if (id == blocker) return BLOCKER;
    return id <= blocker + all->each ? OVERDUE : ENDER;
}

static void open_cancels(struct job *job) {
    struct cancels *all = must_allocate(1, sizeof *all);
    job->state = all;
    uint32_t delay_ms = (uint32_t)job_integer(job, "delayMs", 0, 60 * 1000);
    uint32_t gap_ms = (uint32_t)job_integer(job, "gapMs", SMALLEST_GAP_MS, 1000);
    *all = (struct cancels){
        .job = job,
        .each = (uint32_t)job_integer(job, "each", 1, MOST),
        .arm = job_kind(job, "arm"),
        .fire = job_kind(job, "fire"),
        .cancel = job_kind(job, "cancel"),
    };
    all->count = (WAYS_BEFORE_BLOCKER + 1) * all->each + 2;
    all->timers = must_allocate(all->count, sizeof *all->timers);
    static const uint32_t GAPS[] = {[BLOCKER] = 1, [OVERDUE] = 2, [ENDER] = 4};
    for (uint32_t id = 0; id < all->count; id++) {
        enum way way = way_of(all, id);
        all->timers[id] = (struct one){
            .timer.fire = one_fired, .all = all, .id = id, .way = way, .delay_ms = delay_ms + GAPS[way] * gap_ms};
    }
    loop_reserve(job->loop, all->count);
}

static void run_round(struct job *job) {
    struct cancels *all = job->state;
    for (uint32_t id = 0; id < all->count; id++) {
        struct one *one = &all->timers[id];
        job_emit(job, all->arm, id, id, 1000 * one->delay_ms);
        loop_arm(job->loop, &one->timer, clock_now() + (int64_t)one->delay_ms * NS_PER_MS);
        if (one->way == BEFORE || one->way == DOUBLE) cancel(one, 0);
        if (one->way == DOUBLE) cancel(one, 1);
    }
    loop_run(job->loop);
    job->operations = all->count;
}

static void close_cancels(struct job *job) {
    struct cancels *all = job->state;
    free(all->timers);
    free(all);
}

const struct workload TIMERS_CANCEL = {
    .scenario = "timers.cancel", .open = open_cancels, .round = run_round, .close = close_cancels};
