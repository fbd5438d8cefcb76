// file_watch.modify: another program edits files one by one. In a slice it is this program itself that writes, to a
// file of its own.
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"
#include "workloads/file_watch.h"

static const char OWN[] = "own";

struct modify {
    struct file_watch watch;
    int own;
    uint8_t *content;
    size_t bytes;
    uint32_t writes;
    /// Writes of this slice that have not been noticed.
    uint32_t left;
};

/// What was never written before, in one call: one notice, and nothing is left over when a slice ends.
static void write_own(struct modify *modify) {
    put_u32(modify->content, ++modify->writes);
    ssize_t count = pwrite(modify->own, modify->content, modify->bytes, 0);
    if (count != (ssize_t)modify->bytes)
        job_fail_errno(modify->watch.job, "the own file cannot be written", count < 0 ? errno : ENOSPC);
}

static void own_changed(struct file_watch *self, const struct watched_file *file) {
    struct modify *modify = CONTAINER(self, struct modify, watch);
    if (modify->left == 0 || strcmp(file->name, OWN) != 0) return;
    if (--modify->left > 0) write_own(modify);
    else loop_stop(self->job->loop);
}

static void open_own(struct modify *modify, struct job *job) {
    modify->bytes = (size_t)job_integer(job, "bytes", 4, 1 << 30);
    modify->content = must_allocate(modify->bytes, 1);
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", job->directory, OWN) < (int)sizeof path)
        modify->own = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (modify->own < 0) job_fail_errno(job, "the own file cannot be made", errno);
}

static void open_modify(struct job *job) {
    struct modify *modify = must_allocate(1, sizeof *modify);
    job->state = modify;
    modify->own = -1;
    open_own(modify, job);
    file_watch_open(&modify->watch, job, "", "note", ".txt");
    modify->watch.goes_at_once = true;
    modify->watch.changed_outside = own_changed;
}

static void run_round(struct job *job) { file_watch_round(&((struct modify *)job->state)->watch); }

static void run_slice(struct job *job, uint32_t operations) {
    struct modify *modify = job->state;
    modify->left = operations;
    write_own(modify);
    loop_run(job->loop);
}

static void close_modify(struct job *job) {
    struct modify *modify = job->state;
    file_watch_close(&modify->watch);
    if (modify->own >= 0) close(modify->own);
    free(modify->content);
    free(modify);
}

const struct workload FILE_WATCH_MODIFY = {.scenario = "file_watch.modify",
                                           .open = open_modify,
                                           .round = run_round,
                                           .slice = run_slice,
                                           .close = close_modify};
