"""Bytes and random numbers that are the same in every language: payloads, schedules, file contents."""

import struct
from collections.abc import Callable, Sequence
from typing import TypeVar

_Item = TypeVar("_Item")
_MASK = 0xFFFFFFFF
_HEADER = struct.Struct("<8sII")


def split_mix32(seed: int) -> Callable[[], int]:
    """Make one 32-bit number a call: SplitMix32 (Steele, Lea, Flood 2014, in its 32-bit form)."""
    state = seed & _MASK

    def draw() -> int:
        nonlocal state
        state = (state + 0x9E3779B9) & _MASK
        z = ((state ^ (state >> 16)) * 0x21F0AAAD) & _MASK
        z = ((z ^ (z >> 15)) * 0x735A2D97) & _MASK
        return z ^ (z >> 15)

    return draw


def shuffled(items: Sequence[_Item], draw: Callable[[], int]) -> list[_Item]:
    """Fisher-Yates from the end, drawing `draw() % (i + 1)`: returns a new list."""
    out = list(items)
    for i in range(len(out) - 1, 0, -1):
        j = draw() % (i + 1)
        out[i], out[j] = out[j], out[i]
    return out


def seed_of_nonce(nonce: str) -> int:
    """One 32-bit seed from a 64-bit nonce in hex: the exclusive or of its halves."""
    return int(nonce[:8], 16) ^ int(nonce[8:], 16)


def write_payload(target: bytearray | memoryview, nonce_bytes: bytes, key: int, message: int) -> None:
    """Fill `target` with the payload of a message on `key`.

    Sixteen bytes of header (nonce, key, message, the numbers little-endian), then the nonce over and over. A shorter
    target is cut.
    """
    length = len(target)
    header = _HEADER.pack(nonce_bytes, key, message)
    target[:] = (header + nonce_bytes * (max(length - 16, 0) // 8 + 1))[:length]


def bytes_of_nonce(nonce: str) -> bytes:
    """Give the eight bytes of a nonce."""
    return bytes.fromhex(nonce)


def random_bytes(length: int, seed: int) -> bytes:
    """`length` pseudo-random bytes of the stream `seed`, each 32-bit draw as four little-endian bytes."""
    draw = split_mix32(seed)
    words = (length + 3) // 4
    return struct.pack(f"<{words}I", *(draw() for _ in range(words)))[:length]


def masked(data: bytes, seed: int) -> bytes:
    """Give the exclusive or of `data` with the stream `seed`."""
    return bytes(a ^ b for a, b in zip(data, random_bytes(len(data), seed), strict=True))
