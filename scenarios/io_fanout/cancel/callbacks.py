"""io_fanout.cancel with callbacks: timers that are cancelled by hand, and everything else by hand too."""

import asyncio
from collections.abc import Callable

from evenloop_runner.kit import Kit, Params
from scenarios.io_fanout.cancel.ways import (
    AT_DEADLINE,
    CANCELLED,
    LONG_MS,
    NEVER_BEGUN,
    TIMED_OUT,
    WAYS,
    block,
    keys_of,
)


class _Unit:
    """Sleeps; `on_end` gets 0 after the sleep, or what the unit was cancelled with. Tidies up first, exactly once."""

    def __init__(self, kit: Kit, key: int, delay_ms: int, at_least_ms: int, on_end: Callable[[int], None]) -> None:
        self._kit = kit
        self._key = key
        self._works = at_least_ms != delay_ms
        self._on_end = on_end
        self._over = False
        self._loop = asyncio.get_running_loop()
        kit.emit(kit.kinds["begin"], key, key, at_least_ms * 1000)
        self._timer = self._loop.call_later(delay_ms / 1000, self._slept)

    def cancel(self, code: int) -> None:
        """End it before its time, unless it is over."""
        if self._over:
            return
        self._over = True
        self._timer.cancel()
        self._loop.call_soon(self._tidy, code)

    def _slept(self) -> None:
        if self._works:
            self._kit.emit(self._kit.kinds["worked"], self._key, self._key, 0)
        self.cancel(0)

    def _tidy(self, code: int) -> None:
        self._kit.emit(self._kit.kinds["cleanup"], self._key, self._key, 0)
        self._on_end(code)


class Cancel:
    """Cancels units in every way there is."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._units = params.integer("units")
        self._timeout_ms = params.integer("timeoutMs")
        self._sleep_ms = params.integer("sleepMs")
        self._loop = asyncio.get_running_loop()
        self._left = 0
        self._cancelled_ns = 0
        self._guarded = False
        self._done: asyncio.Future[int] = self._loop.create_future()

    def round(self) -> asyncio.Future[int]:
        """Enact one pass; the answer is the number of units."""
        kit, loop = self._kit, self._loop
        self._done = loop.create_future()
        self._left = WAYS * self._units
        # Whoever sleeps on in spite of all wakes up before this is over.
        self._guarded = True
        loop.call_later((self._sleep_ms + 4) / 1000, self._unguard)
        cancelled = [_Unit(kit, key, self._sleep_ms, 0, self._tell(key)) for key in keys_of(0, self._units)]
        for key in keys_of(1, self._units):
            self._limit(_Unit(kit, key, LONG_MS, self._timeout_ms, self._tell(key)))
        for key in keys_of(2, self._units):
            loop.call_soon(_Unit, kit, key, LONG_MS, 0, self._tell(key)).cancel()
            loop.call_soon(self._spare, key)
        cancelled += [_Unit(kit, key, 1, 0, self._tell(key)) for key in keys_of(3, self._units)]
        for key in keys_of(4, self._units):
            self._limit(_Unit(kit, key, self._timeout_ms, self._timeout_ms, self._race(key)))
        block(kit)
        self._cancelled_ns = kit.now()
        for unit in cancelled:
            unit.cancel(CANCELLED)
        return self._done

    def close(self) -> None:
        """Nothing is open between rounds."""

    def _limit(self, unit: _Unit) -> None:
        self._loop.call_later(self._timeout_ms / 1000, unit.cancel, TIMED_OUT)

    def _tell(self, key: int) -> Callable[[int], None]:
        def tell(code: int) -> None:
            self._kit.emit(self._kit.kinds["ended"], key, key, code)
            self._one_less()

        return tell

    def _race(self, key: int) -> Callable[[int], None]:
        def tell(code: int) -> None:
            self._kit.emit(self._kit.kinds["raced"], key, key, 2 if code else 1)
            self._kit.emit(self._kit.kinds["ended"], key, key, AT_DEADLINE)
            self._one_less()

        return tell

    def _spare(self, key: int) -> None:
        self._kit.emit(self._kit.kinds["spared"], key, key, NEVER_BEGUN)
        self._one_less()

    def _one_less(self) -> None:
        self._left -= 1
        if self._left == 0:
            self._kit.sample(self._kit.now() - self._cancelled_ns)
            self._finish()

    def _unguard(self) -> None:
        self._guarded = False
        self._finish()

    def _finish(self) -> None:
        if self._left == 0 and not self._guarded:
            self._done.set_result(WAYS * self._units)


def open(params: Params, kit: Kit) -> Cancel:
    """Make the workload."""
    return Cancel(params, kit)
