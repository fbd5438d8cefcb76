// What cannot be helped ends the process: a sentence on standard error, and code 1.
#include "kit/die.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

void die(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("native runner: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(EXIT_FAILURE);
}

void *must_allocate(size_t count, size_t size) {
    void *memory = calloc(count > 0 ? count : 1, size);
    if (memory == NULL) die("no memory for %zu times %zu bytes", count, size);
    return memory;
}

void *must_resize(void *memory, size_t count, size_t size) {
    if (count > SIZE_MAX / size) die("%zu times %zu bytes are too many", count, size);
    void *resized = realloc(memory, count > 0 ? count * size : 1);
    if (resized == NULL) die("no memory for %zu times %zu bytes", count, size);
    return resized;
}
