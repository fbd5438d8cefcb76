// The formulas of docs/wires.md: CRC-32, mixes, the generator, payloads. All arithmetic is modulo 2^32.
#include "kit/numbers.h"

#include <stdbool.h>
#include <string.h>

/// Eight bytes at a time: table n moves a byte past n further ones.
enum { STRIDE = 8, VALUES = 256 };
static uint32_t tables[STRIDE][VALUES];

static void fill_tables(void) {
    for (uint32_t value = 0; value < VALUES; value++) {
        uint32_t crc = value;
        for (int bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) != 0 ? 0xedb88320U : 0);
        tables[0][value] = crc;
    }
    for (int step = 1; step < STRIDE; step++)
        for (uint32_t value = 0; value < VALUES; value++) {
            uint32_t before = tables[step - 1][value];
            tables[step][value] = (before >> 8) ^ tables[0][before & 0xff];
        }
}

uint32_t crc32(uint32_t previous, const void *bytes, size_t length) {
    static bool filled;
    if (!filled) fill_tables();
    filled = true;
    const uint8_t *at = bytes;
    uint32_t crc = ~previous;
    for (; length >= STRIDE; length -= STRIDE, at += STRIDE) {
        uint32_t low = get_u32(at) ^ crc;
        uint32_t high = get_u32(at + 4);
        crc = tables[7][low & 0xff] ^ tables[6][(low >> 8) & 0xff] ^ tables[5][(low >> 16) & 0xff] ^
              tables[4][low >> 24] ^ tables[3][high & 0xff] ^ tables[2][(high >> 8) & 0xff] ^
              tables[1][(high >> 16) & 0xff] ^ tables[0][high >> 24];
    }
    for (; length > 0; length--, at++) crc = (crc >> 8) ^ tables[0][(crc ^ *at) & 0xff];
    return ~crc;
}

static uint32_t mix32(uint32_t h) {
    h = (h ^ (h >> 16)) * 0x85ebca6bU;
    h = (h ^ (h >> 13)) * 0xc2b2ae35U;
    return h ^ (h >> 16);
}

uint32_t free_low(uint32_t kind, uint32_t id, uint32_t digest) {
    return mix32(mix32(mix32(kind ^ 0x9e3779b9U) ^ id) ^ digest);
}

uint32_t free_high(uint32_t kind, uint32_t id, uint32_t digest) {
    return mix32(mix32(mix32(digest ^ 0x7f4a7c15U) ^ kind) ^ id);
}

static uint32_t split_mix32(uint32_t *state) {
    *state += 0x9e3779b9U;
    uint32_t z = (*state ^ (*state >> 16)) * 0x21f0aaadU;
    z = (z ^ (z >> 15)) * 0x735a2d97U;
    return z ^ (z >> 15);
}

void shuffle(uint32_t *items, size_t count, uint32_t seed) {
    for (size_t i = count; i-- > 1;) {
        size_t j = split_mix32(&seed) % (i + 1);
        uint32_t moved = items[i];
        items[i] = items[j];
        items[j] = moved;
    }
}

static uint8_t digit(char letter) { return (uint8_t)(letter <= '9' ? letter - '0' : letter - 'a' + 10); }

void nonce_bytes(const char *nonce, uint8_t bytes[NONCE_BYTES]) {
    for (int i = 0; i < NONCE_BYTES; i++) bytes[i] = (uint8_t)(digit(nonce[2 * i]) << 4 | digit(nonce[2 * i + 1]));
}

uint32_t seed_of_nonce(const uint8_t nonce[NONCE_BYTES]) {
    uint32_t halves[2];
    for (int half = 0; half < 2; half++) {
        const uint8_t *at = nonce + 4 * half;
        halves[half] = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
    }
    return halves[0] ^ halves[1];
}

void write_payload(uint8_t *to, size_t length, const uint8_t nonce[NONCE_BYTES], uint32_t key, uint32_t number) {
    uint8_t header[PAYLOAD_HEADER];
    memcpy(header, nonce, NONCE_BYTES);
    put_u32(header + 8, key);
    put_u32(header + 12, number);
    memcpy(to, header, length < PAYLOAD_HEADER ? length : PAYLOAD_HEADER);
    for (size_t at = PAYLOAD_HEADER; at < length; at += NONCE_BYTES)
        memcpy(to + at, nonce, length - at < NONCE_BYTES ? length - at : NONCE_BYTES);
}

void put_u32(uint8_t *to, uint32_t value) {
    for (int i = 0; i < 4; i++) to[i] = (uint8_t)(value >> (8 * i));
}

uint32_t get_u32(const uint8_t *from) {
    return from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 | (uint32_t)from[3] << 24;
}
