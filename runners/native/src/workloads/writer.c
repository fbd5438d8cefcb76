// The wire to the writer of the harness, see docs/wires.md: frames of three numbers.
#include "workloads/writer.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "kit/container.h"
#include "workloads/sockets.h"

/// Until it can be written to.
static void wait_for(int file) {
    struct pollfd wanted = {.fd = file, .events = POLLOUT};
    while (poll(&wanted, 1, -1) < 0 && errno == EINTR) continue;
}

static void writer_ready(struct watch *self, uint32_t events) {
    (void)events;
    struct writer *writer = CONTAINER(self, struct writer, watch);
    uint8_t bytes[64 * FRAME_BYTES];
    int64_t count = read_some(self->fd, bytes, sizeof bytes);
    if (count == -EAGAIN) return;
    if (count <= 0) {
        loop_unwatch(writer->job->loop, self);
        job_fail_errno(writer->job, "the writer went away", (int)-count);
        return;
    }
    for (int64_t at = 0; at < count; at++) {
        writer->frame[writer->came++] = bytes[at];
        if (writer->came < FRAME_BYTES) continue;
        writer->came = 0;
        writer->answered(writer, get_u32(writer->frame), get_u32(writer->frame + 4), get_u32(writer->frame + 8));
    }
}

void writer_open(struct writer *writer, struct job *job) {
    writer->job = job;
    writer->watch = (struct watch){.fd = -1, .ready = writer_ready};
    const struct json *endpoint = job_endpoint(job, "writer");
    if (endpoint == NULL) {
        job_fail(job, "there is no endpoint writer");
        return;
    }
    int file = connect_endpoint(endpoint);
    if (file >= 0) {
        writer->watch.fd = file;
        wait_for(file);
    }
    int error = file < 0 ? -file : connect_error(file);
    if (error == 0) error = loop_watch(job->loop, &writer->watch, LOOP_READ);
    if (error != 0) job_fail_errno(job, "the writer cannot be reached", error);
}

void writer_send(struct writer *writer, enum to_writer kind, uint32_t a, uint32_t b) {
    uint8_t frame[FRAME_BYTES];
    put_u32(frame, kind);
    put_u32(frame + 4, a);
    put_u32(frame + 8, b);
    for (size_t at = 0; at < FRAME_BYTES;) {
        int64_t count = write_some(writer->watch.fd, frame + at, FRAME_BYTES - at);
        if (count >= 0) at += (size_t)count;
        else if (count == -EAGAIN) wait_for(writer->watch.fd);
        else {
            job_fail_errno(writer->job, "the writer takes nothing", (int)-count);
            return;
        }
    }
}

void writer_close(struct writer *writer) {
    if (writer->job == NULL || writer->watch.fd < 0) return;
    writer_send(writer, WRITER_BYE, 0, 0);
    loop_unwatch(writer->job->loop, &writer->watch);
    close(writer->watch.fd);
}
