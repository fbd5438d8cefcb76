// The loop of libuv under the names that the shared workloads and the session use: uv_timer, uv_idle, uv_poll.
#include "loop.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "kit/clock.h"
#include "kit/die.h"

enum { FIRST_HANDLES = 64 };

struct handles {
    struct handles *next;
    size_t count;
    size_t capacity;
    uv_timer_t all[];
};

static void must(int result, const char *what) {
    if (result < 0) die("%s: %s", what, uv_strerror(result));
}

void loop_open(struct loop *loop) {
    memset(loop, 0, sizeof *loop);
    loop->last_task = &loop->first_task;
    must(uv_loop_init(&loop->uv), "uv_loop_init");
    must(uv_idle_init(&loop->uv, &loop->turn), "uv_idle_init");
}

static void close_handle(uv_handle_t *handle, void *nothing) {
    (void)nothing;
    if (!uv_is_closing(handle)) uv_close(handle, NULL);
}

void loop_close(struct loop *loop) {
    uv_walk(&loop->uv, close_handle, NULL);
    uv_run(&loop->uv, UV_RUN_DEFAULT);
    must(uv_loop_close(&loop->uv), "uv_loop_close");
    for (struct handles *handles; (handles = loop->handles) != NULL;) {
        loop->handles = handles->next;
        free(handles);
    }
}

static void poll_ready(uv_poll_t *handle, int status, int events) {
    (void)status;
    struct watch *watch = handle->data;
    watch->ready(watch, (uint32_t)events);
}

static void free_handle(uv_handle_t *handle) { free(handle); }

/// `uv_poll_init` lets the file descriptor no longer block, but between rounds stdin is read by calls that do.
int loop_watch(struct loop *loop, struct watch *watch, uint32_t events) {
    int flags = fcntl(watch->fd, F_GETFL);
    if (flags < 0) return errno;
    uv_poll_t *handle = must_allocate(1, sizeof *handle);
    int result = uv_poll_init(&loop->uv, handle, watch->fd);
    if (result < 0) {
        free(handle);
        return -result;
    }
    handle->data = watch;
    watch->handle = handle;
    result = fcntl(watch->fd, F_SETFL, flags) < 0 ? -errno : uv_poll_start(handle, (int)events, poll_ready);
    return -result;
}

void loop_unwatch(struct loop *loop, struct watch *watch) {
    (void)loop;
    if (watch->handle == NULL) return;
    uv_poll_stop(watch->handle);
    uv_close((uv_handle_t *)watch->handle, free_handle);
    watch->handle = NULL;
}

void loop_reserve(struct loop *loop, size_t count) {
    struct handles *handles = must_allocate(1, sizeof *handles + count * sizeof *handles->all);
    handles->capacity = count;
    handles->next = loop->handles;
    loop->handles = handles;
}

static uv_timer_t *take_handle(struct loop *loop, struct timer *timer) {
    struct handles *handles = loop->handles;
    if (handles == NULL || handles->count == handles->capacity) {
        loop_reserve(loop, handles == NULL ? FIRST_HANDLES : 2 * handles->capacity);
        handles = loop->handles;
    }
    uv_timer_t *handle = &handles->all[handles->count++];
    must(uv_timer_init(&loop->uv, handle), "uv_timer_init");
    handle->data = timer;
    return handle;
}

static void timer_due(uv_timer_t *handle) {
    struct timer *timer = handle->data;
    timer->fire(timer);
}

/// From now on, not from when this turn began.
void loop_arm_after(struct loop *loop, struct timer *timer, int64_t milliseconds) {
    if (timer->handle == NULL) timer->handle = take_handle(loop, timer);
    uv_update_time(&loop->uv);
    must(uv_timer_start(timer->handle, timer_due, (uint64_t)milliseconds, 0), "uv_timer_start");
}

void loop_arm(struct loop *loop, struct timer *timer, int64_t deadline) {
    int64_t left = deadline - clock_now();
    timer->deadline = deadline;
    loop_arm_after(loop, timer, left <= 0 ? 0 : (left + NS_PER_MS - 1) / NS_PER_MS);
}

void loop_disarm(struct loop *loop, struct timer *timer) {
    (void)loop;
    if (timer->handle != NULL) uv_timer_stop(timer->handle);
}

/// Those of this turn alone: what they defer comes in the next one.
static void run_tasks(uv_idle_t *turn) {
    struct loop *loop = turn->data;
    struct task **end = loop->last_task;
    for (bool last = false; !last && !loop->stopped;) {
        struct task *task = loop->first_task;
        last = &task->next == end;
        loop->first_task = task->next;
        if (loop->first_task == NULL) loop->last_task = &loop->first_task;
        task->run(task);
    }
    if (loop->first_task == NULL) uv_idle_stop(turn);
}

void loop_defer(struct loop *loop, struct task *task) {
    task->next = NULL;
    *loop->last_task = task;
    loop->last_task = &task->next;
    loop->turn.data = loop;
    uv_idle_start(&loop->turn, run_tasks);
}

/// Twice: where the loop was stopped outside of a turn, libuv only takes note of that the first time.
void loop_settle(struct loop *loop) {
    for (int i = 0; i < 2; i++) uv_run(&loop->uv, UV_RUN_NOWAIT);
}

void loop_stop(struct loop *loop) {
    loop->stopped = true;
    uv_stop(&loop->uv);
}

void loop_run(struct loop *loop) {
    while (!loop->stopped)
        if (uv_run(&loop->uv, UV_RUN_DEFAULT) == 0 && !loop->stopped) die("the loop waits for nothing");
    loop->stopped = false;
}
