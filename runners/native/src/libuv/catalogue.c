// All workloads of the loop of libuv, each in a file of its name.
#include "workloads/catalogue.h"

#include <stddef.h>

// clang-format off
const struct workload *const WORKLOADS[] = {
    &DISPATCH_TURN,
    &FILE_WATCH_BURST,
    &FILE_WATCH_DECOYS,
    &FILE_WATCH_IDLE,
    &FILE_WATCH_MANY,
    &FILE_WATCH_MODIFY,
    &IO_FANOUT_BACKPRESSURE,
    &IO_FANOUT_FILE_READS,
    &IO_FANOUT_GATHER,
    &IO_FANOUT_HALF_CLOSE,
    &IO_FANOUT_RESET,
    &IO_FANOUT_TCP_ECHO,
    &IO_FANOUT_UDP,
    &TIMERS_CANCEL,
    &TIMERS_CLOCK,
    &TIMERS_DEADLINES,
    &TIMERS_EQUAL,
    &TIMERS_INTERVAL,
    &TIMERS_MASS,
    &TIMERS_NESTED,
    &TIMERS_SLEEP_LOOP,
    &TIMERS_STALL,
    NULL,
};
// clang-format on
