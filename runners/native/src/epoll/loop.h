// The loop: epoll for input, a timerfd for the next deadline, and what was deferred to the next turn.
// A turn: due timers, then what was deferred before it, then input. The loop waits only where nothing is left to do.
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>

#include "timers.h"

/// A file descriptor that the loop watches. Stands within what it belongs to, see CONTAINER.
struct watch {
    int fd;
    void (*ready)(struct watch *self, uint32_t events);
};

/// What is deferred to the next turn.
struct task {
    struct task *next;
    void (*run)(struct task *self);
};

enum { LOOP_BATCH = 256, LOOP_READ = EPOLLIN };

struct loop {
    int epoll;
    struct watch timer;
    /// What the timerfd is armed for; 0: nothing.
    int64_t timer_deadline;
    struct timers timers;
    struct task *first_task;
    struct task **last_task;
    bool stopped;
    struct epoll_event batch[LOOP_BATCH];
    int batch_at;
    int batch_count;
};

void loop_open(struct loop *loop);
void loop_close(struct loop *loop);

/// 0, or the number of the error.
int loop_watch(struct loop *loop, struct watch *watch, uint32_t events);
int loop_rewatch(struct loop *loop, struct watch *watch, uint32_t events);
/// `ready` is not called again, not even for input that has been found already.
void loop_unwatch(struct loop *loop, struct watch *watch);

/// Room for `count` timers, so that no arming has to make it.
void loop_reserve(struct loop *loop, size_t count);
void loop_arm(struct loop *loop, struct timer *timer, int64_t deadline);
void loop_arm_after(struct loop *loop, struct timer *timer, int64_t milliseconds);
void loop_disarm(struct loop *loop, struct timer *timer);
void loop_defer(struct loop *loop, struct task *task);

/// Until `loop_stop`, which ends it behind the callback that calls it; at once where that came before.
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);
