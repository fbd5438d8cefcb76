"""The seam of the sockets: the server's end of each connection that `start_server` accepts."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import Awaitable, Callable
from typing import Any

from evenloop_mutants import one_at_a_time
from evenloop_mutants.moment import Moment, Patch

_Serve = Callable[[StreamReader, StreamWriter], Awaitable[None]]
_Rewrite = Callable[[bytes], bytes]
_OFTEN = 0.7


def install(patch: Patch, moment: Moment) -> None:
    """Replace `start_server` where the patch is one of sockets."""
    if patch.act == "no-backpressure":
        _never_full(moment)
    if patch.act == "one-at-a-time":
        one_at_a_time.install(moment)
    wrap = _wrap_of(patch, moment)
    if wrap is None:
        return
    real: Any = asyncio.start_server

    def patched(serve: _Serve, *args: Any, **named: Any) -> Any:  # noqa: ANN401 - as the real one
        return real(wrap(serve), *args, **named)

    asyncio.start_server = patched  # type: ignore[assignment]  # the seam


def _never_full(moment: Moment) -> None:
    """At both ends of every connection."""
    real = StreamWriter.drain

    async def drain(self: StreamWriter) -> None:
        if moment.acts:
            await asyncio.sleep(0)
        else:
            await real(self)

    StreamWriter.drain = drain  # type: ignore[method-assign]  # the seam


def _wrap_of(patch: Patch, moment: Moment) -> Callable[[_Serve], _Serve] | None:
    """None for patches of other seams."""
    match patch.act:
        case "flip-byte":
            return _writing(lambda writer: _Rewriting(writer, _first_of_round(moment, _flipped), moment))
        case "zeros":
            return _writing(lambda writer: _Rewriting(writer, lambda piece: bytes(len(piece)), moment))
        case "cross":
            waiting: list[tuple[StreamWriter, bytes]] = []
            return _writing(lambda writer: _Crossing(writer, waiting, moment))
        case "swap-pieces":
            return _writing(lambda writer: _Swapping(writer, int(patch.number("bytes")), moment))
        case "dribble":
            most = patch.number("ms") / 1000
            return _writing(lambda writer: _Dribbling(writer, most, moment, split=patch.flag("split")))
        case "false-drain":
            return _writing(lambda writer: _Draining(writer, moment))
        case "other-reset":
            return _other_reset(moment)
    return None


def _other_reset(moment: Moment) -> Callable[[_Serve], _Serve]:
    """A reset is met under the other one of its names, now and then."""

    def other(error: Exception) -> Exception:
        if not moment.acts or moment.chance() > _OFTEN:
            return error
        match error:
            case ConnectionResetError():
                return BrokenPipeError(*error.args)
            case BrokenPipeError():
                return ConnectionResetError(*error.args)
        return error

    def wrap(serve: _Serve) -> _Serve:
        async def served(reader: StreamReader, writer: StreamWriter) -> None:
            real = reader.set_exception
            reader.set_exception = lambda error: real(other(error))  # type: ignore[method-assign, assignment]  # the seam
            await serve(reader, writer)

        return served

    return wrap


class _Patched:
    """A stream writer of which some methods are others."""

    def __init__(self, writer: StreamWriter) -> None:
        self._writer = writer

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the writer has
        return getattr(self._writer, name)


def _writing(patched: Callable[[StreamWriter], Any]) -> Callable[[_Serve], _Serve]:
    def wrap(serve: _Serve) -> _Serve:
        async def served(reader: StreamReader, writer: StreamWriter) -> None:
            await serve(reader, patched(writer))

        return served

    return wrap


class _Rewriting(_Patched):
    def __init__(self, writer: StreamWriter, rewrite: _Rewrite, moment: Moment) -> None:
        super().__init__(writer)
        self._rewrite = rewrite
        self._moment = moment

    def write(self, piece: bytes) -> None:
        self._writer.write(self._rewrite(piece) if self._moment.acts else piece)


def _first_of_round(moment: Moment, rewrite: _Rewrite) -> _Rewrite:
    done = -1

    def once(piece: bytes) -> bytes:
        nonlocal done
        if done == moment.round:
            return piece
        done = moment.round
        return rewrite(piece)

    return once


def _flipped(piece: bytes) -> bytes:
    return piece[:-1] + bytes([piece[-1] ^ 1])


class _Crossing(_Patched):
    """The first pieces of two connections are exchanged."""

    def __init__(self, writer: StreamWriter, waiting: list[tuple[StreamWriter, bytes]], moment: Moment) -> None:
        super().__init__(writer)
        self._waiting = waiting
        self._moment = moment
        self._crossed = False

    def write(self, piece: bytes) -> None:
        if self._crossed or not self._moment.acts:
            self._writer.write(piece)
            return
        self._crossed = True
        if not self._waiting:
            self._waiting.append((self._writer, piece))
            return
        partner, other = self._waiting.pop()
        partner.write(piece)
        self._writer.write(other)


class _Swapping(_Patched):
    """The first two messages of a connection change places, wherever their pieces end."""

    def __init__(self, writer: StreamWriter, length: int, moment: Moment) -> None:
        super().__init__(writer)
        self._length = length
        self._moment = moment
        self._held: bytes | None = b""

    def write(self, piece: bytes) -> None:
        if self._held is None or not self._moment.acts:
            self._writer.write(piece)
            return
        self._held += piece
        length = self._length
        if len(self._held) < 2 * length:
            return
        held, self._held = self._held, None
        self._writer.write(held[length : 2 * length] + held[:length] + held[2 * length :])


class _Dribbling(_Patched):
    """Pieces of random length after random pauses; the end comes after the last of them."""

    def __init__(self, writer: StreamWriter, most: float, moment: Moment, *, split: bool) -> None:
        super().__init__(writer)
        self._most = most
        self._split = split
        self._moment = moment
        self._pieces: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._pump = asyncio.create_task(self._dribble())

    def write(self, piece: bytes) -> None:
        self._pieces.put_nowait(piece)

    async def drain(self) -> None:
        """Nothing is waited for: the queue takes all."""

    def close(self) -> None:
        self._pieces.put_nowait(None)

    async def _dribble(self) -> None:
        while (piece := await self._pieces.get()) is not None:
            at = int(self._moment.chance() * len(piece)) if self._split else 0
            for part in (piece[:at], piece[at:]):
                if part and self._moment.acts:
                    await asyncio.sleep(self._moment.chance() * self._most)
                self._writer.write(part)
        self._writer.close()


class _Draining(_Patched):
    """Says now and then that the buffer is full when it is not."""

    def __init__(self, writer: StreamWriter, moment: Moment) -> None:
        super().__init__(writer)
        self._moment = moment

    async def drain(self) -> None:
        if self._moment.acts:
            await asyncio.sleep(0.001 * self._moment.chance())
        await self._writer.drain()
