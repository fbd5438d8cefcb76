// Stalls of the loop, one after the other, by its own timers.
#pragma once
#include "kit/json.h"
#include "loop.h"

struct stalls {
    struct loop *loop;
    struct timer timer;
    /// The next one; null behind the last.
    const struct json *next;
    int made;
};

/// `list` is null where the round has none.
void stalls_begin(struct stalls *stalls, struct loop *loop, const struct json *list);
void stalls_end(struct stalls *stalls);
