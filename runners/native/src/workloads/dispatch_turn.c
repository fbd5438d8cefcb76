// dispatch.turn: a chain of hops. A turn is one of the loop; a step is a call of a function that the compiler cannot
// see.
#include <stdlib.h>

#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"

struct chain {
    struct job *job;
    struct task hop_task;
    struct task between_task;
    /// A recorded hop asks for a turn between it and the next one.
    bool probes;
    uint32_t hops;
    uint32_t stride;
    uint16_t hop;
    uint16_t armed;
    uint16_t between;
    uint32_t state;
    uint32_t id;
    uint32_t last;
    /// No hop, where none is recorded.
    uint64_t next_recorded;
    uint64_t recorded_step;
    uint32_t between_id;
    uint32_t between_digest;
};

static void between_ran(struct task *self) {
    struct chain *chain = CONTAINER(self, struct chain, between_task);
    job_emit(chain->job, chain->between, 0, chain->between_id, chain->between_digest);
}

/// The turn that is asked for here comes before the next hop, which is asked for later.
static void record(struct chain *chain) {
    job_emit(chain->job, chain->hop, 0, chain->id, chain->state);
    chain->next_recorded += chain->recorded_step;
    if (!chain->probes || chain->id + 1 == chain->last) return;
    chain->between_id = chain->id;
    chain->between_digest = chain->state;
    loop_defer(chain->job->loop, &chain->between_task);
    job_emit(chain->job, chain->armed, 0, chain->id, 0);
}

static void hop(struct chain *chain) {
    chain->state = chain->state * 1664525U + 1013904223U;
    if (chain->id == chain->next_recorded) record(chain);
    chain->id++;
}

static void turn_ran(struct task *self) {
    struct chain *chain = CONTAINER(self, struct chain, hop_task);
    hop(chain);
    if (chain->id < chain->last) loop_defer(chain->job->loop, self);
    else loop_stop(chain->job->loop);
}

static void run_chain(struct chain *chain, uint32_t hops) {
    chain->id = 0;
    chain->last = hops;
    loop_defer(chain->job->loop, &chain->hop_task);
    loop_run(chain->job->loop);
}

static void open_chain(struct job *job) {
    static const char *const LEVELS[] = {"turn", "step", NULL};
    struct chain *chain = must_allocate(1, sizeof *chain);
    job->state = chain;
    chain->job = job;
    chain->hop_task.run = turn_ran;
    chain->between_task.run = between_ran;
    chain->probes = job_word(job, "level", LEVELS) == 0;
    chain->hops = (uint32_t)job_integer(job, "hops", 1, UINT32_MAX);
    chain->stride = (uint32_t)job_integer(job, "stride", 1, UINT32_MAX);
    chain->hop = job_kind(job, "hop");
    chain->armed = job_kind(job, "armed");
    chain->between = job_kind(job, "between");
}

static void run_round(struct job *job) {
    struct chain *chain = job->state;
    chain->state = seed_of_nonce(job->nonce);
    chain->recorded_step = job->traced ? 1 : chain->stride;
    chain->next_recorded = chain->recorded_step - 1;
    run_chain(chain, chain->hops);
    job->operations = chain->id;
}

static void run_slice(struct job *job, uint32_t operations) {
    struct chain *chain = job->state;
    chain->next_recorded = UINT64_MAX;
    run_chain(chain, operations);
}

static void close_chain(struct job *job) { free(job->state); }

const struct workload DISPATCH_TURN = {
    .scenario = "dispatch.turn", .open = open_chain, .round = run_round, .slice = run_slice, .close = close_chain};
