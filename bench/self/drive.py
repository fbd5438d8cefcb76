"""Runs one workload of the Python runner and the same loop written bare, alternately; prints the CPU time of each pair."""

import asyncio
import gc
import json
import os
import random
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from inspect import isawaitable
from pathlib import Path
from time import perf_counter, process_time_ns
from typing import Any

from evenloop_runner.clock import make_clock
from evenloop_runner.kit import Endpoint, Kit, Params, TcpEndpoint
from evenloop_runner.messages import EventKind
from evenloop_runner.recorder import Recorder

Job = dict[str, Any]
Round = Callable[[], Awaitable[int]]


class Witness:
    """The other side, in a process of its own."""

    def __init__(self, job: Job, directory: str) -> None:
        request = json.dumps({"dist": job["dist"], "stimulus": job["stimulus"], "directory": directory})
        command = [job["node"], job["witness"], request]
        self._child = subprocess.Popen(  # noqa: S603 - our own program
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self.endpoints = {name: TcpEndpoint(at["host"], at["port"]) for name, at in json.loads(self._answer()).items()}

    def ask(self, line: str) -> None:
        """Say a line and wait for the answer. Blocks, which is harmless: nothing else is under way."""
        assert self._child.stdin is not None
        self._child.stdin.write(f"{line}\n")
        self._answer()

    def _answer(self) -> str:
        assert self._child.stdout is not None
        line = self._child.stdout.readline()
        if not line:
            raise RuntimeError("the witness went away")
        return line


class KitSide:
    """The workload as the runner runs it: the recorder at `digest`, nothing but the round itself in the window."""

    def __init__(self, job: Job, directory: str, witness: Witness | None) -> None:
        now, _ = make_clock()
        alphabet = [EventKind(entry["name"], entry["code"], entry["order"]) for entry in job["alphabet"]]
        self._recorder = Recorder(alphabet, job["capacity"]["events"], job["capacity"]["samples"], now)
        endpoints: Mapping[str, Endpoint] = witness.endpoints if witness else {}
        self._kit = Kit(
            kinds={kind.name: kind.code for kind in alphabet},
            nonce=job["nonce"],
            seed=job["seed"],
            directory=directory,
            endpoints=endpoints,
            emit=self._recorder.emit,
            sample=self._recorder.sample,
            now=now,
        )
        self.run: Callable[[], Any]

    async def open(self, job: Job) -> None:
        """Open the workload."""
        module = import_module(f"scenarios.{job['scenario']}.{job['style']}")
        opened = module.open(Params(job["params"]), self._kit)
        workload = await opened if isawaitable(opened) else opened
        self._kit.opened()
        self.run = workload.round

    def begin(self, number: int) -> None:
        """Before the window."""
        self._kit.begin_round(number, {}, traced=False)
        self._recorder.start("digest")

    def end(self) -> None:
        """After the window."""
        self._recorder.stop()
        if self._recorder.recording().events == 0:
            raise RuntimeError("nothing was recorded")


class BareSide:
    """The same loop, written bare."""

    def __init__(self, job: Job, directory: str, witness: Witness | None) -> None:
        self._given = job["nonce"], directory, witness.endpoints.get("writer") if witness else None
        self.run: Callable[[], Any]

    async def open(self, job: Job) -> None:
        """Open the loop."""
        place = import_module("place").Place(*self._given)
        self.run = await import_module(job["scenario"].split(".")[1]).open(job["params"], place)

    def begin(self, number: int) -> None:
        """Nothing happens before the window."""

    def end(self) -> None:
        """Nothing happens after the window."""


class Side:
    """One of the two that take turns."""

    def __init__(self, job: Job, name: str, kind: type[KitSide] | type[BareSide]) -> None:
        directory = str(Path(job["directory"]) / name)
        os.mkdir(directory)
        self._job = job
        self._witness = Witness(job, directory) if job["stimulus"] else None
        self.hosted = kind(job, directory, self._witness)
        self._next = 0

    async def cpu_per_operation(self, rounds: int) -> float:
        """Nanoseconds. Begins without garbage, so that neither side collects what the other has left."""
        gc.collect()
        total = 0
        for _ in range(rounds):
            total += await self._cpu_of_round()
        return total / (rounds * int(self._job["operations"]))

    async def _cpu_of_round(self) -> int:
        number = self._next
        self._next += 1
        if self._witness:
            self._witness.ask(f"begin {number}")
        for _ in range(2):  # What the round before has left to the loop is done before the window begins.
            await asyncio.sleep(0)
        hosted = self.hosted
        hosted.begin(number)
        before = process_time_ns()
        result = hosted.run()
        operations = result if isinstance(result, int) else await result
        used = process_time_ns() - before
        hosted.end()
        if self._witness:
            self._witness.ask("end")
        if operations != self._job["operations"]:
            raise RuntimeError(f"{operations} operations, not {self._job['operations']}")
        return used


async def _rounds_per_turn(job: Job, side: Side) -> int:
    """The number of rounds with which a part of a pair has the requested CPU time, unless that takes too long."""
    trials = 3
    began = perf_counter()
    cpu_ms = await side.cpu_per_operation(trials) * job["operations"] * 1e-6
    wall_ms = (perf_counter() - began) * 1000 / trials
    return max(1, int(min(job["turnCpuMs"] / cpu_ms, job["turnWallMs"] / wall_ms) + 0.5))


async def _measure(job: Job) -> dict[str, Any]:
    kit = Side(job, "kit", BareSide if job["aa"] else KitSide)
    bare = Side(job, "bare", BareSide)
    for side in (kit, bare):
        await side.hosted.open(job)
    until = perf_counter() + job["warmupMs"] / 1000
    while True:
        for side in (kit, bare):
            await side.cpu_per_operation(1)
        if perf_counter() >= until:
            break
    rounds = await _rounds_per_turn(job, bare)
    pairs = []
    for _ in range(job["pairs"]):
        cpu = {}
        for side in random.sample((kit, bare), 2):
            cpu[side] = await side.cpu_per_operation(rounds)
        pairs.append([cpu[kit], cpu[bare]])
    return {"pairs": pairs, "rounds": rounds, "version": ".".join(map(str, sys.version_info[:3]))}


def _main() -> None:
    job: Job = json.loads(sys.argv[1])
    sys.path.insert(0, str(Path(__file__).parent / "bare"))
    loop = asyncio.new_event_loop()
    measured = loop.run_until_complete(_measure(job))
    sys.stdout.write(json.dumps(measured) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    _main()
