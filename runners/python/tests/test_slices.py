"""Slices, asked for by tokens: spoken with a real process, whose file descriptor 3 is a socket."""

import gc
import struct
import tracemalloc
import unittest
from itertools import product
from typing import Any

from evenloop_runner.heap_block import fill_holes, hold_heap_block, hold_small_objects
from tests.fixtures import read_fixture
from tests.runner_process import RunnerProcess

_DONE, _FAILED = b"\x01", b"\x00"
_HEADER_BYTES = 32


def _read_slices(runner: RunnerProcess, reference: dict[str, int]) -> list[tuple[float, ...]]:
    """Give the rows of a segment: start, end, CPU at the start, CPU at the end, operations."""
    data = (runner.directory / "samples").read_bytes()[reference["offset"] :]
    rows = reference["count"]
    assert struct.unpack_from("<HHIQ", data, 8) == (3, 5, 0, rows)
    columns = [struct.unpack_from(f"<{rows}d", data, _HEADER_BYTES + 8 * rows * column) for column in range(4)]
    operations = struct.unpack_from(f"<{rows}I", data, _HEADER_BYTES + 32 * rows)
    return list(zip(*columns, operations, strict=True))


def _prepared(runner: RunnerProcess, behaviour: str = "at_once", **more: Any) -> None:  # noqa: ANN401 - JSON
    runner.greet()
    assert runner.prepare(behaviour, **more)["kind"] == "prepared"


class Games(unittest.TestCase):
    """The games of the shared fixture, byte by byte."""

    def test_each_game_of_the_fixture_goes_as_it_says(self) -> None:
        for game, rounds in product(read_fixture("slices")["games"], (0, 1)):
            with self.subTest(game["name"], rounds=rounds), RunnerProcess() as runner:
                _prepared(runner)
                for number in range(rounds):
                    runner.round(number)
                runner.begin_slices(game["capacity"])
                self._play(runner, game)

    def _play(self, runner: RunnerProcess, game: dict[str, Any]) -> None:
        runner.tokens.sendall(bytes.fromhex(game["sent"]))
        answered = bytes.fromhex(game["answered"])
        self.assertEqual(b"".join(runner.tokens.recv(1) for _ in answered), answered)
        if game["reply"] is None:
            runner.tokens.close()
            self.assertEqual(runner.wait(), 0)
            return
        reply = runner.hear()
        self.assertEqual({name: reply[name] for name in game["reply"]}, game["reply"])
        if reply["kind"] == "sliced":
            self.assertEqual([row[4] for row in _read_slices(runner, reply["slices"])], game["asked"])


class Slices(unittest.TestCase):
    """What slices do, and what is left of them."""

    def _slice(self, runner: RunnerProcess, *tokens: int) -> Any:  # noqa: ANN401 - JSON
        runner.begin_slices(100)
        for operations in tokens:
            self.assertEqual(runner.turn(operations), _DONE)
        runner.tokens.sendall(bytes(4))
        return runner.hear()

    def test_times_are_in_order_and_cpu_is_that_of_the_slice(self) -> None:
        with RunnerProcess() as runner:
            _prepared(runner, "slice_burns")
            after = runner.round()["endNs"]
            rows = _read_slices(runner, self._slice(runner, 1, 2, 3)["slices"])
        self.assertEqual([row[4] for row in rows], [1, 2, 3])
        cpu = 0.0
        for start, end, cpu_start, cpu_end, _operations in rows:
            self.assertLess(after, start)
            self.assertLess(start, end)
            self.assertLess(cpu, cpu_start)
            self.assertGreaterEqual(cpu_end - cpu_start, 2e6)
            after, cpu = end, cpu_end

    def test_slices_may_answer_at_once_by_a_generator_or_by_a_coroutine(self) -> None:
        for behaviour in ("slice_at_once", "slice_by_generator", "at_once"):
            with self.subTest(behaviour=behaviour), RunnerProcess() as runner:
                _prepared(runner, behaviour)
                runner.round()
                self.assertEqual(self._slice(runner, 5, 7)["operations"], 12)

    def test_slices_record_nothing_count_operations_and_leave_rounds_as_they_were(self) -> None:
        with RunnerProcess() as runner:
            _prepared(runner)
            before = runner.round()
            self.assertEqual(self._slice(runner, 50, 2)["slices"], {"offset": 0, "count": 2})
            after = runner.round(1)
            again = self._slice(runner, 1)
            finished = runner.ask(kind="finish")
        self.assertEqual((after["counts"], after["digests"]), (before["counts"], before["digests"]))
        self.assertEqual(again["slices"]["count"], 1)
        self.assertEqual(finished["totals"], {"rounds": 2, "slices": 3, "operations": 59, "events": 6})

    def test_slices_before_the_first_round_leave_it_as_it_would_have_been(self) -> None:
        with RunnerProcess() as runner:
            _prepared(runner)
            usual = runner.round(0, "full", "traced")
        with RunnerProcess() as runner:
            _prepared(runner)
            sliced = self._slice(runner, 50, 2)
            first = runner.round(0, "full", "traced")
            last_end = _read_slices(runner, sliced["slices"])[-1][1]
            finished = runner.ask(kind="finish")
        self.assertEqual(sliced["operations"], 52)
        self.assertLess(last_end, first["startNs"])
        self.assertEqual((first["counts"], first["digests"]), (usual["counts"], usual["digests"]))
        self.assertEqual(first["events"]["count"], usual["events"]["count"])
        self.assertEqual(finished["totals"], {"rounds": 1, "slices": 2, "operations": 55, "events": 3})

    def test_the_kit_shows_slices_before_the_first_round_no_trace_and_nobody_to_talk_to(self) -> None:
        with RunnerProcess() as runner:
            _prepared(runner, "slice_surroundings")
            self._slice(runner, 1)
            self.assertEqual((runner.directory / "seen").read_text(), "(False, 0, None)")

    def test_the_kit_shows_slices_neither_a_trace_nor_what_was_said_for_the_last_round(self) -> None:
        peer = {"kind": "tcp", "host": "127.0.0.1", "port": 1}
        with RunnerProcess() as runner:
            _prepared(runner, "slice_surroundings")
            runner.round(4, "full", "traced", peer=peer)
            self._slice(runner, 1)
            self.assertEqual((runner.directory / "seen").read_text(), "(False, 4, None)")


class Failures(unittest.TestCase):
    """Slices that fail, and where there can be none."""

    def test_a_slice_that_fails_answers_its_token_and_then_says_why(self) -> None:
        for behaviour in ("slice_raises", "slice_strays"):
            with self.subTest(behaviour=behaviour), RunnerProcess() as runner:
                _prepared(runner, behaviour)
                runner.round()
                runner.begin_slices(3)
                self.assertEqual(runner.turn(1), _FAILED)
                failed = runner.hear()
                self.assertEqual((failed["kind"], failed["code"]), ("failed", "workload-threw"))
                self.assertIn("LookupError: out of order", failed["message"])
                self.assertEqual(runner.ask(kind="finish")["totals"]["slices"], 0)

    def test_an_error_that_is_heard_of_after_the_last_slice_fails_them_all(self) -> None:
        with RunnerProcess() as runner:
            _prepared(runner, "slice_leaves")
            runner.round()
            runner.begin_slices(3)
            self.assertEqual(runner.turn(1), _DONE)
            runner.tokens.sendall(bytes(4))
            self.assertIn("LookupError: out of order", runner.hear()["message"])

    def test_slices_before_prepare_and_after_the_end_are_refused(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            self.assertEqual(runner.ask(kind="slices", capacity=1)["code"], "bad-state")
            runner.prepare("at_once")
            self.assertEqual(runner.round()["kind"], "rounded")
            runner.ask(kind="finish")
            self.assertEqual(runner.ask(kind="slices", capacity=1)["code"], "bad-state")

    def test_a_runner_without_a_file_for_tokens_does_not_claim_slices(self) -> None:
        with RunnerProcess(with_tokens=False) as runner:
            self.assertNotIn("slices", runner.greet()["capabilities"])
            runner.prepare("at_once")
            runner.round()
            self.assertEqual(runner.ask(kind="slices", capacity=1)["code"], "unsupported")
        with RunnerProcess() as runner:
            self.assertIn("slices", runner.greet()["capabilities"])


class Memory(unittest.TestCase):
    """The block that moves the layout of the heap."""

    def test_the_block_that_prepare_asks_for_is_there_to_the_end(self) -> None:
        # The most that may be asked for: more than an interpreter takes by itself.
        size = 64 * 1024 * 1024
        with RunnerProcess() as runner:
            _prepared(runner, heapBlockBytes=size)
            self.assertGreater(runner.round()["resources"]["peakResidentBytes"], size)

    def test_a_block_is_kept_though_nobody_holds_it(self) -> None:
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        hold_heap_block(1_000_000)
        gc.collect()
        self.assertGreaterEqual(tracemalloc.get_traced_memory()[0], 1_000_000)

    def test_the_number_of_small_objects_follows_from_the_block_and_none_is_a_layout_too(self) -> None:
        # A collection would no longer track what refers to nothing: then it could not be counted.
        gc.disable()
        self.addCleanup(gc.enable)

        def held_by(size: int) -> int:
            before = len(gc.get_objects())
            hold_small_objects(size)
            return len(gc.get_objects()) - before

        counts = [held_by(size) for size in (0, 128 * 1024, 500_000, 1_000_000)]
        self.assertEqual(counts[0], 0)
        self.assertEqual(counts[1:], [128 * 1024 % 1021, 500_000 % 1021, 1_000_000 % 1021])

    def test_what_fills_the_holes_is_kept_and_small_enough_to_lie_on_the_heap(self) -> None:
        tracemalloc.start()
        self.addCleanup(tracemalloc.stop)
        fill_holes()
        gc.collect()
        blocks = [trace.size for trace in tracemalloc.take_snapshot().traces if trace.size > 64 * 1024]
        self.assertGreaterEqual(sum(blocks), 1_900_000)
        self.assertLess(max(blocks), 128 * 1024)
