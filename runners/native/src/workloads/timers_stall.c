// timers.stall: the loop is blocked until all its timers are overdue; they fire in the order of their deadlines.
#include <stdlib.h>

#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"

struct stall;

struct one {
    struct timer timer;
    struct stall *all;
    uint32_t id;
};

struct stall {
    struct job *job;
    uint32_t count;
    uint32_t first_ms;
    uint32_t gap_ms;
    uint16_t arm;
    uint16_t fire;
    uint16_t arm_late;
    uint16_t fire_late;
    uint16_t arm_last;
    uint16_t fire_last;
    struct task block;
    int64_t base;
    uint32_t left;
    struct one *timers;
    struct timer late;
    struct timer last;
};

enum { ARMING = 0, FIRING = 1, LATE = 2, LAST = 3, SMALLEST_GAP_MS = 4, MOST = 10000 };

static uint32_t delay_ms(const struct stall *all, uint32_t id) { return all->first_ms + id * all->gap_ms; }

static int64_t deadline_of(const struct stall *all, uint32_t id) {
    return all->base + (int64_t)delay_ms(all, id) * NS_PER_MS;
}

static void count_down(struct stall *all) {
    if (--all->left == 0) loop_stop(all->job->loop);
}

static void one_fired(struct timer *self) {
    struct one *one = CONTAINER(self, struct one, timer);
    job_emit(one->all->job, one->all->fire, FIRING, one->id, 1000 * delay_ms(one->all, one->id));
    count_down(one->all);
}

static void late_fired(struct timer *self) {
    struct stall *all = CONTAINER(self, struct stall, late);
    job_emit(all->job, all->fire_late, LATE, all->count - 1, 1000 * delay_ms(all, all->count));
    count_down(all);
}

static void last_fired(struct timer *self) {
    struct stall *all = CONTAINER(self, struct stall, last);
    job_emit(all->job, all->fire_last, LAST, 0, 1000 * all->gap_ms);
    count_down(all);
}

/// Asleep, which holds the loop up and takes no CPU time. The late timer is armed when its own delay is left until its
/// deadline.
static void block(struct task *self) {
    struct stall *all = CONTAINER(self, struct stall, block);
    struct job *job = all->job;
    int64_t late = deadline_of(all, all->count);
    clock_sleep_until(late - (int64_t)all->first_ms * NS_PER_MS);
    job_emit(job, all->arm_late, LATE, all->count - 1, 1000 * delay_ms(all, all->count));
    loop_arm_after(job->loop, &all->late, all->first_ms);
    clock_sleep_until(late + (int64_t)all->gap_ms * NS_PER_MS);
    job_emit(job, all->arm_last, LAST, 0, 1000 * all->gap_ms);
    loop_arm_after(job->loop, &all->last, all->gap_ms);
}

static void open_stall(struct job *job) {
    struct stall *all = must_allocate(1, sizeof *all);
    job->state = all;
    *all = (struct stall){
        .job = job,
        .count = (uint32_t)job_integer(job, "count", 2, MOST),
        .first_ms = (uint32_t)job_integer(job, "firstMs", 0, 60 * 1000),
        .gap_ms = (uint32_t)job_integer(job, "gapMs", SMALLEST_GAP_MS, 1000),
        .arm = job_kind(job, "arm"),
        .fire = job_kind(job, "fire"),
        .arm_late = job_kind(job, "arm_late"),
        .fire_late = job_kind(job, "fire_late"),
        .arm_last = job_kind(job, "arm_last"),
        .fire_last = job_kind(job, "fire_last"),
        .block.run = block,
        .late.fire = late_fired,
        .last.fire = last_fired,
    };
    all->timers = must_allocate(all->count, sizeof *all->timers);
    for (uint32_t id = 0; id < all->count; id++)
        all->timers[id] = (struct one){.timer.fire = one_fired, .all = all, .id = id};
    loop_reserve(job->loop, (size_t)all->count + 2);
}

/// In the order 0, last, last but one, and so on.
static uint32_t armed_at(const struct stall *all, uint32_t place) { return place == 0 ? 0 : all->count - place; }

static void run_round(struct job *job) {
    struct stall *all = job->state;
    all->left = all->count + 2;
    for (uint32_t place = 0; place < all->count; place++)
        job_emit(job, all->arm, ARMING, armed_at(all, place), 1000 * delay_ms(all, armed_at(all, place)));
    all->base = clock_now();
    for (uint32_t place = 0; place < all->count; place++) {
        uint32_t id = armed_at(all, place);
        loop_arm(job->loop, &all->timers[id].timer, deadline_of(all, id));
    }
    loop_defer(job->loop, &all->block);
    loop_run(job->loop);
    job->operations = all->count + 2 - all->left;
}

static void close_stall(struct job *job) {
    struct stall *all = job->state;
    free(all->timers);
    free(all);
}

const struct workload TIMERS_STALL = {
    .scenario = "timers.stall", .open = open_stall, .round = run_round, .close = close_stall};
