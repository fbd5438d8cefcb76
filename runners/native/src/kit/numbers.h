// The formulas of docs/wires.md: CRC-32, mixes, the generator, payloads. All arithmetic is modulo 2^32.
#pragma once
#include <stddef.h>
#include <stdint.h>

enum { NONCE_BYTES = 8, PAYLOAD_HEADER = 16 };

/// Continues `previous`, which is 0 at the beginning.
uint32_t crc32(uint32_t previous, const void *bytes, size_t length);

uint32_t free_low(uint32_t kind, uint32_t id, uint32_t digest);
uint32_t free_high(uint32_t kind, uint32_t id, uint32_t digest);

void shuffle(uint32_t *items, size_t count, uint32_t seed);

/// The sixteen digits as eight bytes. The caller has checked that they are digits.
void nonce_bytes(const char *nonce, uint8_t bytes[NONCE_BYTES]);
uint32_t seed_of_nonce(const uint8_t nonce[NONCE_BYTES]);

void write_payload(uint8_t *to, size_t length, const uint8_t nonce[NONCE_BYTES], uint32_t key, uint32_t number);

void put_u32(uint8_t *to, uint32_t value);
uint32_t get_u32(const uint8_t *from);
