// Stalls of the loop, one after the other, by its own timers.
#include "session/stalls.h"

#include "kit/clock.h"
#include "kit/container.h"
#include "session/message.h"

static void stall(struct timer *self);

static void arm_next(struct stalls *stalls) {
    if (stalls->next == NULL) return;
    stalls->timer.fire = stall;
    loop_arm_after(stalls->loop, &stalls->timer, message_integer(stalls->next, "afterMs"));
}

/// Busy, by reading the clock: a process that sleeps would be no stalled loop.
static void stall(struct timer *self) {
    struct stalls *stalls = CONTAINER(self, struct stalls, timer);
    int64_t end = clock_now() + message_integer(stalls->next, "forMs") * NS_PER_MS;
    while (clock_now() < end) continue;
    stalls->made++;
    stalls->next = stalls->next->next;
    arm_next(stalls);
}

void stalls_begin(struct stalls *stalls, struct loop *loop, const struct json *list) {
    *stalls = (struct stalls){.loop = loop, .next = list == NULL ? NULL : list->first};
    arm_next(stalls);
}

void stalls_end(struct stalls *stalls) { loop_disarm(stalls->loop, &stalls->timer); }
