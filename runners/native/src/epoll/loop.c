// The loop: epoll for input, a timerfd for the next deadline, and what was deferred to the next turn.
#include "loop.h"

#include <errno.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "kit/clock.h"
#include "kit/die.h"

/// The timerfd is watched by edges and so needs no reading. What it says has been said: it has to be armed anew.
static void timer_ready(struct watch *self, uint32_t events) {
    (void)self;
    (void)events;
}

void loop_open(struct loop *loop) {
    memset(loop, 0, sizeof *loop);
    loop->last_task = &loop->first_task;
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    if (loop->epoll < 0) die("epoll_create1: %s", strerror(errno));
    loop->timer.fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (loop->timer.fd < 0) die("timerfd_create: %s", strerror(errno));
    loop->timer.ready = timer_ready;
    int error = loop_watch(loop, &loop->timer, EPOLLIN | EPOLLET);
    if (error != 0) die("epoll_ctl of a timerfd: %s", strerror(error));
}

void loop_close(struct loop *loop) {
    timers_free(&loop->timers);
    close(loop->timer.fd);
    close(loop->epoll);
}

static int control(struct loop *loop, int operation, struct watch *watch, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = watch};
    return epoll_ctl(loop->epoll, operation, watch->fd, &event) == 0 ? 0 : errno;
}

int loop_watch(struct loop *loop, struct watch *watch, uint32_t events) {
    return control(loop, EPOLL_CTL_ADD, watch, events);
}

int loop_rewatch(struct loop *loop, struct watch *watch, uint32_t events) {
    return control(loop, EPOLL_CTL_MOD, watch, events);
}

void loop_unwatch(struct loop *loop, struct watch *watch) {
    control(loop, EPOLL_CTL_DEL, watch, 0);
    for (int i = loop->batch_at; i < loop->batch_count; i++)
        if (loop->batch[i].data.ptr == watch) loop->batch[i].data.ptr = NULL;
}

void loop_arm(struct loop *loop, struct timer *timer, int64_t deadline) { timers_arm(&loop->timers, timer, deadline); }

void loop_arm_after(struct loop *loop, struct timer *timer, int64_t milliseconds) {
    loop_arm(loop, timer, clock_now() + milliseconds * NS_PER_MS);
}

void loop_reserve(struct loop *loop, size_t count) { timers_reserve(&loop->timers, count); }

void loop_disarm(struct loop *loop, struct timer *timer) { timers_disarm(&loop->timers, timer); }

void loop_defer(struct loop *loop, struct task *task) {
    task->next = NULL;
    *loop->last_task = task;
    loop->last_task = &task->next;
}

void loop_stop(struct loop *loop) { loop->stopped = true; }

static void fire_due(struct loop *loop) {
    if (loop->timers.count == 0) return;
    int64_t now = clock_now();
    struct timer *timer;
    while (!loop->stopped && (timer = timers_take_due(&loop->timers, now)) != NULL) timer->fire(timer);
}

/// Those of this turn alone: what they defer comes in the next one.
static void run_tasks(struct loop *loop) {
    if (loop->first_task == NULL) return;
    struct task **end = loop->last_task;
    for (bool last = false; !last && !loop->stopped;) {
        struct task *task = loop->first_task;
        last = &task->next == end;
        loop->first_task = task->next;
        if (loop->first_task == NULL) loop->last_task = &loop->first_task;
        task->run(task);
    }
}

static void arm_timerfd(struct loop *loop) {
    int64_t deadline = loop->timers.count > 0 ? loop->timers.heap[1]->deadline : 0;
    if (deadline == loop->timer_deadline) return;
    loop->timer_deadline = deadline;
    int64_t absolute = deadline == 0 ? 0 : deadline + clock_epoch();
    struct itimerspec spec = {.it_value = {.tv_sec = absolute / NS_PER_S, .tv_nsec = absolute % NS_PER_S}};
    if (timerfd_settime(loop->timer.fd, TFD_TIMER_ABSTIME, &spec, NULL) != 0)
        die("timerfd_settime: %s", strerror(errno));
}

static void take_input(struct loop *loop) {
    int patience = loop->first_task != NULL ? 0 : -1;
    if (patience != 0) arm_timerfd(loop);
    int found;
    do found = epoll_wait(loop->epoll, loop->batch, LOOP_BATCH, patience);
    while (found < 0 && errno == EINTR);
    if (found < 0) die("epoll_wait: %s", strerror(errno));
    loop->batch_count = found;
    for (loop->batch_at = 0; loop->batch_at < found && !loop->stopped;) {
        struct epoll_event *event = &loop->batch[loop->batch_at++];
        struct watch *watch = event->data.ptr;
        if (watch != NULL) watch->ready(watch, event->events);
    }
    loop->batch_count = 0;
}

void loop_run(struct loop *loop) {
    while (!loop->stopped) {
        fire_due(loop);
        if (!loop->stopped) run_tasks(loop);
        if (!loop->stopped) take_input(loop);
    }
    loop->stopped = false;
}
