"""The seam of what never comes: a timer, a turn, an answer, the end of a child. A round that waits for it never ends."""

import asyncio
import builtins
import os
import struct
import time
from asyncio import StreamReader, StreamWriter
from asyncio.base_events import BaseEventLoop
from asyncio.base_subprocess import BaseSubprocessTransport
from collections.abc import Callable
from typing import Any
from weakref import WeakKeyDictionary, WeakSet

from evenloop_mutants.moment import Moment, Patch, Victim

_FRAME = struct.Struct("<III")
_SETTLED = 1
# A payload begins with the nonce, the key and the number.
_HEADER = struct.Struct("<8xII")
# What is left of the data, and whether nothing more comes: of the data, the first piece that was sent, and the bytes before.
_Hear = Callable[[bytes, bytes, int], tuple[bytes, bool]]


def install(patch: Patch, moment: Moment) -> None:
    """Lose what the patch names."""
    match patch.act:
        case "lose-timer":
            _lose_call("call_at", 1, _Nth(patch, moment))
        case "lose-turn":
            _lose_call("call_soon", 0, _Nth(patch, moment))
        case "lose-message":
            _lose_call("call_soon_threadsafe", 0, _Nth(patch, moment))
        case "lose-answer":
            _go_deaf(moment, _until_answer(patch.victim()))
        case "lose-bytes":
            _go_deaf(moment, _until_bytes(patch.victim(), int(patch.number("after"))))
        case "lose-exit":
            _lose_exit(_Nth(patch, moment))
        case "lose-datagram":
            _lose_datagram(patch.victim(), moment)
        case "lose-read":
            _lose_read(patch.text("file"), moment)
        case "never-settle":
            _never_settle(moment)


def happen(act: str) -> None:
    """Do what happens at the moment of a victim."""
    if act == "throw-at":
        raise RuntimeError("a fault of the runtime")
    if act == "exit-at":
        os._exit(3)
    _wait_for_ever()


def _wait_for_ever() -> None:
    while True:
        time.sleep(3600)


class _Nth:
    """True at the call of this number in each round in which the patch acts, and at every so many behind it."""

    def __init__(self, patch: Patch, moment: Moment) -> None:
        self._nth = int(patch.number("nth"))
        self._every = int(patch.number("every")) if patch.has("every") else None
        self._moment = moment
        self._round = -1
        self._calls = 0

    def __call__(self) -> bool:
        if not self._moment.acts:
            return False
        if self._round != self._moment.round:
            self._calls = 0
        self._round = self._moment.round
        call = self._calls if self._every is None else self._calls % self._every
        self._calls += 1
        return call == self._nth


def _lose_call(name: str, place: int, is_lost: Callable[[], bool]) -> None:
    """Call nothing instead, where the callback stands at this place behind the loop."""
    real: Any = getattr(BaseEventLoop, name)

    def patched(self: BaseEventLoop, *args: Any, **named: Any) -> Any:  # noqa: ANN401 - as the loop's own
        if is_lost():
            args = (*args[:place], _nothing)
        return real(self, *args, **named)

    setattr(BaseEventLoop, name, patched)


def _nothing() -> None:
    pass


def _go_deaf(moment: Moment, hear: _Hear) -> None:
    """The connection itself stays open: whoever reads waits for ever."""
    sent: WeakKeyDictionary[StreamReader, bytes] = WeakKeyDictionary()
    heard: WeakKeyDictionary[StreamReader, int] = WeakKeyDictionary()
    deaf: WeakSet[StreamReader] = WeakSet()
    write, feed_data, feed_eof = StreamWriter.write, StreamReader.feed_data, StreamReader.feed_eof

    def patched_write(self: StreamWriter, data: bytes) -> None:
        sent.setdefault(self._reader, bytes(data))  # type: ignore[attr-defined]
        write(self, data)

    def patched_feed(self: StreamReader, data: bytes) -> None:
        if self in deaf:
            return
        if moment.acts:
            before = heard.get(self, 0)
            heard[self] = before + len(data)
            data, over = hear(bytes(data), sent.get(self, b""), before)
            if over:
                deaf.add(self)
        if data:
            feed_data(self, data)

    def patched_eof(self: StreamReader) -> None:
        if self not in deaf:
            feed_eof(self)

    StreamWriter.write = patched_write  # type: ignore[assignment, method-assign]  # the seam
    StreamReader.feed_data = patched_feed  # type: ignore[assignment, method-assign]
    StreamReader.feed_eof = patched_eof  # type: ignore[method-assign]


def _until_answer(victim: Victim) -> _Hear:
    wanted = (_SETTLED, victim.key, victim.id)

    def hear(data: bytes, sent: bytes, _before: int) -> tuple[bytes, bool]:
        if len(sent) % _FRAME.size == 0 and len(data) % _FRAME.size == 0:
            for number, frame in enumerate(_FRAME.iter_unpack(data)):
                if frame == wanted:
                    return data[: number * _FRAME.size], True
        return data, False

    return hear


def _until_bytes(victim: Victim, after: int) -> _Hear:
    """What the server's end sends is masked: no key of ours stands there."""

    def hear(data: bytes, sent: bytes, before: int) -> tuple[bytes, bool]:
        own = len(sent) >= _HEADER.size and _HEADER.unpack_from(sent)[0] == victim.key
        left = max(0, after - before)
        return (data[:left], True) if own and len(data) > left else (data, False)

    return hear


def _lose_exit(is_lost: Callable[[], bool]) -> None:
    real_init: Any = BaseSubprocessTransport.__init__
    real_exited: Any = BaseSubprocessTransport._process_exited  # noqa: SLF001 - there is no other seam
    lost: set[int] = set()

    def patched_init(self: Any, *args: Any, **named: Any) -> None:  # noqa: ANN401 - a transport
        if is_lost():
            lost.add(id(self))
        real_init(self, *args, **named)

    def patched_exited(self: Any, code: int) -> None:  # noqa: ANN401 - a transport
        if id(self) not in lost:
            real_exited(self, code)

    BaseSubprocessTransport.__init__ = patched_init  # type: ignore[method-assign]  # the seam
    BaseSubprocessTransport._process_exited = patched_exited  # type: ignore[assignment, method-assign]  # noqa: SLF001


def _lose_datagram(victim: Victim, moment: Moment) -> None:
    real: Any = BaseEventLoop.create_datagram_endpoint

    async def patched(self: BaseEventLoop, factory: Callable[[], Any], *args: Any, **named: Any) -> Any:  # noqa: ANN401
        def made() -> Any:  # noqa: ANN401 - a protocol
            protocol = factory()
            received = protocol.datagram_received

            def heard(data: bytes, address: object) -> None:
                is_victim = len(data) >= _HEADER.size and _HEADER.unpack_from(data)[1] == victim.id
                if not (moment.acts and is_victim):
                    received(data, address)

            protocol.datagram_received = heard
            return protocol

        return await real(self, made, *args, **named)

    BaseEventLoop.create_datagram_endpoint = patched  # type: ignore[assignment, method-assign]  # the seam


def _lose_read(victim: str, moment: Moment) -> None:
    real: Any = builtins.open

    def patched(file: Any, *args: Any, **named: Any) -> Any:  # noqa: ANN401 - as the builtin
        if moment.acts and os.path.basename(os.fsdecode(file)) == victim:
            _wait_for_ever()
        return real(file, *args, **named)

    builtins.open = patched


def _never_settle(moment: Moment) -> None:
    real: Any = asyncio.gather

    async def never(units: tuple[Any, ...]) -> None:
        await real(*units, return_exceptions=True)
        await asyncio.get_running_loop().create_future()

    def patched(*units: Any, **named: Any) -> Any:  # noqa: ANN401 - as the real one
        return never(units) if moment.acts else real(*units, **named)

    asyncio.gather = patched
