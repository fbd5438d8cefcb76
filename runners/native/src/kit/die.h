// What cannot be helped ends the process: a sentence on standard error, and code 1.
#pragma once
#include <stddef.h>

_Noreturn void die(const char *format, ...) __attribute__((format(printf, 1, 2)));

/// Zeroed memory for `count` things of `size` bytes; never null, not even for nothing.
void *must_allocate(size_t count, size_t size);
void *must_resize(void *memory, size_t count, size_t size);
