"""io_fanout.pipes with trio: a nursery for each child, in which its pipes are streams and its end is awaited."""

from subprocess import PIPE

import trio
from trio.abc import ReceiveStream

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.pipes.children import KILLED, Children, command_of, ending_of, input_of


class Pipes(Children):
    """Runs children and reads what they write."""

    def __init__(self, params: Params, kit: Kit) -> None:
        super().__init__(params, kit)
        self._came = 0

    async def round(self) -> int:
        """Enact one pass; the answer is the number of children, the one that does not exist among them."""
        self._came = 0
        async with trio.open_nursery() as nursery:
            for key in range(self._children):
                nursery.start_soon(self._child, key)
            nursery.start_soon(self._nothing, _start)
        return self._children + 1

    async def _child(self, key: int) -> None:
        kit = self._kit
        command = command_of(kit.directory, key)
        process = await trio.lowlevel.open_process(command, stdin=input_of(key), stdout=PIPE, stderr=PIPE)
        assert process.stdout is not None
        assert process.stderr is not None
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._read, "out", key, process, process.stdout)
            nursery.start_soon(self._read, "err", key, process, process.stderr)
            nursery.start_soon(self._exit, key, process)
        kit.emit(kit.kinds["close"], key, 0, 0)

    async def _read(self, kind: str, key: int, process: trio.Process, pipe: ReceiveStream) -> None:
        kit = self._kit
        digest = length = 0
        async for data in pipe:
            digest = kit.crc32(data, digest)
            length += len(data)
            if key == KILLED:
                self._came += len(data)
                # Whoever is to be killed has said everything by then.
                if self._came == 2 * self._bytes:
                    process.terminate()
            if kind == "err" and length == self._bytes and process.stdin is not None:
                # Whoever lingers has said everything after the end of its standard output.
                kit.emit(kit.kinds["went_on"], key, 0, digest)
                await process.stdin.aclose()
        kit.emit(kit.kinds[kind], key, 0, digest)
        await pipe.aclose()
        if kind == "out" and process.stdin is not None:
            await process.stdin.send_all(b".")

    async def _exit(self, key: int, process: trio.Process) -> None:
        self._kit.emit(self._kit.kinds["exit"], key, 0, ending_of(await process.wait()))


async def _start(program: str) -> None:
    await trio.lowlevel.open_process([program])


def open(params: Params, kit: Kit) -> Pipes:
    """Make the workload."""
    return Pipes(params, kit)
