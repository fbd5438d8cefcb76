// What all workloads of file_watch do: read after each notice, tell the writer, go on when it answers.
#include "workloads/file_watch.h"

#include <limits.h>
#include <stdio.h>

#include "kit/clock.h"
#include "kit/container.h"

static void file_changed(struct folder *self, struct watched_file *file, uint32_t before) {
    (void)before;
    struct file_watch *watch = CONTAINER(self, struct file_watch, folder);
    if (!watch->in_round) {
        if (watch->changed_outside != NULL) watch->changed_outside(watch, file);
        return;
    }
    if (file->key == STRAY_KEY) {
        job_emit(watch->job, watch->stray, STRAY_KEY, 0, file->digest);
        return;
    }
    job_emit(watch->job, watch->modified, file->key, watch->changes++, file->digest);
    writer_send(&watch->writer, WRITER_STATE, file->key, file->digest);
}

static void settle(struct file_watch *watch, uint32_t key, uint32_t edit) {
    if (key >= watch->folder.count) {
        job_fail(watch->job, "the writer speaks of file %u, which there is not", key);
        return;
    }
    const struct watched_file *file = &watch->folder.files[key];
    if (file->held_at > watch->last_held) watch->last_held = file->held_at;
    job_emit(watch->job, watch->settled, key, edit, file->digest);
    if (watch->writer_samples) job_sample(watch->job, file->held_at);
    watch->job->operations++;
}

static void writer_answered(struct writer *self, uint32_t kind, uint32_t a, uint32_t b) {
    struct file_watch *watch = CONTAINER(self, struct file_watch, writer);
    if (!watch->in_round) return;
    if (kind == WRITER_DONE) {
        watch->done = a;
        loop_stop(watch->job->loop);
        return;
    }
    if (kind == WRITER_SETTLED) settle(watch, a, b);
    if (kind == WRITER_ACTED || watch->goes_at_once) writer_send(self, WRITER_GO, 0, 0);
}

void file_watch_open(struct file_watch *watch, struct job *job, const char *subfolder, const char *before,
                     const char *after) {
    watch->job = job;
    watch->writer_samples = true;
    watch->modified = job_kind(job, "modified");
    watch->settled = job_kind(job, "settled");
    watch->stray = job_kind(job, "stray");
    watch->folder.changed = file_changed;
    watch->writer.answered = writer_answered;
    uint32_t files = (uint32_t)job_integer(job, "files", 1, 1000000);
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%s", job->directory, subfolder) >= (int)sizeof path)
        job_fail(job, "the path of the directory is too long");
    if (job->failed) return;
    folder_open(&watch->folder, job, path, before, files, after, EMPTY);
    if (!job->failed) writer_open(&watch->writer, job);
}

void file_watch_round(struct file_watch *watch) {
    watch->changes = 0;
    watch->last_held = 0;
    watch->in_round = true;
    watch->begun = clock_now();
    writer_send(&watch->writer, WRITER_GO, 0, 0);
    loop_run(watch->job->loop);
    watch->in_round = false;
}

void file_watch_close(struct file_watch *watch) {
    writer_close(&watch->writer);
    folder_close(&watch->folder);
}
