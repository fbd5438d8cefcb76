"""ordering.signals with trio: ``open_signal_receiver`` in a task that outlives rounds, and children that are interrupted."""

import signal
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import DEVNULL, PIPE

import trio

from evenloop_runner.kit import Kit, Params, TcpEndpoint
from evenloop_runner.payload import seed_of_nonce
from evenloop_runner.trio_tasks import lasting, turn
from scenarios.ordering.signals.children import CHILDREN, FIRST_KEY, HANDLED, READY
from scenarios.ordering.signals.stages import (
    BURST_KEY,
    INTERPRETER_KEY,
    LOOP_KEY,
    REST_SECONDS,
    SIGNALS,
    SINGLE_KEY,
    STATE_BYTES,
    hold_until,
)
from scenarios.ordering.signals.wire import BLOCKED, BURST, CHILD, SENT, SINGLE, frame_of

_PROGRAM = Path(__file__).with_name("trio_interrupted.py")


class _Heard:
    """Whether a signal was heard: with false when none comes any more."""

    def __init__(self) -> None:
        self._settled = trio.Event()
        self._whether = False

    def settle(self, *, whether: bool) -> None:
        if not self._settled.is_set():
            self._whether = whether
            self._settled.set()

    async def wait(self) -> bool:
        await self._settled.wait()
        return self._whether


class Signals:
    """Enacts the stages."""

    def __init__(self, params: Params, kit: Kit, stream: trio.SocketStream) -> None:
        self._kit = kit
        self._stream = stream
        # Two tasks may not send on one stream at once.
        self._asking = trio.Lock()
        self._singles = params.integer("singles")
        self._directory = Path(kit.directory)
        self._heard: Callable[[int], object] = lambda _: None
        self._lost: Callable[[], object] = lambda: None
        self._sent = trio.Event()
        self._scope = trio.CancelScope()
        self._disarmed = trio.Event()
        lasting().start_soon(self._read)

    async def arm(self) -> None:
        """Hear of signals by the loop."""
        self._scope, self._disarmed = trio.CancelScope(), trio.Event()
        await lasting().start(self._listen)

    async def round(self) -> int:
        """Enact one pass; the answer is the number of single signals."""
        kit = self._kit
        for ident in range(self._singles):
            came = self._expect("received", SINGLE_KEY, ident)
            kit.emit(kit.kinds["asked"], SINGLE_KEY, ident, 0)
            await self._ask(SINGLE)
            if not await came.wait():
                return self._singles
        await self._burst()
        if await self._held(LOOP_KEY) and await self._held_interpreter() and kit.traced:
            async with trio.open_nursery() as nursery:
                for index, (what, place) in enumerate(CHILDREN):
                    nursery.start_soon(self._interrupt, FIRST_KEY + index, what, place)
        return self._singles

    async def close(self) -> None:
        """Take leave of the sender. A signal without a handler would end the process: nobody sends one any more."""
        await self._disarm()
        await self._stream.aclose()

    async def _ask(self, what: int, pid: int | None = None, place: int = 0) -> None:
        async with self._asking:
            await self._stream.send_all(frame_of(what, pid, place))

    async def _disarm(self) -> None:
        self._scope.cancel()
        await self._disarmed.wait()

    async def _listen(self, task_status: trio.TaskStatus[None] = trio.TASK_STATUS_IGNORED) -> None:
        with self._scope, trio.open_signal_receiver(*SIGNALS) as signals:
            task_status.started()
            async for number in signals:
                self._heard(SIGNALS.index(signal.Signals(number)))
        self._disarmed.set()

    async def _read(self) -> None:
        """Each byte of the sender is a message."""
        try:
            async for data in self._stream:
                for byte in data:
                    if byte == SENT:
                        self._sent.set()
                    else:
                        self._lost()
        except trio.ClosedResourceError:
            return

    def _expect(self, kind: str, key: int, ident: int) -> _Heard:
        came = _Heard()

        def heard(place: int) -> None:
            self._kit.emit(self._kit.kinds[kind], key, ident, place)
            came.settle(whether=True)

        self._lost = lambda: came.settle(whether=False)
        self._heard = heard
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
        self._sent = trio.Event()
        await self._ask(BURST)
        await self._sent.wait()
        await trio.sleep(REST_SECONDS)
        # When the loop was held up, the timer may come before what has arrived in the meantime.
        for _ in range(6):
            await turn()
        kit.emit(kit.kinds["settled"], BURST_KEY, 0, state)

    async def _held(self, key: int) -> bool:
        kit, path = self._kit, self._directory / "sent"
        came = self._expect("heard", key, 0)
        path.unlink(missing_ok=True)
        kit.emit(kit.kinds["held"], key, 0, 0)
        await self._ask(BLOCKED)
        hold_until(path)
        kit.emit(kit.kinds["released"], key, 0, 0)
        return await came.wait()

    async def _held_interpreter(self) -> bool:
        """As `_held`, with handlers of the interpreter instead of those of the loop."""
        await self._disarm()
        kept = {number: signal.signal(number, self._told_at_once) for number in SIGNALS}
        try:
            return await self._held(INTERPRETER_KEY)
        finally:
            for number, handler in kept.items():
                signal.signal(number, handler)
            await self.arm()

    def _told_at_once(self, number: int, _: object) -> None:
        self._heard(SIGNALS.index(signal.Signals(number)))

    async def _interrupt(self, key: int, what: str, place: int) -> None:
        kit = self._kit
        command = [sys.executable, "-I", "-B", str(_PROGRAM), what, str(seed_of_nonce(kit.nonce)), str(key)]
        child = await trio.lowlevel.open_process(command, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL)
        assert child.stdout is not None
        begun = b""
        async for data in child.stdout:
            *lines, begun = (begun + data).split(b"\n")
            for line in lines:
                step, value = map(int, line.split())
                kit.emit(kit.kinds["child_step"], key, step, value)
                if step in {READY, HANDLED}:
                    await self._ask(CHILD, child.pid, place)
        code = await child.wait()
        kit.emit(kit.kinds["child_end"], key, int(code < 0), abs(code))


async def open(params: Params, kit: Kit) -> Signals:
    """Connect to the sender."""
    endpoint = kit.endpoint("signals")
    if not isinstance(endpoint, TcpEndpoint):
        raise ValueError('ordering.signals needs the TCP endpoint "signals"')
    workload = Signals(params, kit, await trio.open_tcp_stream(endpoint.host, endpoint.port))
    await workload.arm()
    return workload
