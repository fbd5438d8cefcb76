// A heap of timers by deadline; timers with one deadline are in the order in which they were armed.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// Stands within what it belongs to, see CONTAINER. Zeroed, it is not armed.
struct timer {
    int64_t deadline;
    uint64_t order;
    /// In the heap, from 1; 0: not armed.
    size_t place;
    void (*fire)(struct timer *self);
};

struct timers {
    /// From place 1 on.
    struct timer **heap;
    size_t count;
    size_t capacity;
    uint64_t armed;
};

/// Room for `capacity` timers, so that no arming has to make it.
void timers_reserve(struct timers *timers, size_t capacity);
/// Arms it anew where it is armed.
void timers_arm(struct timers *timers, struct timer *timer, int64_t deadline);
/// Does nothing where it is not armed.
void timers_disarm(struct timers *timers, struct timer *timer);
/// The next one that is due; null where there is none.
struct timer *timers_take_due(struct timers *timers, int64_t now);
void timers_free(struct timers *timers);
