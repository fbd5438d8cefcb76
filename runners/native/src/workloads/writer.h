// The wire to the writer of the harness, see docs/wires.md: frames of three numbers.
#pragma once
#include "workloads/workload.h"

enum to_writer { WRITER_GO = 1, WRITER_STATE = 2, WRITER_BYE = 3 };
enum from_writer { WRITER_SETTLED = 1, WRITER_LOST = 2, WRITER_DONE = 3, WRITER_ACTED = 4 };
enum { FRAME_BYTES = 12 };

struct writer {
    struct job *job;
    /// The file descriptor is below 0 where there is no connection.
    struct watch watch;
    uint8_t frame[FRAME_BYTES];
    size_t came;
    void (*answered)(struct writer *self, uint32_t kind, uint32_t a, uint32_t b);
};

/// Connects, and waits until that is done. Fails the job where it cannot.
void writer_open(struct writer *writer, struct job *job);
void writer_send(struct writer *writer, enum to_writer kind, uint32_t a, uint32_t b);
void writer_close(struct writer *writer);
