// timers.nested: timers that arm further timers when they fire, a chain or a tree.
#include <stdlib.h>

#include "kit/clock.h"
#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"

struct tree;

struct node {
    struct timer timer;
    struct tree *tree;
    uint32_t id;
};

struct tree {
    struct job *job;
    uint32_t branches;
    uint32_t delay_ms;
    uint16_t arm;
    uint16_t fire;
    /// Timers of all levels; node 0 is the round itself.
    uint32_t count;
    uint32_t left;
    struct node *nodes;
};

enum { MOST = 4000000 };

static void arm_below(struct tree *tree, uint32_t parent) {
    uint64_t first = (uint64_t)parent * tree->branches + 1;
    for (uint64_t id = first; id < first + tree->branches && id <= tree->count; id++) {
        job_emit(tree->job, tree->arm, parent, (uint32_t)id, 1000 * tree->delay_ms);
        loop_arm_after(tree->job->loop, &tree->nodes[id].timer, tree->delay_ms);
    }
}

static void node_fired(struct timer *self) {
    struct node *node = CONTAINER(self, struct node, timer);
    struct tree *tree = node->tree;
    job_emit(tree->job, tree->fire, node->id, node->id, 1000 * tree->delay_ms);
    arm_below(tree, node->id);
    if (--tree->left == 0) loop_stop(tree->job->loop);
}

/// The timers of `depth` levels; the job fails where they are too many.
static uint32_t count_timers(struct job *job, uint32_t depth, uint32_t branches) {
    uint64_t level = 1;
    uint64_t all = 0;
    for (uint32_t i = 0; i < depth && all <= MOST; i++) all += level *= branches;
    if (all > MOST) {
        job->bad_params = true;
        job_fail(job, "there are more than %d timers", MOST);
        return 0;
    }
    return (uint32_t)all;
}

static void open_tree(struct job *job) {
    struct tree *tree = must_allocate(1, sizeof *tree);
    job->state = tree;
    uint32_t depth = (uint32_t)job_integer(job, "depth", 1, MOST);
    *tree = (struct tree){
        .job = job,
        .branches = (uint32_t)job_integer(job, "branches", 1, MOST),
        .delay_ms = (uint32_t)job_integer(job, "delayMs", 0, 60 * 1000),
        .arm = job_kind(job, "arm"),
        .fire = job_kind(job, "fire"),
    };
    tree->count = count_timers(job, depth, tree->branches);
    tree->nodes = must_allocate((size_t)tree->count + 1, sizeof *tree->nodes);
    for (uint32_t id = 1; id <= tree->count; id++)
        tree->nodes[id] = (struct node){.timer.fire = node_fired, .tree = tree, .id = id};
    loop_reserve(job->loop, tree->count);
}

static void run_round(struct job *job) {
    struct tree *tree = job->state;
    tree->left = tree->count;
    arm_below(tree, 0);
    loop_run(job->loop);
    job->operations = tree->count - tree->left;
}

static void close_tree(struct job *job) {
    struct tree *tree = job->state;
    free(tree->nodes);
    free(tree);
}

const struct workload TIMERS_NESTED = {
    .scenario = "timers.nested", .open = open_tree, .round = run_round, .close = close_tree};
