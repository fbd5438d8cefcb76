// The digests of a round by key: of sequences, and of events whose order is free. Made after the round has ended.
#include "kit/digests.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "kit/die.h"
#include "kit/numbers.h"

enum { EVENT_BYTES = 12, FIRST_SLOTS = 1024 };

/// A table by open addressing: `slots` has row numbers from 1, 0 where a slot is free. Its size is a power of two.
struct table {
    size_t *slots;
    size_t size;
    struct digests digests;
    size_t room;
};

static size_t slot_of(const struct table *table, uint32_t key) {
    size_t at = free_low(0, key, 0) & (table->size - 1);
    while (table->slots[at] != 0 && table->digests.rows[table->slots[at] - 1].key != key)
        at = (at + 1) & (table->size - 1);
    return at;
}

static void grow(struct table *table) {
    free(table->slots);
    table->size = table->size > 0 ? 2 * table->size : FIRST_SLOTS;
    table->slots = must_allocate(table->size, sizeof *table->slots);
    table->room = table->size / 2;
    table->digests.rows = must_resize(table->digests.rows, table->room, sizeof *table->digests.rows);
    for (size_t row = 0; row < table->digests.count; row++)
        table->slots[slot_of(table, table->digests.rows[row].key)] = row + 1;
}

static struct digest *row_of(struct table *table, uint32_t key) {
    size_t slot = table->size > 0 ? slot_of(table, key) : 0;
    if (table->size > 0 && table->slots[slot] != 0) return &table->digests.rows[table->slots[slot] - 1];
    if (table->digests.count == table->room) {
        grow(table);
        slot = slot_of(table, key);
    }
    struct digest *row = &table->digests.rows[table->digests.count++];
    *row = (struct digest){.key = key};
    table->slots[slot] = table->digests.count;
    return row;
}

static void add(struct digest *row, enum order order, uint32_t kind, uint32_t id, uint32_t digest) {
    if (order == ORDER_FREE) {
        row->free_count++;
        row->low += free_low(kind, id, digest);
        row->high += free_high(kind, id, digest);
        return;
    }
    uint8_t bytes[EVENT_BYTES];
    put_u32(bytes, kind);
    put_u32(bytes + 4, id);
    put_u32(bytes + 8, digest);
    row->sequence_count++;
    row->sequence_crc = crc32(row->sequence_crc, bytes, sizeof bytes);
}

static int by_key(const void *a, const void *b) {
    uint32_t left = ((const struct digest *)a)->key;
    uint32_t right = ((const struct digest *)b)->key;
    return (left > right) - (left < right);
}

struct digests digests_of(const struct recorder *recorder, const enum order *orders, size_t orders_count) {
    struct table table = {0};
    for (size_t event = 0; event < recorder->event_count; event++) {
        uint16_t kind = recorder->kinds[event];
        enum order order = kind < orders_count ? orders[kind] : ORDER_RAW;
        if (order == ORDER_RAW) continue;
        add(row_of(&table, recorder->keys[event]), order, kind, recorder->ids[event], recorder->digests[event]);
    }
    free(table.slots);
    if (table.digests.count > 1) qsort(table.digests.rows, table.digests.count, sizeof *table.digests.rows, by_key);
    return table.digests;
}

void digests_free(struct digests *digests) {
    free(digests->rows);
    *digests = (struct digests){0};
}
