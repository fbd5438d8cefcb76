"""The runner on trio, where it is installed: what a session asks of its loop, tasks that outlive rounds, workloads in slices."""

import os
import subprocess
import sys
import tempfile
import time
import unittest
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any, NamedTuple

import trio
from trio.testing import MockClock, wait_all_tasks_blocked

from evenloop_runner.catalogue import Catalogue
from evenloop_runner.kit import Kit, Params
from evenloop_runner.serve_trio import STEMS, TrioCalls
from evenloop_runner.trio_tasks import hold_lasting_tasks, lasting
from tests.fixtures import PACKAGE


def _run(body: Callable[[TrioCalls], Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        async with trio.open_nursery() as nursery:
            await body(TrioCalls(nursery))
            nursery.cancel_scope.cancel()

    trio.run(main, clock=MockClock(autojump_threshold=0))


class Calls(unittest.TestCase):
    """Of one running loop."""

    def test_a_timer_calls_back_when_it_is_due(self) -> None:
        called: list[float] = []

        async def body(calls: TrioCalls) -> None:
            began = trio.current_time()
            calls.later(3, lambda: called.append(trio.current_time() - began))
            await trio.sleep(5)

        _run(body)
        self.assertEqual(called, [3])

    def test_a_timer_that_was_taken_back_never_calls_not_even_in_the_turn_in_which_it_is_due(self) -> None:
        called: list[int] = []

        async def body(calls: TrioCalls) -> None:
            for _ in range(20):
                early, late = calls.later(3, lambda: called.append(3)), calls.later(1, lambda: called.append(1))
                await trio.sleep(1)
                late()
                early()
                await trio.sleep(5)

        _run(body)
        self.assertNotIn(3, called)
        self.assertLess(len(called), 20)

    def test_a_turn_lets_others_run(self) -> None:
        ran: list[int] = []

        async def other() -> None:
            ran.append(1)

        async def body(calls: TrioCalls) -> None:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(other)
                await calls.turn()
                self.assertEqual(ran, [1])

        _run(body)

    def test_what_is_guarded_gives_its_value_and_is_cancelled_when_it_is_interrupted(self) -> None:
        async def value() -> int:
            return 7

        async def body(calls: TrioCalls) -> None:
            calls.interrupt()
            self.assertEqual(await calls.guarded(value), 7)
            calls.later(1, calls.interrupt)
            with self.assertRaisesRegex(RuntimeError, "interrupted"):
                await calls.guarded(trio.sleep_forever)

        _run(body)


class LastingTasks(unittest.TestCase):
    """In the nursery that the runner holds."""

    def test_a_task_that_fails_is_told_of(self) -> None:
        strayed: list[BaseException] = []

        async def fail() -> None:
            raise LookupError("out of order")

        async def body(_calls: TrioCalls) -> None:
            async with trio.open_nursery() as nursery:
                await nursery.start(hold_lasting_tasks, strayed.append)
                lasting().start_soon(trio.sleep_forever)
                lasting().start_soon(fail)
                await wait_all_tasks_blocked()

        _run(body)
        (group,) = strayed
        assert isinstance(group, ExceptionGroup)
        self.assertRegex(str(group.exceptions), "out of order")


class _Sliced(NamedTuple):
    params: dict[str, int | str]
    kinds: tuple[str, ...]
    # Those that are one operation each. The hops of `dispatch.turn` leave none in slices.
    operation: tuple[str, ...]
    whole: int


_SCENARIOS = {
    "dispatch.turn": _Sliced({"level": "turn", "hops": 20, "stride": 10}, ("hop", "armed", "between"), (), 20),
    "io_fanout.file_reads": _Sliced(
        {"files": 20, "bytes": 64, "inFlight": 8, "missingEvery": 10},
        ("begin", "read", "failed"),
        ("read", "failed"),
        20,
    ),
    "io_fanout.gather": _Sliced(
        {"units": 20, "gathers": 1, "sleepMs": 1, "spreadMs": 16, "failEvery": 7},
        ("begin", "finish", "result", "failed"),
        ("result", "failed"),
        20,
    ),
    "io_fanout.tcp_echo": _Sliced(
        {"connections": 4, "messages": 8, "bytes": 64, "pipeline": 2},
        ("open", "reply", "end", "close"),
        ("reply",),
        32,
    ),
    "timers.mass": _Sliced({"count": 50, "spreadMs": 4}, ("arm", "fire"), ("fire",), 50),
}


class SlicedWorkloads(unittest.TestCase):
    """All that need no writer."""

    def setUp(self) -> None:
        sys.path.insert(0, str(PACKAGE))
        self.addCleanup(sys.path.remove, str(PACKAGE))

    def test_slices_do_exactly_what_they_are_asked_for_and_rounds_do_not_notice(self) -> None:
        catalogue = Catalogue([str(PACKAGE / "scenarios")], STEMS)
        for scenario, sliced in _SCENARIOS.items():
            with self.subTest(scenario), tempfile.TemporaryDirectory() as directory:
                for file in range(int(sliced.params.get("files", 0))):
                    # Each tenth is missing, as the parameters say.
                    if (file + 1) % 10 != 0:
                        Path(directory, str(file)).write_text("content")
                open_workload = catalogue.load(scenario, "nurseries")
                assert open_workload is not None
                trio.run(self._play, scenario, sliced, directory, open_workload)

    async def _play(
        self, scenario: str, sliced: _Sliced, directory: str, open_workload: Callable[[Params, Kit], object]
    ) -> None:
        events: list[tuple[int, int, int, int]] = []
        kit = _kit(sliced, directory, events)
        async with trio.open_nursery() as nursery:
            await nursery.start(hold_lasting_tasks, self.fail)
            workload: Any = await _settled(open_workload(Params(sliced.params), kit))
            before = await _round(workload, events)
            for asked in (1, 7, sliced.whole, sliced.whole + 3, 2 * sliced.whole, 2 * sliced.whole + 1):
                events.clear()
                await workload.slice(asked)
                codes = {kit.kinds[name] for name in sliced.operation}
                count = sum(kind in codes for kind, _key, _id, _digest in events)
                self.assertEqual(count, 0 if scenario == "dispatch.turn" else asked)
            self.assertEqual(await _round(workload, events), before)
            await _settled(workload.close())
            nursery.cancel_scope.cancel()


def _kit(sliced: _Sliced, directory: str, events: list[tuple[int, int, int, int]]) -> Kit:
    return Kit(
        kinds={name: code for code, name in enumerate(sliced.kinds, 1)},
        nonce="0123456789abcdef",
        seed=7,
        directory=directory,
        endpoints={},
        emit=lambda kind, key, ident, digest: events.append((kind, key, ident, digest)),
        sample=lambda _nanoseconds: None,
        now=time.monotonic_ns,
    )


async def _settled(result: object) -> object:
    return await result if isinstance(result, Awaitable) else result


async def _round(workload: Any, events: list[tuple[int, int, int, int]]) -> tuple[object, object]:  # noqa: ANN401 - any
    events.clear()
    operations = await _settled(workload.round())
    return operations, sorted(events)


class Serving(unittest.TestCase):
    """The runner as a program."""

    def test_stdin_that_cannot_be_waited_for_is_named(self) -> None:
        environment = {**os.environ, "PYTHONPATH": str(PACKAGE / "runners/python")}
        with Path(__file__).open("rb") as file:
            done = subprocess.run(
                [sys.executable, "-m", "evenloop_runner", "trio"],
                stdin=file,
                capture_output=True,
                env=environment,
                check=False,
            )
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"stdin must be a pipe", done.stderr)


if __name__ == "__main__":
    unittest.main()
