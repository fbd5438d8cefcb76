// Memory of one message, freed at a stroke.
#pragma once
#include <stddef.h>

struct arena {
    struct arena_block *last;
};

/// Zeroed, aligned for any type.
void *arena_take(struct arena *arena, size_t bytes);
void arena_free(struct arena *arena);
