"""What happens to a workload on a busy machine, made on purpose: a pause while it arms, a directory that comes between."""

import asyncio
import os
import sys
import time
import unittest
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

from evenloop_runner.generators import drive
from evenloop_runner.kit import Kit, Params
from evenloop_runner.messages import ParameterValue
from tests.fixtures import PACKAGE

COUNT = 6
PAUSE_S = 0.03
READINGS_OF_AN_ARMING = COUNT + 2
"""The base, one a timer, and one to see how long it took."""


class PausingKit:
    """A kit whose clock pauses the process after some of its readings, as a busy machine does."""

    def __init__(self, pauses_after: Callable[[int], bool]) -> None:
        self.fired: list[int] = []
        self.readings = 0
        self._pauses_after = pauses_after
        self.kit = Kit(
            kinds={"arm": 1, "fire": 2, "arm_late": 3, "fire_late": 4, "arm_last": 5, "fire_last": 6},
            nonce="0123456789abcdef",
            seed=7,
            directory="",
            endpoints={},
            emit=self._emit,
            sample=lambda _: None,
            now=self._now,
        )

    def _emit(self, _kind: int, _key: int, id: int, _digest: int) -> None:
        self.fired.append(id)

    def _now(self) -> int:
        now = time.monotonic_ns()
        self.readings += 1
        if self._pauses_after(self.readings):
            time.sleep(PAUSE_S)
        return now


class Arming(unittest.TestCase):
    """One round in each style that arms."""

    def test_the_order_is_that_of_the_deadlines_wherever_the_process_paused(self) -> None:
        for style in ("coroutines", "generators"):
            for paused in range(2, COUNT + 2):
                with self.subTest(style=style, paused=paused):
                    pausing = PausingKit(lambda reading, paused=paused: reading == paused)  # type: ignore[misc]
                    self.assertEqual(_round(style, pausing.kit), COUNT)
                    self.assertEqual(pausing.fired, list(range(COUNT)))

    def test_callbacks_arm_for_the_deadline_itself_and_anew_all_the_same(self) -> None:
        # Two an arming, of which there are two or more, and one a timer.
        pausing = PausingKit(lambda reading: reading == 1)
        self.assertEqual(_round("callbacks", pausing.kit), COUNT)
        self.assertEqual(pausing.fired, list(range(COUNT)))
        self.assertGreaterEqual(pausing.readings, 2 + 2 + COUNT)

    def test_where_no_arming_is_quick_the_tenth_one_stands_and_each_timer_fires_once(self) -> None:
        last = 10 * READINGS_OF_AN_ARMING
        for style in ("coroutines", "generators"):
            with self.subTest(style=style):
                pausing = PausingKit(lambda reading: reading <= last and reading % READINGS_OF_AN_ARMING == 2)
                self.assertEqual(_round(style, pausing.kit), COUNT)
                self.assertEqual(sorted(pausing.fired), list(range(COUNT)))
                self.assertEqual(pausing.readings, last + COUNT)


class StalledArming(unittest.TestCase):
    """The same of timers.stall."""

    def test_the_order_is_that_of_the_deadlines_wherever_the_process_paused(self) -> None:
        for style in ("callbacks", "coroutines"):
            for paused in range(2, 6):
                with self.subTest(style=style, paused=paused):
                    pausing = PausingKit(lambda reading, paused=paused: reading == paused)  # type: ignore[misc]
                    timers = _round(style, pausing.kit, "stall", {"count": 4, "firstMs": 5, "gapMs": 4})
                    self.assertEqual(timers, 6)
                    # The first four of the key that tells what fired, the late one, and the one armed at the end of the stall.
                    self.assertEqual(pausing.fired[-6:], [0, 1, 2, 3, 3, 0])


class DigestOfPath(unittest.TestCase):
    """What file_watch takes a path for, of which file_watch.tree asks while directories come and go."""

    def test_a_directory_that_came_after_the_look_is_no_file_and_ends_no_watch(self) -> None:
        if str(PACKAGE) not in sys.path:
            sys.path.append(str(PACKAGE))
        files = import_module("scenarios.file_watch.shared.watched_files")
        kit = PausingKit(lambda _: False).kit
        here = os.fsencode(PACKAGE)
        self.assertEqual(files.digest_of(kit, here, files.ABSENT), files.ABSENT)
        self.assertEqual(files.digest_of(kit, here + b"/nothing like it", files.ABSENT), files.ABSENT)


DEADLINES = {"count": COUNT, "firstMs": 4, "gapMs": 8}


def _round(style: str, kit: Kit, scenario: str = "deadlines", params: Mapping[str, ParameterValue] = DEADLINES) -> int:
    """Run one round of the workload in a loop of its own."""
    if str(PACKAGE) not in sys.path:
        sys.path.append(str(PACKAGE))
    module = import_module(f"scenarios.timers.{scenario}.{style}")

    async def run() -> Any:  # noqa: ANN401 - what a workload returned
        answer = module.open(Params(params), kit).round()
        return await (drive(answer) if style == "generators" else answer)

    return int(asyncio.run(run()))
