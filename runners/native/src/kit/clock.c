// CLOCK_MONOTONIC, in nanoseconds since an epoch that is the start of the process.
#include "kit/clock.h"

#include <errno.h>
#include <time.h>

#include "kit/die.h"

static int64_t epoch;

static int64_t read_clock(clockid_t id) {
    struct timespec time;
    if (clock_gettime(id, &time) != 0) die("clock %d cannot be read", (int)id);
    return (int64_t)time.tv_sec * NS_PER_S + time.tv_nsec;
}

void clock_begin(void) { epoch = read_clock(CLOCK_MONOTONIC); }

int64_t clock_now(void) { return read_clock(CLOCK_MONOTONIC) - epoch; }

int64_t clock_epoch(void) { return epoch; }

int64_t clock_cpu(void) { return read_clock(CLOCK_PROCESS_CPUTIME_ID); }

int64_t clock_step(void) {
    enum { READINGS = 1000 };
    int64_t step = 0;
    for (int reading = 0; reading < READINGS; reading++) {
        int64_t rest = read_clock(CLOCK_MONOTONIC);
        while (rest != 0) {
            int64_t next = step % rest;
            step = rest;
            rest = next;
        }
    }
    return step;
}

void clock_sleep_until(int64_t deadline) {
    int64_t absolute = deadline + epoch;
    struct timespec time = {.tv_sec = absolute / NS_PER_S, .tv_nsec = absolute % NS_PER_S};
    int error;
    do error = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL);
    while (error == EINTR);
    if (error != 0) die("clock_nanosleep: error %d", error);
}
