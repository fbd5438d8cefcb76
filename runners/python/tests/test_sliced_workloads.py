"""Every workload of a sliced scenario: each slice is exactly as long as asked, and rounds after slices are as before."""

import asyncio
import os
import struct
import sys
import tempfile
import time
import unittest
from collections.abc import Awaitable, Callable, Generator, Mapping
from pathlib import Path
from typing import NamedTuple

from evenloop_runner.catalogue import Catalogue
from evenloop_runner.generators import drive
from evenloop_runner.kit import Kit, Params, TcpEndpoint
from evenloop_runner.serve_asyncio import STEMS
from tests.fixtures import PACKAGE

_FRAME = struct.Struct("<III")


class _Sliced(NamedTuple):
    params: Mapping[str, int | str]
    kinds: tuple[str, ...]
    # Those that are one operation each. The hops of `dispatch.turn` leave none in slices.
    operation: tuple[str, ...]
    whole: int


_SCENARIOS = {
    "dispatch.turn": _Sliced({"level": "turn", "hops": 20, "stride": 10}, ("hop", "armed", "between"), (), 20),
    "file_watch.modify": _Sliced({"files": 1, "edits": 2, "bytes": 256}, ("modified", "settled", "stray"), (), 2),
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
    """All scenarios, all styles."""

    def setUp(self) -> None:
        sys.path.insert(0, str(PACKAGE))
        self.addCleanup(sys.path.remove, str(PACKAGE))

    def test_slices_do_exactly_what_they_are_asked_for_and_rounds_do_not_notice(self) -> None:
        catalogue = Catalogue([str(PACKAGE / "scenarios")], STEMS)
        for scenario, sliced in _SCENARIOS.items():
            for style in catalogue.scenarios[scenario]:
                with self.subTest(scenario=scenario, style=style), tempfile.TemporaryDirectory() as directory:
                    open_workload = catalogue.load(scenario, style)
                    assert open_workload is not None
                    _populate(directory, scenario, int(sliced.params.get("files", 0)))
                    asyncio.run(self._play(scenario, sliced, directory, open_workload))

    async def _play(
        self, scenario: str, sliced: _Sliced, directory: str, open_workload: Callable[[Params, Kit], object]
    ) -> None:
        events: list[tuple[int, int, int, int]] = []
        writer = await asyncio.start_server(_writer_of(directory), "127.0.0.1", 0)
        kit = _kit(sliced, directory, events, TcpEndpoint(*writer.sockets[0].getsockname()))
        workload: object = await _settled(open_workload(Params(sliced.params), kit))
        slice_of = getattr(workload, "slice")  # noqa: B009 - no protocol has it
        before = await _round(workload, events)
        for asked in (1, 7, sliced.whole, sliced.whole + 3, 2 * sliced.whole, 2 * sliced.whole + 1):
            count = _counter(scenario, sliced, kit, events)
            await _settled(slice_of(asked))
            self.assertEqual(count(), 0 if scenario == "dispatch.turn" else asked)
        self.assertEqual(await _round(workload, events), before)
        await _settled(getattr(workload, "close")())  # noqa: B009 - as above
        writer.close()
        # What served the connections that the workload has just closed.
        await asyncio.gather(*asyncio.all_tasks() - {asyncio.current_task()}, return_exceptions=True)


def _populate(directory: str, scenario: str, files: int) -> None:
    for file in range(files):
        name = f"note{file}.txt" if scenario == "file_watch.modify" else str(file)
        # Each tenth is missing, as the parameters say.
        if (file + 1) % 10 != 0:
            Path(directory, name).write_text("first")


def _kit(sliced: _Sliced, directory: str, events: list[tuple[int, int, int, int]], writer: TcpEndpoint) -> Kit:
    return Kit(
        kinds={name: code for code, name in enumerate(sliced.kinds, 1)},
        nonce="0123456789abcdef",
        seed=7,
        directory=directory,
        endpoints={"writer": writer},
        emit=lambda kind, key, ident, digest: events.append((kind, key, ident, digest)),
        sample=lambda _nanoseconds: None,
        now=time.monotonic_ns,
    )


async def _settled(result: object) -> object:
    if isinstance(result, Generator):
        return await drive(result)
    return await result if asyncio.iscoroutine(result) or asyncio.isfuture(result) else result


async def _round(workload: object, events: list[tuple[int, int, int, int]]) -> tuple[object, object]:
    events.clear()
    operations = await _settled(getattr(workload, "round")())  # noqa: B009 - any workload
    return operations, sorted(events)


def _counter(scenario: str, sliced: _Sliced, kit: Kit, events: list[tuple[int, int, int, int]]) -> Callable[[], int]:
    """Count operations from here on. Edits are counted by the number that the workload writes into its own file."""
    events.clear()
    if scenario != "file_watch.modify":
        codes = {kit.kinds[name] for name in sliced.operation}
        return lambda: sum(kind in codes for kind, _key, _id, _digest in events)
    own = os.path.join(kit.directory, "own")
    before = _number_in(own)
    return lambda: _number_in(own) - before


def _number_in(path: str) -> int:
    return int.from_bytes(Path(path).read_bytes()[:4], "little")


def _writer_of(directory: str) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """Make the writer of `file_watch.modify`, for rounds of two edits."""

    async def write_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        edits, waiting = 0, False
        while len(frame := await reader.read(_FRAME.size)) == _FRAME.size:
            kind, key, _digest = _FRAME.unpack(frame)
            if kind == 1 and edits == 2:
                edits = 0
                writer.write(_FRAME.pack(3, 0, 0))
            elif kind == 1:
                waiting = True
                descriptor = os.open(os.path.join(directory, "note0.txt"), os.O_WRONLY)
                os.write(descriptor, b"second" if edits == 0 else b"first.")
                os.close(descriptor)
            elif kind == 2 and waiting:
                waiting = False
                writer.write(_FRAME.pack(1, key, edits))
                edits += 1
        writer.close()

    return write_on
