// Segments of columns at the end of a sidecar file.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum layout { LAYOUT_SAMPLES = 1, LAYOUT_EVENTS = 2, LAYOUT_SLICES = 3 };

struct column {
    const void *rows;
    size_t width;
};

struct sidecar {
    int file;
    uint64_t bytes;
};

/// False where the file cannot be opened; `errno` says why.
bool sidecar_open(struct sidecar *sidecar, const char *path);
/// Gives the position of the segment. False where it could not be written whole; `errno` says why.
bool sidecar_append(struct sidecar *sidecar, enum layout layout, const struct column *columns, size_t column_count,
                    size_t rows, uint64_t *offset);
void sidecar_close(struct sidecar *sidecar);
