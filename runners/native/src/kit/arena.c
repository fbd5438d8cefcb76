// Memory of one message, freed at a stroke.
#include "kit/arena.h"

#include <stdalign.h>
#include <stdlib.h>

#include "kit/die.h"

enum { BLOCK_BYTES = 16384 };

struct arena_block {
    struct arena_block *before;
    size_t used;
    size_t size;
    alignas(max_align_t) char bytes[];
};

void *arena_take(struct arena *arena, size_t bytes) {
    size_t step = alignof(max_align_t);
    size_t rounded = (bytes + step - 1) / step * step;
    struct arena_block *block = arena->last;
    if (block == NULL || block->size - block->used < rounded) {
        size_t size = rounded > BLOCK_BYTES ? rounded : BLOCK_BYTES;
        block = must_allocate(1, sizeof *block + size);
        block->before = arena->last;
        block->size = size;
        arena->last = block;
    }
    void *taken = block->bytes + block->used;
    block->used += rounded;
    return taken;
}

void arena_free(struct arena *arena) {
    while (arena->last != NULL) {
        struct arena_block *block = arena->last;
        arena->last = block->before;
        free(block);
    }
}
