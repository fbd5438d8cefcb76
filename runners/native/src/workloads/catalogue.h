// All workloads there are, each in a file of its name.
#pragma once
#include "workloads/workload.h"

extern const struct workload DISPATCH_TURN;
extern const struct workload FILE_WATCH_BURST;
extern const struct workload FILE_WATCH_DECOYS;
extern const struct workload FILE_WATCH_IDLE;
extern const struct workload FILE_WATCH_MANY;
extern const struct workload FILE_WATCH_MODIFY;
extern const struct workload IO_FANOUT_BACKPRESSURE;
extern const struct workload IO_FANOUT_FILE_READS;
extern const struct workload IO_FANOUT_GATHER;
extern const struct workload IO_FANOUT_HALF_CLOSE;
extern const struct workload IO_FANOUT_RESET;
extern const struct workload IO_FANOUT_TCP_ECHO;
extern const struct workload IO_FANOUT_UDP;
extern const struct workload TIMERS_CANCEL;
extern const struct workload TIMERS_CLOCK;
extern const struct workload TIMERS_DEADLINES;
extern const struct workload TIMERS_EQUAL;
extern const struct workload TIMERS_INTERVAL;
extern const struct workload TIMERS_MASS;
extern const struct workload TIMERS_NESTED;
extern const struct workload TIMERS_SLEEP_LOOP;
extern const struct workload TIMERS_STALL;

/// Ends with null.
extern const struct workload *const WORKLOADS[];
