"""A process that is paused while it arms timers.deadlines must not make two of them change places: the fault, made on purpose."""

import asyncio
import sys
import time
import unittest
from collections.abc import Callable
from importlib import import_module
from typing import Any

from evenloop_runner.generators import drive
from evenloop_runner.kit import Kit, Params
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
            kinds={"arm": 1, "fire": 2},
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


def _round(style: str, kit: Kit) -> int:
    """Run one round of the workload in a loop of its own."""
    if str(PACKAGE) not in sys.path:
        sys.path.append(str(PACKAGE))
    workload = import_module(f"scenarios.timers.deadlines.{style}").open(
        Params({"count": COUNT, "firstMs": 4, "gapMs": 8}), kit
    )

    async def run() -> Any:  # noqa: ANN401 - what a workload returned
        answer = workload.round()
        return await (drive(answer) if style == "generators" else answer)

    return int(asyncio.run(run()))
