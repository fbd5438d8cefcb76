"""What all styles of ordering.signals share: the stages of a round. How a signal is heard is the style's."""

import asyncio
import signal
import time
from collections.abc import Callable
from pathlib import Path

from evenloop_runner.kit import Kit, Params, Unsupported
from evenloop_runner.loops import running_package
from scenarios.ordering.signals.children import play_children
from scenarios.ordering.signals.wire import (
    BLOCKED,
    BURST,
    SINGLE,
    SignalWire,
    connect_to_sender,
)

SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGUSR2, signal.SIGWINCH)
"""By their places in this list signals stand in the trace."""

# Keys of the trace.
SINGLE_KEY = 0
BURST_KEY = 1
LOOP_KEY = 2
INTERPRETER_KEY = 3

REST_SECONDS = 0.005
"""After the last signal of a burst was sent."""
_HELD_LONGER_SECONDS = 0.001
_PATIENCE_SECONDS = 2.0
STATE_BYTES = 4


class Stages:
    """The stages of the rounds of one invocation."""

    def __init__(self, params: Params, kit: Kit, wire: SignalWire) -> None:
        self._kit = kit
        self._wire = wire
        self._singles = params.integer("singles")
        self._heard: Callable[[int], object] = lambda _: None
        self._told: Callable[[int], object] = self.heard
        self._directory = Path(kit.directory)
        self._loop = asyncio.get_running_loop()

    def heard(self, place: int) -> None:
        """A signal was heard."""
        self._heard(place)

    def listen(self, told: Callable[[int], object]) -> None:
        """Have the loop tell of each signal, until the end."""
        self._told = told
        self.arm()

    def arm(self) -> None:
        """Let the loop hear of signals."""
        for place, number in enumerate(SIGNALS):
            self._loop.add_signal_handler(number, self._told, place)

    def disarm(self) -> None:
        """Let nobody hear of signals."""
        for number in SIGNALS:
            self._loop.remove_signal_handler(number)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of single signals."""
        for ident in range(self._singles):
            if not await self._single(ident):
                return self._singles
        await self._burst()
        if await self._held(LOOP_KEY) and await self._held_interpreter() and self._kit.traced:
            await play_children(self._kit, self._wire)
        return self._singles

    def close(self) -> None:
        """Take leave of the sender. A signal without a handler would end the process: nobody sends one any more."""
        self.disarm()
        self._wire.close()

    def _expect(self, kind: str, key: int, ident: int) -> "asyncio.Future[bool]":
        """Settle when a signal was heard: with false when none came."""
        came: asyncio.Future[bool] = self._loop.create_future()

        def settle(*, whether: bool) -> None:
            if not came.done():
                came.set_result(whether)

        def heard(place: int) -> None:
            self._kit.emit(self._kit.kinds[kind], key, ident, place)
            settle(whether=True)

        self._wire.on_lost = lambda: settle(whether=False)
        self._heard = heard
        return came

    def _single(self, ident: int) -> "asyncio.Future[bool]":
        came = self._expect("received", SINGLE_KEY, ident)
        self._kit.emit(self._kit.kinds["asked"], SINGLE_KEY, ident, 0)
        self._wire.ask(SINGLE)
        return came

    async def _burst(self) -> None:
        kit, path = self._kit, self._directory / "state"
        state = ran = 0

        def heard(_: int) -> None:
            nonlocal state, ran
            content = path.read_bytes()
            # Nothing is in the file while it is being written.
            if len(content) == STATE_BYTES:
                state = int.from_bytes(content, "little")
            ran += 1
            kit.emit(kit.kinds["ran"], BURST_KEY, 0, ran)

        self._heard = heard
        sent = self._wire.sent()
        self._wire.ask(BURST)
        await sent
        await asyncio.sleep(REST_SECONDS)
        # When the loop was held up, the timer may come before what has arrived in the meantime.
        for _ in range(6):
            await asyncio.sleep(0)
        kit.emit(kit.kinds["settled"], BURST_KEY, 0, state)

    def _held(self, key: int) -> "asyncio.Future[bool]":
        kit, path = self._kit, self._directory / "sent"
        came = self._expect("heard", key, 0)
        path.unlink(missing_ok=True)
        kit.emit(kit.kinds["held"], key, 0, 0)
        self._wire.ask(BLOCKED)
        hold_until(path)
        kit.emit(kit.kinds["released"], key, 0, 0)
        return came

    async def _held_interpreter(self) -> bool:
        """As `_held`, with handlers of the interpreter instead of those of the loop, which would hear of the signal, too."""
        self.disarm()
        for number in SIGNALS:
            signal.signal(number, self._told_at_once)
        try:
            return await self._held(INTERPRETER_KEY)
        finally:
            # uvloop still has a byte to read about the signal, and would tell it to a handler that is there by then.
            for _ in range(3):
                await asyncio.sleep(0)
            self.arm()

    def _told_at_once(self, number: int, _: object) -> None:
        self._heard(SIGNALS.index(signal.Signals(number)))


def hold_until(path: Path) -> None:
    """Hold the loop up until the file is there, and a little longer."""
    end = time.monotonic() + _PATIENCE_SECONDS
    while not path.exists() and time.monotonic() < end:
        time.sleep(0.001)
    time.sleep(_HELD_LONGER_SECONDS)


async def open_stages(params: Params, kit: Kit) -> Stages:
    """Connect to the sender."""
    try:
        # Of a signal that nobody listens for.
        asyncio.get_running_loop().remove_signal_handler(signal.SIGWINCH)
    except AttributeError as error:
        raise Unsupported(f"remove_signal_handler of {running_package()} is broken: {error}") from error
    return Stages(params, kit, await connect_to_sender(kit))
