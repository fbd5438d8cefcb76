"""Stalls: as many as asked for, one after the other, and none after the round."""

import asyncio
import unittest

from evenloop_runner.messages import Stall
from evenloop_runner.serve_asyncio import AsyncioCalls
from evenloop_runner.stalls import Stalls
from tests.runner_process import RunnerProcess

_MS = 1_000_000


class _Clock:
    """Moves on by a millisecond whenever it is read, and says when it was read so many times."""

    def __init__(self, reads: int) -> None:
        self.count = 0
        self.reached = asyncio.Event()
        self._reads = reads

    def __call__(self) -> int:
        self.count += 1
        if self.count == self._reads:
            self.reached.set()
        return self.count * _MS


class StallsOfALoop(unittest.IsolatedAsyncioTestCase):
    """The timers behind `round.stalls`."""

    async def test_each_stall_reads_the_clock_until_it_is_over_then_the_next_waits_for_its_turn(self) -> None:
        clock = _Clock(6)
        stalls = Stalls([Stall(1, 1), Stall(2, 3), Stall(1000, 1)], clock, AsyncioCalls().later)
        self.assertEqual(clock.count, 0)
        await clock.reached.wait()
        self.assertEqual(stalls.end(), 2)

    async def test_after_the_end_there_are_no_more_however_many_were_left(self) -> None:
        clock = _Clock(1)
        stalls = Stalls([Stall(1, 1)], clock, AsyncioCalls().later)
        self.assertEqual(stalls.end(), 0)
        # Later than the stall would have been.
        await asyncio.sleep(0.005)
        self.assertEqual((clock.count, stalls.end()), (0, 0))


class StalledRounds(unittest.TestCase):
    """What a runner says of them."""

    def test_a_round_tells_how_many_stalls_it_had_and_only_where_it_was_asked(self) -> None:
        with RunnerProcess() as runner:
            self.assertIn("stalls", runner.greet()["capabilities"])
            runner.prepare("at_once")
            asked = {"kind": "round", "purpose": "measured", "record": "digest", "limitNs": 10**9, "endpoints": {}}
            self.assertEqual(runner.ask(**asked, round=0, stalls=[])["stalls"], 0)
            self.assertNotIn("stalls", runner.ask(**asked, round=1))
