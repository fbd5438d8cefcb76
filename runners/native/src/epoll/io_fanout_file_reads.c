// io_fanout.file_reads: many small files. No kernel notifies a loop when a file can be read, so each is read where it
// is asked for: one at a time.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "kit/die.h"
#include "workloads/catalogue.h"
#include "workloads/sockets.h"

struct reads {
    struct job *job;
    int directory;
    uint32_t files;
    uint16_t begin;
    uint16_t read;
    uint16_t failed;
    uint8_t *buffer;
    /// Where the next slice goes on.
    uint32_t next;
};

/// 0, or the number of the error.
static int digest_of(struct reads *reads, const char *name, uint32_t *digest) {
    int file = openat(reads->directory, name, O_RDONLY | O_CLOEXEC);
    if (file < 0) return errno;
    *digest = 0;
    int64_t count;
    while ((count = read_some(file, reads->buffer, READ_BYTES)) > 0)
        *digest = crc32(*digest, reads->buffer, (size_t)count);
    close(file);
    return count < 0 ? (int)-count : 0;
}

static void read_one(struct reads *reads, uint32_t id) {
    char name[16];
    snprintf(name, sizeof name, "%u", id);
    job_emit(reads->job, reads->begin, 0, id, 0);
    uint32_t digest = 0;
    int error = digest_of(reads, name, &digest);
    if (error == 0) job_emit(reads->job, reads->read, 0, id, digest);
    else job_emit(reads->job, reads->failed, 0, id, (uint32_t)error);
}

static void open_reads(struct job *job) {
    struct reads *reads = must_allocate(1, sizeof *reads);
    job->state = reads;
    *reads = (struct reads){
        .job = job,
        .directory = open(job->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC),
        .files = (uint32_t)job_integer(job, "files", 1, 10000000),
        .begin = job_kind(job, "begin"),
        .read = job_kind(job, "read"),
        .failed = job_kind(job, "failed"),
        .buffer = must_allocate(READ_BYTES, 1),
    };
    if (reads->directory < 0) job_fail_errno(job, "the directory cannot be opened", errno);
}

static void run_round(struct job *job) {
    struct reads *reads = job->state;
    for (uint32_t id = 0; id < reads->files; id++) read_one(reads, id);
    job->operations = reads->files;
}

static void run_slice(struct job *job, uint32_t operations) {
    struct reads *reads = job->state;
    for (; operations > 0; operations--) {
        read_one(reads, reads->next);
        reads->next = (reads->next + 1) % reads->files;
    }
}

static void close_reads(struct job *job) {
    struct reads *reads = job->state;
    if (reads->directory >= 0) close(reads->directory);
    free(reads->buffer);
    free(reads);
}

const struct workload IO_FANOUT_FILE_READS = {.scenario = "io_fanout.file_reads",
                                              .open = open_reads,
                                              .round = run_round,
                                              .slice = run_slice,
                                              .close = close_reads};
