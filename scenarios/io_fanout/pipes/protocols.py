"""io_fanout.pipes with protocols: ``pipe_connection_lost``, ``process_exited``, and ``connection_lost`` when all is over."""

import asyncio
from asyncio.subprocess import PIPE
from typing import cast

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.pipes.children import KILLED, Children, command_of, ending_of, input_of

_IN, _OUT, _ERR = range(3)
_KINDS = {_OUT: "out", _ERR: "err"}


class _Child(asyncio.SubprocessProtocol):
    def __init__(self, kit: Kit, key: int, size: int) -> None:
        self._kit = kit
        self._key = key
        self._bytes = size
        self._digests = {_OUT: 0, _ERR: 0}
        self._lengths = {_OUT: 0, _ERR: 0}
        self._transport: asyncio.SubprocessTransport | None = None
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.SubprocessTransport", transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        self._digests[fd] = self._kit.crc32(data, self._digests[fd])
        self._lengths[fd] += len(data)
        assert self._transport is not None
        # Whoever is to be killed has said everything by then.
        if self._key == KILLED and sum(self._lengths.values()) == 2 * self._bytes:
            self._transport.terminate()
        if fd == _ERR and self._lengths[fd] == self._bytes and self._input is not None:
            # Whoever lingers has said everything after the end of its standard output.
            self._kit.emit(self._kit.kinds["went_on"], self._key, 0, self._digests[fd])
            self._input.close()

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:  # noqa: ARG002 - a pipe that broke is cut
        if fd == _IN:
            return
        self._kit.emit(self._kit.kinds[_KINDS[fd]], self._key, 0, self._digests[fd])
        if fd == _OUT and self._input is not None:
            self._input.write(b".")

    @property
    def _input(self) -> asyncio.WriteTransport | None:
        assert self._transport is not None
        return cast("asyncio.WriteTransport | None", self._transport.get_pipe_transport(_IN))

    def process_exited(self) -> None:
        assert self._transport is not None
        self._kit.emit(self._kit.kinds["exit"], self._key, 0, ending_of(self._transport.get_returncode() or 0))

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - the name is the protocol's
        self._kit.emit(self._kit.kinds["close"], self._key, 0, 0)
        self.closed.set_result(None)


class Pipes(Children):
    """Runs children and reads what they write."""

    async def round(self) -> int:
        """Enact one pass; the answer is the number of children, the one that does not exist among them."""
        await asyncio.gather(*[self._child(key) for key in range(self._children)], self._nothing(_start))
        return self._children + 1

    async def _child(self, key: int) -> None:
        transport, child = await asyncio.get_running_loop().subprocess_exec(
            lambda: _Child(self._kit, key, self._bytes),
            *command_of(self._kit.directory, key),
            stdin=input_of(key),
            stdout=PIPE,
            stderr=PIPE,
        )
        await child.closed
        transport.close()


async def _start(program: str) -> None:
    await asyncio.get_running_loop().subprocess_exec(asyncio.SubprocessProtocol, program)


def open(params: Params, kit: Kit) -> Pipes:
    """Make the workload."""
    return Pipes(params, kit)
