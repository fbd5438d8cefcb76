// The events of a traced round in a mapped file, each as soon as it was emitted: what is left of a process that hangs
// or dies.
#pragma once
#include <stddef.h>
#include <stdint.h>

struct trail {
    /// Null where there is no trail.
    uint8_t *rows;
    size_t bytes;
    size_t at;
};

/// Goes without where the file cannot be made.
void trail_open(struct trail *trail, const char *path, size_t events);
void trail_begin(struct trail *trail, uint32_t round);
/// Takes the magic of an older round away.
void trail_clear(struct trail *trail);
void trail_add(struct trail *trail, uint32_t key, uint32_t kind, uint32_t id, uint32_t digest, double time);
void trail_close(struct trail *trail);
