// The digests of a round by key: of sequences, and of events whose order is free. Made after the round has ended.
#pragma once
#include <stddef.h>
#include <stdint.h>

#include "kit/recorder.h"

enum order { ORDER_RAW, ORDER_SEQUENCE, ORDER_FREE };

struct digest {
    uint32_t key;
    uint64_t sequence_count;
    uint32_t sequence_crc;
    uint64_t free_count;
    uint32_t low;
    uint32_t high;
};

struct digests {
    /// In the order of their keys.
    struct digest *rows;
    size_t count;
};

/// `orders` has the order of each kind's code, `orders_count` of them.
struct digests digests_of(const struct recorder *recorder, const enum order *orders, size_t orders_count);
void digests_free(struct digests *digests);
