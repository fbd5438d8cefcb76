"""Payloads and random numbers: every vector of the shared fixture."""

import unittest

from evenloop_runner.payload import (
    bytes_of_nonce,
    masked,
    random_bytes,
    seed_of_nonce,
    shuffled,
    split_mix32,
    write_payload,
)
from tests.fixtures import read_fixture


class Vectors(unittest.TestCase):
    """The bytes and numbers that every language must get."""

    def setUp(self) -> None:
        self.vectors = read_fixture("payloads")

    def test_split_mix32(self) -> None:
        for vector in self.vectors["splitMix32"]:
            draw = split_mix32(vector["seed"])
            self.assertEqual([draw() for _ in vector["outputs"]], vector["outputs"])

    def test_shuffled(self) -> None:
        for vector in self.vectors["shuffled"]:
            self.assertEqual(shuffled(range(vector["items"]), split_mix32(vector["seed"])), vector["result"])

    def test_seed_of_nonce(self) -> None:
        for vector in self.vectors["seedOfNonce"]:
            self.assertEqual(seed_of_nonce(vector["nonce"]), vector["seed"])

    def test_write_payload_into_bytearrays_and_views(self) -> None:
        for vector in self.vectors["writePayload"]:
            for target in (bytearray(vector["length"]), memoryview(bytearray(vector["length"]))):
                write_payload(target, bytes_of_nonce(vector["nonce"]), vector["key"], vector["id"])
                self.assertEqual(bytes(target).hex(), vector["hex"])

    def test_random_bytes(self) -> None:
        for vector in self.vectors["randomBytes"]:
            self.assertEqual(random_bytes(vector["length"], vector["seed"]).hex(), vector["hex"])

    def test_masked(self) -> None:
        for vector in self.vectors["masked"]:
            self.assertEqual(masked(bytes.fromhex(vector["hex"]), vector["seed"]).hex(), vector["result"])
