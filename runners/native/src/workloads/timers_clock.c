// timers.clock: the witness lets each timer be armed, and stamps its effect by a clock that is not this process's.
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"

enum { ASK = 1, FIRED = 2, LET = 3, HERE = 4 };

struct witnessed {
    struct job *job;
    struct timer timer;
    struct task begin;
    int to_witness;
    int from_witness;
    uint32_t timers;
    uint32_t delay_ms;
    uint16_t arm;
    uint16_t fire;
    uint32_t id;
    int64_t armed_at;
};

static uint32_t delay_of(const struct witnessed *all) { return all->delay_ms + all->id % 3; }

static void tell(struct witnessed *all, uint8_t byte) {
    ssize_t count;
    do count = write(all->to_witness, &byte, 1);
    while (count < 0 && errno == EINTR);
    if (count != 1) job_fail_errno(all->job, "the witness cannot be told", count < 0 ? errno : EPIPE);
}

/// Blocks, in the callback that is to arm the next timer.
static void ask(struct witnessed *all) {
    tell(all, ASK);
    uint8_t byte = 0;
    ssize_t count;
    do count = all->job->failed ? 1 : read(all->from_witness, &byte, 1);
    while (count < 0 && errno == EINTR);
    if (count != 1 || byte != LET) job_fail(all->job, "the witness does not answer");
}

static void arm_next(struct witnessed *all) {
    ask(all);
    if (all->id == all->timers) {
        loop_stop(all->job->loop);
        return;
    }
    tell(all, HERE);
    if (all->job->failed) return;
    job_emit(all->job, all->arm, 0, all->id, 1000 * delay_of(all));
    all->armed_at = clock_now();
    loop_arm(all->job->loop, &all->timer, all->armed_at + (int64_t)delay_of(all) * NS_PER_MS);
}

static void timer_fired(struct timer *self) {
    struct witnessed *all = CONTAINER(self, struct witnessed, timer);
    int64_t now = clock_now();
    job_emit(all->job, all->fire, 0, all->id, 1000 * delay_of(all));
    tell(all, FIRED);
    job_sample(all->job, now - all->armed_at - (int64_t)delay_of(all) * NS_PER_MS);
    all->id++;
    arm_next(all);
}

static void begin(struct task *self) { arm_next(CONTAINER(self, struct witnessed, begin)); }

static int open_pipe(struct job *job, const char *name, int mode) {
    char path[PATH_MAX];
    errno = ENAMETOOLONG;
    int file = -1;
    if (snprintf(path, sizeof path, "%s/%s", job->directory, name) < (int)sizeof path)
        file = open(path, mode | O_CLOEXEC);
    if (file < 0) job_fail_errno(job, name, errno);
    return file;
}

static void open_witnessed(struct job *job) {
    struct witnessed *all = must_allocate(1, sizeof *all);
    job->state = all;
    *all = (struct witnessed){
        .job = job,
        .timer.fire = timer_fired,
        .begin.run = begin,
        .to_witness = -1,
        .from_witness = -1,
        .timers = (uint32_t)job_integer(job, "timers", 1, 1000000),
        .delay_ms = (uint32_t)job_integer(job, "delayMs", 0, 60 * 1000),
        .arm = job_kind(job, "arm"),
        .fire = job_kind(job, "fire"),
    };
    if (job->failed) return;
    all->to_witness = open_pipe(job, "to-witness", O_WRONLY);
    all->from_witness = open_pipe(job, "from-witness", O_RDONLY);
}

static void run_round(struct job *job) {
    struct witnessed *all = job->state;
    all->id = 0;
    loop_defer(job->loop, &all->begin);
    loop_run(job->loop);
    job->operations = all->id;
}

static void close_witnessed(struct job *job) {
    struct witnessed *all = job->state;
    if (all->to_witness >= 0) close(all->to_witness);
    if (all->from_witness >= 0) close(all->from_witness);
    free(all);
}

const struct workload TIMERS_CLOCK = {
    .scenario = "timers.clock", .open = open_witnessed, .round = run_round, .close = close_witnessed};
