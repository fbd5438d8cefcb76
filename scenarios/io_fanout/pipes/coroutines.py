"""io_fanout.pipes with coroutines: pipes are streams that are awaited beside the process."""

import asyncio
from asyncio.subprocess import DEVNULL, PIPE, Process

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.pipes.children import KILLED, command_of, ending_of, no_such_program

_READ_BYTES = 65536
_LEAST = 3


class Pipes:
    """Runs children and reads what they write."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._children = params.integer("children")
        self._bytes = params.integer("bytes")
        if self._children < _LEAST:
            raise ValueError(f"there must be at least {_LEAST} children")
        self._came = 0

    async def round(self) -> int:
        """Enact one pass; the answer is the number of children, the one that does not exist among them."""
        self._came = 0
        await asyncio.gather(*[self._child(key) for key in range(self._children)], self._nothing())
        return self._children + 1

    def close(self) -> None:
        """Nothing is open between rounds."""

    async def _child(self, key: int) -> None:
        kit = self._kit
        command = command_of(kit.directory, key)
        process = await asyncio.create_subprocess_exec(*command, stdin=DEVNULL, stdout=PIPE, stderr=PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        await asyncio.gather(
            self._read("out", key, process, process.stdout),
            self._read("err", key, process, process.stderr),
            self._exit(key, process),
        )
        kit.emit(kit.kinds["close"], key, 0, 0)

    async def _read(self, kind: str, key: int, process: Process, pipe: asyncio.StreamReader) -> None:
        kit = self._kit
        digest = 0
        while data := await pipe.read(_READ_BYTES):
            digest = kit.crc32(data, digest)
            if key == KILLED:
                self._came += len(data)
                # Whoever is to be killed has said everything by then.
                if self._came == 2 * self._bytes:
                    process.terminate()
        kit.emit(kit.kinds[kind], key, 0, digest)

    async def _exit(self, key: int, process: Process) -> None:
        self._kit.emit(self._kit.kinds["exit"], key, 0, ending_of(await process.wait()))

    async def _nothing(self) -> None:
        """Whether it is raised or told by an event: the failure is the same."""
        kit = self._kit
        failure = 0
        try:
            await asyncio.create_subprocess_exec(no_such_program(kit.directory))
        except OSError as error:
            failure = error.errno or 0
        kit.emit(kit.kinds["failed"], self._children, 0, failure)


def open(params: Params, kit: Kit) -> Pipes:
    """Make the workload."""
    return Pipes(params, kit)
