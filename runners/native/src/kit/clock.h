// CLOCK_MONOTONIC, in nanoseconds since an epoch that is the start of the process.
#pragma once
#include <stdint.h>

enum { NS_PER_US = 1000, NS_PER_MS = 1000000, NS_PER_S = 1000000000 };

/// Must come before any other call: it fixes the epoch.
void clock_begin(void);
int64_t clock_now(void);
/// The epoch on CLOCK_MONOTONIC itself, which other processes can read, too.
int64_t clock_epoch(void);
/// The step of the clock: the greatest common divisor of many readings.
int64_t clock_step(void);
/// CPU time of the process, all its threads.
int64_t clock_cpu(void);
/// Blocks the thread, and with it the loop.
void clock_sleep_until(int64_t deadline);
