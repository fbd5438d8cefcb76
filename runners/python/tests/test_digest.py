"""Digests: every vector of the shared fixture, and the mixing of many against the mixing of one."""

import unittest
from zlib import crc32

from evenloop_runner.digest import chain, free_high, free_low, free_terms, mix32
from evenloop_runner.payload import split_mix32
from tests.fixtures import read_fixture

_MASK = 0xFFFFFFFF


class Vectors(unittest.TestCase):
    """The numbers that every language must get."""

    def setUp(self) -> None:
        self.vectors = read_fixture("digests")

    def test_crc32_is_that_of_zlib(self) -> None:
        for vector in self.vectors["crc32"]:
            with self.subTest(vector["why"]):
                self.assertEqual(crc32(bytes.fromhex(vector["hex"]), vector["previous"]), vector["crc"])

    def test_chains(self) -> None:
        for vector in self.vectors["chain"]:
            with self.subTest(vector["why"]):
                crc = 0
                for kind, ident, digest in vector["events"]:
                    crc = chain(crc, kind, ident, digest)
                self.assertEqual(crc, vector["crc"])

    def test_free_sums_one_by_one_and_all_at_once(self) -> None:
        for vector in self.vectors["free"]:
            with self.subTest(vector["why"]):
                events = vector["events"]
                self.assertEqual(sum(free_low(*event) for event in events) & _MASK, vector["low"])
                self.assertEqual(sum(free_high(*event) for event in events) & _MASK, vector["high"])
                lows, highs = free_terms(*([event[field] for event in events] for field in range(3)))
                self.assertEqual((sum(lows) & _MASK, sum(highs) & _MASK), (vector["low"], vector["high"]))

    def test_mix32(self) -> None:
        for vector in self.vectors["mix32"]:
            self.assertEqual(mix32(vector["value"]), vector["mixed"])


class ManyAtOnce(unittest.TestCase):
    """The lanes do not leak into each other, and batches do not lose their ends."""

    def test_terms_of_many_events_are_those_of_each(self) -> None:
        draw = split_mix32(1)
        for count in (1, 2047, 2048, 2049, 5000):
            kinds = [draw() & 0xFFFF for _ in range(count)]
            ids = [draw() for _ in range(count)]
            digests = [draw() for _ in range(count)]
            lows, highs = free_terms(kinds, ids, digests)
            self.assertEqual(lows, list(map(free_low, kinds, ids, digests)))
            self.assertEqual(highs, list(map(free_high, kinds, ids, digests)))
