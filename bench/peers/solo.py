"""The program of one Python process for the peers: runs the job of the file that is named, and prints its times as JSON."""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Callable, Generator
from importlib import import_module
from inspect import isawaitable
from math import floor
from pathlib import Path
from time import process_time_ns
from typing import Any

from evenloop_runner.clock import make_clock
from evenloop_runner.generators import drive
from evenloop_runner.kit import Kit, Params, TcpEndpoint
from evenloop_runner.messages import EventKind
from evenloop_runner.recorder import Recorder

Job = dict[str, Any]


async def run_solo(job: Job) -> dict[str, Any]:
    """Slices back to back, without a partner: each with its wall and CPU time, in nanoseconds."""
    with tempfile.TemporaryDirectory(prefix="evenloop-peer-", ignore_cleanup_errors=True) as directory:
        return await _run_in(directory, job)


async def _run_in(directory: str, job: Job) -> dict[str, Any]:
    _populate(directory, job)
    # The writer that a watcher connects to. In slices it is never spoken to.
    writer = await asyncio.start_server(lambda _reader, _writer: asyncio.sleep(0), "127.0.0.1", 0)
    now, _ = make_clock()
    workload = await _open(job, directory, TcpEndpoint(*writer.sockets[0].getsockname()[:2]), now)
    slice_of = workload.slice
    wall: list[int] = []
    cpu: list[int] = []
    for number in range(job["warmupSlices"] + job["slices"]):
        asked = _asked(job, number)
        before = process_time_ns()
        start = now()
        await _settled(slice_of(asked))
        wall.append(now() - start)
        cpu.append(process_time_ns() - before)
    await _settled(workload.close())
    writer.close()
    warmup = job["warmupSlices"]
    return {"wallNs": wall[warmup:], "cpuNs": cpu[warmup:], "workNs": sum(wall)}


async def _open(job: Job, directory: str, writer: TcpEndpoint, now: Callable[[], int]) -> Any:  # noqa: ANN401 - any workload
    alphabet = [EventKind(entry["name"], entry["code"], entry["order"]) for entry in job["alphabet"]]
    # Never started: it drops what it is given, as it does in slices of the real runner.
    recorder = Recorder(alphabet, 1, 1, now)
    kit = Kit(
        kinds={kind.name: kind.code for kind in alphabet},
        nonce=job["nonce"],
        seed=job["seed"],
        directory=directory,
        endpoints={"writer": writer},
        emit=recorder.emit,
        sample=recorder.sample,
        now=now,
    )
    opened = import_module(f"scenarios.{job['scenario']}.{job['style']}").open(Params(job["params"]), kit)
    workload = await opened if isawaitable(opened) else opened
    kit.opened()
    kit.begin_slices()
    return workload


async def _settled(result: object) -> None:
    if isinstance(result, Generator):
        await drive(result)
    elif isawaitable(result):
        await result


def _asked(job: Job, number: int) -> int:
    """Operations of the slice with this number; over many of them the extra part is exact."""
    each: float = job["operations"] * (1 + job["extra"])
    return floor((number + 1) * each + 1e-6) - floor(number * each + 1e-6)


def _populate(directory: str, job: Job) -> None:
    """Files to read, for who reads files: as many as the parameters say, and as many of them missing."""
    if job["scenario"] != "io_fanout.file_reads":
        return
    params = job["params"]
    for file in range(params["files"]):
        if (file + 1) % params["missingEvery"] != 0:
            Path(directory, str(file)).write_bytes(bytes([file % 256]) * params["bytes"])


def _main() -> None:
    job: Job = json.loads(Path(sys.argv[1]).read_text())
    result = asyncio.new_event_loop().run_until_complete(run_solo(job))
    sys.stdout.write(json.dumps(result) + "\n")
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    _main()
