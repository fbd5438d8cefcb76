// Lines of stdin: read by blocking calls between rounds, and by what has come during a round.
#pragma once
#include <stdbool.h>
#include <stddef.h>

enum { LONGEST_LINE = 1 << 20 };

struct lines {
    char *bytes;
    size_t capacity;
    size_t begin;
    size_t end;
    /// Bytes of a line that is too long are passed over up to its end.
    bool passing;
    bool ended;
};

struct line {
    const char *bytes;
    size_t length;
    /// It was longer than LONGEST_LINE, and has no bytes.
    bool too_long;
};

void lines_open(struct lines *lines);
/// One call of `read`, which blocks where nothing has come. Sets `ended` at the end of stdin.
void lines_read(struct lines *lines);
/// The next whole line; its bytes stay until the next `lines_read`. False where none is there.
bool lines_take(struct lines *lines, struct line *line);
/// Like `lines_take`, but leaves it where it is: `at` is where to look on, 0 for the first.
bool lines_peek(const struct lines *lines, size_t *at, struct line *line);
void lines_free(struct lines *lines);
