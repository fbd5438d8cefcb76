"""The recorder against a naive account of the same events."""

import struct
import unittest
from collections import defaultdict
from collections.abc import Sequence
from itertools import count

from evenloop_runner.digest import chain, free_high, free_low
from evenloop_runner.failure import WorkloadError
from evenloop_runner.messages import EventKind, RecordLevel
from evenloop_runner.payload import split_mix32
from evenloop_runner.recorder import Recorder

_ALPHABET = (EventKind("arm", 1, "sequence"), EventKind("fire", 2, "free"), EventKind("note", 65535, "raw"))
_MASK = 0xFFFFFFFF
Event = tuple[int, int, int, int]


def _recorder(events: int = 10_000, alphabet: Sequence[EventKind] = _ALPHABET) -> Recorder:
    ticks = count(1000, 10)
    return Recorder(alphabet, events, 4, lambda: next(ticks))


def _events(number: int, keys: int, kinds: Sequence[int]) -> list[Event]:
    draw = split_mix32(number)
    return [(kinds[draw() % len(kinds)], draw() % keys * 0x01010101 & _MASK, draw(), draw()) for _ in range(number)]


def _naive(events: Sequence[Event]) -> tuple[dict[int, tuple[int, int]], dict[int, tuple[int, int, int]]]:
    sequences: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    frees: dict[int, tuple[int, int, int]] = defaultdict(lambda: (0, 0, 0))
    for kind, key, ident, digest in events:
        if kind == 1:
            total, crc = sequences[key]
            sequences[key] = (total + 1, chain(crc, kind, ident, digest))
        if kind == 2:
            total, low, high = frees[key]
            low, high = low + free_low(kind, ident, digest), high + free_high(kind, ident, digest)
            frees[key] = (total + 1, low & _MASK, high & _MASK)
    return dict(sequences), dict(frees)


class CanonicalForm(unittest.TestCase):
    """Counts and digests."""

    def test_digests_are_those_of_a_naive_account_at_both_levels_of_recording(self) -> None:
        levels: tuple[RecordLevel, ...] = ("digest", "full")
        for level in levels:
            for keys, kinds in ((1, [1]), (1, [2]), (7, [1, 2, 65535]), (300, [1, 2]), (3, [65535])):
                with self.subTest(level=level, keys=keys, kinds=kinds):
                    recorder = _recorder()
                    events = _events(3000, keys, kinds)
                    recorder.start(level)
                    for event in events:
                        recorder.emit(*event)
                    recorder.stop()
                    recording = recorder.recording()
                    self.assertEqual((recording.sequences, recording.frees), _naive(events))
                    self.assertEqual(sum(recording.counts.values()), 3000)
                    self.assertEqual(recording.events, 3000)

    def test_an_alphabet_of_one_order_needs_no_sorting(self) -> None:
        recorder = _recorder(alphabet=_ALPHABET[:1])
        events = _events(100, 5, [1])
        recorder.start("digest")
        for event in events:
            recorder.emit(*event)
        recorder.stop()
        self.assertEqual(recorder.recording().sequences, _naive(events)[0])

    def test_each_round_begins_anew(self) -> None:
        recorder = _recorder()
        for total in (5, 2, 0):
            recorder.start("digest")
            for _ in range(total):
                recorder.emit(1, 0, 0, 0)
            recorder.stop()
            self.assertEqual(recorder.recording().counts, {"arm": total, "fire": 0, "note": 0})

    def test_too_many_keys_have_their_code(self) -> None:
        recorder = _recorder()
        for keys, fails in ((8192, False), (8193, True)):
            recorder.start("digest")
            for key in range(keys):
                recorder.emit(2 if key % 2 else 1, key, 0, 0)
            recorder.stop()
            if fails:
                self._fails(recorder, "too-many-keys")
            else:
                self.assertEqual(recorder.recording().events, keys)

    def test_raw_events_on_many_keys_do_not_count(self) -> None:
        recorder = _recorder()
        recorder.start("digest")
        for key in range(9000):
            recorder.emit(65535, key, 0, 0)
        recorder.stop()
        self.assertEqual(recorder.recording().counts["note"], 9000)

    def _fails(self, recorder: Recorder, code: str) -> None:
        with self.assertRaises(WorkloadError) as caught:
            recorder.recording()
        self.assertEqual(caught.exception.code, code)


class Columns(unittest.TestCase):
    """What goes to the sidecar."""

    def test_columns_hold_every_field_of_every_event_in_order(self) -> None:
        recorder = _recorder()
        events = [(1, 2, 3, 4), (65535, _MASK, _MASK, _MASK), (2, 0, 0x80000000, 1)]
        recorder.start("full")
        for event in events:
            recorder.emit(*event)
        recorder.stop()
        columns = recorder.recording().columns
        assert columns is not None
        self.assertEqual(struct.unpack("<3d", columns.time), (1000, 1010, 1020))
        self.assertEqual(struct.unpack("<3H", columns.kind), (1, 65535, 2))
        self.assertEqual(struct.unpack("<3I", columns.key), (2, _MASK, 0))
        self.assertEqual(struct.unpack("<3I", columns.id), (3, _MASK, 0x80000000))
        self.assertEqual(struct.unpack("<3I", columns.digest), (4, _MASK, 1))

    def test_digest_records_neither_columns_nor_times(self) -> None:
        ticks = iter(range(0))
        recorder = Recorder(_ALPHABET, 1, 0, lambda: next(ticks))
        recorder.start("digest")
        recorder.emit(1, 0, 0, 0)
        recorder.stop()
        self.assertIsNone(recorder.recording().columns)

    def test_samples_keep_their_order_and_sign(self) -> None:
        recorder = _recorder()
        recorder.start("digest")
        for value in (3, -2.0, 2**53 - 1):
            recorder.sample(value)
        recorder.stop()
        self.assertEqual(list(recorder.recording().samples), [3, -2, 2**53 - 1])


class Refusals(unittest.TestCase):
    """What cannot be recorded, at the very call and afterwards."""

    def _refuses(self, level: RecordLevel, events: Sequence[Sequence[object]], code: str, capacity: int = 2) -> None:
        recorder = _recorder(capacity)
        recorder.start(level)
        with self.assertRaises(WorkloadError) as caught:
            for event in events:
                recorder.emit(*event)  # type: ignore[arg-type] # what is tested
        self.assertEqual(caught.exception.code, code)
        recorder.stop()
        with self.assertRaises(WorkloadError):
            recorder.recording()

    def test_more_events_than_room_are_refused_at_both_levels(self) -> None:
        self._refuses("digest", [(1, 0, 0, 0)] * 3, "capacity")
        self._refuses("full", [(1, 0, 0, 0)] * 3, "capacity")
        self._refuses("digest", [(1, 0, 0, 0)], "capacity", 0)

    def test_numbers_beyond_32_bits_and_other_types_are_refused(self) -> None:
        for event in ((1, -1, 0, 0), (1, 0, 2**32, 0), (1, 0, 0, 0.5), (1, 0, 0, None), ("arm", 0, 0, 0)):
            with self.subTest(event=event):
                self._refuses("digest", [event], "bad-event")
                self._refuses("full", [event], "bad-event")

    def test_kinds_that_the_alphabet_lacks_are_refused_afterwards(self) -> None:
        recorder = _recorder()
        recorder.start("digest")
        recorder.emit(0x10001, 0, 0, 0)
        recorder.stop()
        with self.assertRaisesRegex(WorkloadError, "kind 65537 is not in the alphabet"):
            recorder.recording()

    def test_samples_that_are_too_many_or_no_numbers_are_refused_at_the_call(self) -> None:
        wrong: tuple[list[object], ...] = ([1, 2, 3, 4, 5], ["late"], [None])
        for values in wrong:
            recorder = _recorder()
            recorder.start("digest")
            with self.assertRaises(WorkloadError):
                for value in values:
                    recorder.sample(value)  # type: ignore[arg-type] # what is tested

    def test_samples_that_are_not_finite_are_refused_afterwards(self) -> None:
        for value in (float("nan"), float("inf"), float("-inf")):
            recorder = _recorder()
            recorder.start("digest")
            recorder.sample(value)
            recorder.stop()
            with self.assertRaisesRegex(WorkloadError, "not a finite number"):
                recorder.recording()

    def test_nothing_is_recorded_outside_of_rounds_or_when_nothing_is_asked_for(self) -> None:
        recorder = _recorder(0)
        recorder.emit(1, 0, 0, 0)
        recorder.start("none")
        recorder.emit(1, 0, 0, 0)
        recorder.sample(1)
        recorder.stop()
        recorder.emit(1, 0, 0, 0)
        self.assertEqual((recorder.recording().events, len(recorder.recording().samples)), (0, 0))
