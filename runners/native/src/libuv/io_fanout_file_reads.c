// io_fanout.file_reads: many small files, read by the threads of libuv, at most `inFlight` at once.
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "kit/container.h"
#include "kit/die.h"
#include "workloads/catalogue.h"
#include "workloads/sockets.h"

struct reads;

/// One file that is being read. Used again for the next one.
struct reading {
    uv_fs_t request;
    struct reads *reads;
    uint32_t id;
    uint32_t digest;
    int error;
    uv_file file;
    uint8_t *buffer;
};

struct reads {
    struct job *job;
    uint32_t files;
    uint32_t in_flight;
    uint16_t begin;
    uint16_t read;
    uint16_t failed;
    struct reading *readings;
    /// Files that have not been begun, and that are not done.
    uint32_t waiting;
    uint32_t left;
    uint32_t under_way;
    /// Where the next slice goes on.
    uint32_t next;
};

static void begin_next(struct reading *reading);

static void done(struct reading *reading) {
    struct reads *reads = reading->reads;
    bool good = reading->error == 0;
    job_emit(reads->job, good ? reads->read : reads->failed, 0, reading->id,
             good ? reading->digest : (uint32_t)reading->error);
    reads->under_way--;
    if (--reads->left == 0) loop_stop(reads->job->loop);
    else begin_next(reading);
}

static void closed(uv_fs_t *request) {
    uv_fs_req_cleanup(request);
    done(CONTAINER(request, struct reading, request));
}

static void read_on(struct reading *reading);

static void came(uv_fs_t *request) {
    struct reading *reading = CONTAINER(request, struct reading, request);
    ssize_t count = request->result;
    uv_fs_req_cleanup(request);
    if (count > 0) {
        reading->digest = crc32(reading->digest, reading->buffer, (size_t)count);
        read_on(reading);
        return;
    }
    if (count < 0) reading->error = (int)-count;
    uv_fs_close(request->loop, request, reading->file, closed);
}

static void read_on(struct reading *reading) {
    uv_buf_t buffer = uv_buf_init((char *)reading->buffer, READ_BYTES);
    uv_fs_read(reading->request.loop, &reading->request, reading->file, &buffer, 1, -1, came);
}

static void opened(uv_fs_t *request) {
    struct reading *reading = CONTAINER(request, struct reading, request);
    reading->file = (uv_file)request->result;
    uv_fs_req_cleanup(request);
    if (reading->file >= 0) {
        read_on(reading);
        return;
    }
    reading->error = -reading->file;
    done(reading);
}

static void begin_next(struct reading *reading) {
    struct reads *reads = reading->reads;
    if (reads->waiting == 0 || reads->job->failed) return;
    reads->waiting--;
    reading->id = reads->next;
    reading->digest = 0;
    reading->error = 0;
    reads->next = (reads->next + 1) % reads->files;
    job_emit(reads->job, reads->begin, 0, reading->id, 0);
    char path[PATH_MAX];
    if (snprintf(path, sizeof path, "%s/%u", reads->job->directory, reading->id) >= (int)sizeof path) {
        job_fail(reads->job, "the path of the directory is too long");
        return;
    }
    reads->under_way++;
    uv_fs_open(&reads->job->loop->uv, &reading->request, path, O_RDONLY, 0, opened);
}

static void open_reads(struct job *job) {
    struct reads *reads = must_allocate(1, sizeof *reads);
    job->state = reads;
    *reads = (struct reads){
        .job = job,
        .files = (uint32_t)job_integer(job, "files", 1, 10000000),
        .in_flight = (uint32_t)job_integer(job, "inFlight", 1, 100000),
        .begin = job_kind(job, "begin"),
        .read = job_kind(job, "read"),
        .failed = job_kind(job, "failed"),
    };
    reads->readings = must_allocate(reads->in_flight, sizeof *reads->readings);
    for (uint32_t i = 0; i < reads->in_flight; i++) {
        reads->readings[i].reads = reads;
        reads->readings[i].buffer = must_allocate(READ_BYTES, 1);
    }
}

static void read_files(struct reads *reads, uint32_t count) {
    reads->waiting = reads->left = count;
    for (uint32_t i = 0; i < reads->in_flight; i++) begin_next(&reads->readings[i]);
    loop_run(reads->job->loop);
}

static void run_round(struct job *job) {
    struct reads *reads = job->state;
    reads->next = 0;
    read_files(reads, reads->files);
    job->operations = reads->files;
}

static void run_slice(struct job *job, uint32_t operations) { read_files(job->state, operations); }

static void close_reads(struct job *job) {
    struct reads *reads = job->state;
    // Of a round that failed: the threads still write to these buffers.
    while (reads->under_way > 0) uv_run(&job->loop->uv, UV_RUN_ONCE);
    for (uint32_t i = 0; i < reads->in_flight; i++) free(reads->readings[i].buffer);
    free(reads->readings);
    free(reads);
}

const struct workload IO_FANOUT_FILE_READS = {.scenario = "io_fanout.file_reads",
                                              .open = open_reads,
                                              .round = run_round,
                                              .slice = run_slice,
                                              .close = close_reads};
