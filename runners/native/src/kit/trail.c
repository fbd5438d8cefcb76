// The events of a traced round in a mapped file, each as soon as it was emitted.
#include "kit/trail.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "kit/numbers.h"

enum { ROW_BYTES = 24, VERSION = 1, BYTE_ORDER_MARK = 0x1234, KIND_AT = 4 };
static const char MAGIC[4] = {'E', 'V', 'T', 'R'};

void trail_open(struct trail *trail, const char *path, size_t events) {
    // One row for the header, one of zeros behind the last event.
    size_t bytes = (events + 2) * ROW_BYTES;
    int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        fprintf(stderr, "native runner: no trail %s: %s\n", path, strerror(errno));
        return;
    }
    // Its blocks are taken now: a full disk must not become a SIGBUS in a round.
    int error = posix_fallocate(file, 0, (off_t)bytes);
    void *rows = error == 0 ? mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0) : MAP_FAILED;
    if (rows == MAP_FAILED) {
        fprintf(stderr, "native runner: no trail %s: %s\n", path, strerror(error != 0 ? error : errno));
        if (ftruncate(file, 0) != 0) unlink(path);
    } else {
        *trail = (struct trail){.rows = rows, .bytes = bytes};
    }
    close(file);
}

void trail_clear(struct trail *trail) {
    if (trail->rows != NULL) memset(trail->rows, 0, sizeof MAGIC);
}

void trail_begin(struct trail *trail, uint32_t round) {
    if (trail->rows == NULL) return;
    memset(trail->rows, 0, trail->bytes);
    put_u32(trail->rows + 4, VERSION | BYTE_ORDER_MARK << 16);
    put_u32(trail->rows + 8, round);
    trail->at = ROW_BYTES;
    atomic_thread_fence(memory_order_release);
    memcpy(trail->rows, MAGIC, sizeof MAGIC);
}

/// The kind is written last: a row without it is not there yet.
void trail_add(struct trail *trail, uint32_t key, uint32_t kind, uint32_t id, uint32_t digest, double time) {
    if (trail->rows == NULL || trail->at + 2 * ROW_BYTES > trail->bytes) return;
    uint8_t *row = trail->rows + trail->at;
    put_u32(row, key);
    put_u32(row + 8, id);
    put_u32(row + 12, digest);
    memcpy(row + 16, &time, sizeof time);
    atomic_thread_fence(memory_order_release);
    put_u32(row + KIND_AT, kind);
    trail->at += ROW_BYTES;
}

void trail_close(struct trail *trail) {
    if (trail->rows != NULL) munmap(trail->rows, trail->bytes);
    *trail = (struct trail){0};
}
