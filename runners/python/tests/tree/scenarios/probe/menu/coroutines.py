"""A workload with a menu of behaviours, one a name, for the tests of the session."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from evenloop_runner.generators import Sleep, Steps
from evenloop_runner.kit import Kit, Params, TcpEndpoint, UnixEndpoint, Unsupported


class Menu:
    """Does in each round what its name says."""

    def __init__(self, kit: Kit, behaviour: str) -> None:
        self._kit = kit
        self._behaviour = behaviour
        # Those that are about slices have an ordinary round.
        act = "at_once" if behaviour.startswith("slice_") else behaviour
        self._act: Callable[[], int | Awaitable[int] | Steps[int]] = getattr(self, f"_{act}")

    def round(self) -> int | Awaitable[int] | Steps[int]:
        """Do it."""
        return self._act()

    def slice(self, operations: int) -> object:
        """Do it in slices."""
        slice_of: Callable[[int], object] = getattr(self, f"_{self._behaviour}", self._emit_in_slice)
        return slice_of(operations) if self._behaviour.startswith("slice_") else self._emit_in_slice(operations)

    async def close(self) -> None:
        """Leave a note, for the test to find."""
        (Path(self._kit.directory) / "closed").touch()
        if self._behaviour == "fail_to_close":
            raise OSError("cannot close")

    async def _emit_in_slice(self, operations: int) -> None:
        # More than there is room for: a slice records nothing.
        for ident in range(operations):
            self._kit.emit(1, 0, ident, 0)
        await asyncio.sleep(0)

    def _slice_at_once(self, operations: int) -> None:
        self._kit.sample(operations)

    def _slice_by_generator(self, _operations: int) -> Steps[None]:
        yield Sleep(0)

    def _slice_raises(self, _operations: int) -> None:
        self._raise()

    async def _slice_strays(self, _operations: int) -> None:
        asyncio.get_running_loop().call_soon(self._raise)
        await self._hang()

    def _slice_leaves(self, _operations: int) -> None:
        asyncio.get_running_loop().call_soon(self._raise)

    def _slice_burns(self, _operations: int) -> None:
        until = time.process_time_ns() + 2_000_000
        while time.process_time_ns() < until:
            pass

    def _slice_surroundings(self, _operations: int) -> None:
        kit = self._kit
        (Path(kit.directory) / "seen").write_text(repr((kit.traced, kit.round, kit.endpoint("peer"))))

    def _at_once(self) -> int:
        kit = self._kit
        kit.emit(kit.kinds["arm"], 5, 0, 1)
        kit.emit(kit.kinds["fire"], 5, 1, 2)
        kit.emit(kit.kinds["note"], 9, 1, 2)
        return 3

    def _by_generator(self) -> Steps[int]:
        yield Sleep(0.001)
        self._kit.emit(1, 0, 0, 0)
        return 1

    def _by_future(self) -> asyncio.Future[int]:
        future = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(future.set_result, 2)
        return future

    def _hang(self) -> asyncio.Future[int]:
        return asyncio.get_running_loop().create_future()

    def _raise(self) -> int:
        raise LookupError("out of order")

    def _raise_in_callback(self) -> asyncio.Future[int]:
        if self._kit.round > 0:
            return self._by_future()
        asyncio.get_running_loop().call_soon(self._raise)
        return self._hang()

    async def _swallow_stray(self) -> int:
        asyncio.get_running_loop().call_soon(self._raise)
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.sleep(3600)
        return 0

    def _cancel_itself(self) -> asyncio.Future[int]:
        future = self._hang()
        future.cancel()
        return future

    def _too_many_events(self) -> int:
        for ident in range(5):
            self._kit.emit(1, 0, ident, 0)
        return 5

    async def _overflow_in_group(self) -> int:
        async def fill() -> None:
            self._too_many_events()

        async with asyncio.TaskGroup() as group:
            group.create_task(fill())
        return 5

    def _hidden_overflow(self) -> int:
        try:
            return self._too_many_events()
        except Exception:  # noqa: BLE001 - as a careless workload would
            return 5

    def _too_many_samples(self) -> int:
        for _ in range(3):
            self._kit.sample(1)
        return 3

    def _not_a_sample(self) -> int:
        self._kit.sample(float("nan"))
        return 1

    def _wide_event(self) -> int:
        self._kit.emit(1, 0, 2**32, 0)
        return 1

    def _unknown_event(self) -> int:
        self._kit.emit(4, 0, 0, 0)
        return 1

    def _answer_none(self) -> int:
        answers: dict[str, int] = {}
        return answers.get("operations")  # type: ignore[return-value] # what is tested

    def _answer_true(self) -> int:
        return True

    def _answer_negative(self) -> int:
        return -1

    def _late(self) -> int:
        asyncio.get_running_loop().call_soon(self._kit.emit, 1, 0, 0, 0)
        return 0

    def _two_samples(self) -> int:
        self._kit.sample(1500)
        self._kit.sample(-2.0)
        return 2

    def _surroundings(self) -> int:
        peer = self._kit.endpoint("peer")
        port = peer.port if isinstance(peer, TcpEndpoint) else 0
        self._kit.emit(1, port, self._kit.round, int(self._kit.traced))
        return 1

    def _listen_late(self) -> int:
        self._kit.listening("server", TcpEndpoint("127.0.0.1", 1))
        return 1

    def _fail_to_close(self) -> int:
        return 0


async def open(params: Params, kit: Kit) -> Menu:
    """Open what was asked for."""
    behaviour = params.text("behaviour")
    await asyncio.sleep(0)
    match behaviour:
        case "unsupported":
            raise Unsupported("no such thing on this machine")
        case "bad_value":
            raise ValueError("ticks must be even")
        case "broken_open":
            raise LookupError("cannot open")
        case "listen":
            kit.listening("server", TcpEndpoint("127.0.0.1", 4321))
            kit.listening("other", UnixEndpoint("/tmp/other"))
            behaviour = "at_once"
        case _:
            pass
    return Menu(kit, behaviour)
