// A heap of timers by deadline; timers with one deadline are in the order in which they were armed.
#include "timers.h"

#include <stdlib.h>

#include "kit/die.h"

enum { FIRST_CAPACITY = 64 };

static bool is_before(const struct timer *a, const struct timer *b) {
    return a->deadline < b->deadline || (a->deadline == b->deadline && a->order < b->order);
}

static void put(struct timers *timers, struct timer *timer, size_t place) {
    timers->heap[place] = timer;
    timer->place = place;
}

static void move_up(struct timers *timers, struct timer *timer, size_t place) {
    for (; place > 1 && is_before(timer, timers->heap[place / 2]); place /= 2)
        put(timers, timers->heap[place / 2], place);
    put(timers, timer, place);
}

static void move_down(struct timers *timers, struct timer *timer, size_t place) {
    for (size_t child; (child = 2 * place) <= timers->count; place = child) {
        if (child < timers->count && is_before(timers->heap[child + 1], timers->heap[child])) child++;
        if (!is_before(timers->heap[child], timer)) break;
        put(timers, timers->heap[child], place);
    }
    put(timers, timer, place);
}

void timers_reserve(struct timers *timers, size_t capacity) {
    if (capacity <= timers->capacity) return;
    timers->heap = must_resize(timers->heap, capacity + 1, sizeof *timers->heap);
    timers->capacity = capacity;
}

void timers_arm(struct timers *timers, struct timer *timer, int64_t deadline) {
    timers_disarm(timers, timer);
    if (timers->count == timers->capacity)
        timers_reserve(timers, timers->capacity > 0 ? 2 * timers->capacity : FIRST_CAPACITY);
    timer->deadline = deadline;
    timer->order = timers->armed++;
    move_up(timers, timer, ++timers->count);
}

void timers_disarm(struct timers *timers, struct timer *timer) {
    size_t place = timer->place;
    if (place == 0) return;
    timer->place = 0;
    struct timer *last = timers->heap[timers->count--];
    if (last == timer) return;
    if (place > 1 && is_before(last, timers->heap[place / 2])) move_up(timers, last, place);
    else move_down(timers, last, place);
}

struct timer *timers_take_due(struct timers *timers, int64_t now) {
    if (timers->count == 0 || timers->heap[1]->deadline > now) return NULL;
    struct timer *due = timers->heap[1];
    timers_disarm(timers, due);
    return due;
}

void timers_free(struct timers *timers) {
    free(timers->heap);
    *timers = (struct timers){0};
}
