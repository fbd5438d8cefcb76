// Lines of stdin: read by blocking calls between rounds, and by what has come during a round.
#include "session/lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kit/die.h"

enum { CHUNK = 65536 };

void lines_open(struct lines *lines) { *lines = (struct lines){.capacity = CHUNK, .bytes = must_allocate(CHUNK, 1)}; }

/// Moves what is left to the front, and makes room for one chunk.
static void make_room(struct lines *lines) {
    if (lines->begin > 0) memmove(lines->bytes, lines->bytes + lines->begin, lines->end - lines->begin);
    lines->end -= lines->begin;
    lines->begin = 0;
    if (lines->capacity - lines->end >= CHUNK) return;
    lines->capacity += lines->capacity > CHUNK ? lines->capacity : CHUNK;
    lines->bytes = must_resize(lines->bytes, lines->capacity, 1);
}

void lines_read(struct lines *lines) {
    make_room(lines);
    ssize_t count;
    do count = read(STDIN_FILENO, lines->bytes + lines->end, CHUNK);
    while (count < 0 && errno == EINTR);
    if (count <= 0) lines->ended = true;
    else lines->end += (size_t)count;
}

/// The end of the line that begins at `begin`; null where it has not come.
static const char *end_of(const struct lines *lines, size_t begin) {
    return memchr(lines->bytes + begin, '\n', lines->end - begin);
}

bool lines_take(struct lines *lines, struct line *line) {
    const char *end = end_of(lines, lines->begin);
    if (end == NULL) {
        // What is too long is not kept; one answer is given when its end has come.
        if (lines->end - lines->begin > LONGEST_LINE) lines->passing = true;
        if (lines->passing) lines->begin = lines->end;
        return false;
    }
    line->bytes = lines->bytes + lines->begin;
    line->length = (size_t)(end - line->bytes);
    line->too_long = lines->passing || line->length > LONGEST_LINE;
    lines->passing = false;
    lines->begin += line->length + 1;
    return true;
}

bool lines_peek(const struct lines *lines, size_t *at, struct line *line) {
    const char *end = end_of(lines, lines->begin + *at);
    if (end == NULL) return false;
    line->bytes = lines->bytes + lines->begin + *at;
    line->length = (size_t)(end - line->bytes);
    line->too_long = line->length > LONGEST_LINE;
    *at += line->length + 1;
    return true;
}

void lines_free(struct lines *lines) {
    free(lines->bytes);
    *lines = (struct lines){0};
}
