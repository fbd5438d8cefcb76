// The loop of libuv under the names that the shared workloads and the session use: uv_timer, uv_idle, uv_poll.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

enum { LOOP_READ = UV_READABLE };

/// A file descriptor that others have opened: stdin, and the wire to the writer. Workloads use streams.
struct watch {
    int fd;
    void (*ready)(struct watch *self, uint32_t events);
    uv_poll_t *handle;
};

/// What is deferred to the next turn.
struct task {
    struct task *next;
    void (*run)(struct task *self);
};

/// Stands within what it belongs to, see CONTAINER. Zeroed, it is not armed.
struct timer {
    int64_t deadline;
    void (*fire)(struct timer *self);
    /// Belongs to the loop, which closes it at the end. Null before it is first armed.
    uv_timer_t *handle;
};

struct handles;

struct loop {
    uv_loop_t uv;
    /// Active as long as something is deferred.
    uv_idle_t turn;
    struct task *first_task;
    struct task **last_task;
    /// Where the handles of timers lie, the newest first.
    struct handles *handles;
    bool stopped;
};

void loop_open(struct loop *loop);
void loop_close(struct loop *loop);

/// 0, or the number of the error.
int loop_watch(struct loop *loop, struct watch *watch, uint32_t events);
void loop_unwatch(struct loop *loop, struct watch *watch);

/// Room for `count` timers, so that no arming has to make it.
void loop_reserve(struct loop *loop, size_t count);
/// libuv knows no deadlines: in as many whole milliseconds as are not too few.
void loop_arm(struct loop *loop, struct timer *timer, int64_t deadline);
void loop_arm_after(struct loop *loop, struct timer *timer, int64_t milliseconds);
void loop_disarm(struct loop *loop, struct timer *timer);
void loop_defer(struct loop *loop, struct task *task);

/// Calls back what is over: a handle that was closed, and its requests.
void loop_settle(struct loop *loop);

/// Until `loop_stop`, which ends it with the turn in which it is called; at once where that came before.
void loop_run(struct loop *loop);
void loop_stop(struct loop *loop);
