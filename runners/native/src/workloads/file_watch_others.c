// file_watch.burst, many, decoys and idle: they differ in what the writer does, and in little of what this side does.
#include <stdlib.h>

#include "kit/die.h"
#include "workloads/catalogue.h"
#include "workloads/file_watch.h"

static void open_notes(struct job *job) {
    struct file_watch *watch = must_allocate(1, sizeof *watch);
    job->state = watch;
    file_watch_open(watch, job, "watched", "note", ".txt");
}

static void open_burst(struct job *job) {
    struct file_watch *watch = must_allocate(1, sizeof *watch);
    job->state = watch;
    file_watch_open(watch, job, "", "", "");
    watch->writer_samples = false;
}

static void run_round(struct job *job) { file_watch_round(job->state); }

/// Operations are the writes, and there is one sample: when the last of the final states was held.
static void run_burst(struct job *job) {
    struct file_watch *watch = job->state;
    file_watch_round(watch);
    job->operations = watch->done;
    if (watch->last_held > 0) job_sample(job, watch->last_held - watch->begun);
}

static void run_idle(struct job *job) {
    file_watch_round(job->state);
    job->operations = (uint64_t)job_integer(job, "restMs", 0, UINT32_MAX);
}

static void close_watch(struct job *job) {
    file_watch_close(job->state);
    free(job->state);
}

const struct workload FILE_WATCH_BURST = {
    .scenario = "file_watch.burst", .open = open_burst, .round = run_burst, .close = close_watch};
const struct workload FILE_WATCH_MANY = {
    .scenario = "file_watch.many", .open = open_notes, .round = run_round, .close = close_watch};
const struct workload FILE_WATCH_DECOYS = {
    .scenario = "file_watch.decoys", .open = open_notes, .round = run_round, .close = close_watch};
const struct workload FILE_WATCH_IDLE = {
    .scenario = "file_watch.idle", .open = open_notes, .round = run_idle, .close = close_watch};
