"""dispatch.listeners with callbacks: an emitter after Node's rules, and functions that listen to it."""

from collections.abc import Callable
from functools import partial

from evenloop_runner.kit import Kit, Params
from scenarios.dispatch.listeners.ledger import Ledger


class Emitter:
    """Calls its listeners at once, in the order in which they were added; who is called is settled when the emit begins."""

    __slots__ = ("_listeners",)

    def __init__(self) -> None:
        self._listeners: tuple[Callable[[int], None], ...] = ()

    def on(self, listener: Callable[[int], None]) -> None:
        """Add a listener behind all others."""
        self._listeners = (*self._listeners, listener)

    def emit(self, event: int) -> None:
        """Call all listeners; an error of one of them is the caller's."""
        for listener in self._listeners:
            listener(event)


class Listeners:
    """Emits events to listeners."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._ledger = Ledger(params, kit)
        self._emitter = Emitter()
        for listener in range(self._ledger.listeners):
            self._emitter.on(partial(self._ledger.heard, listener))

    def round(self) -> int:
        """Enact one pass; the answer is the number of calls."""
        ledger, emitter = self._ledger, self._emitter
        calls = ledger.begin()
        for event in range(ledger.events):
            emitter.emit(event)
            ledger.emitted(event)
        return calls

    def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Listeners:
    """Make the workload."""
    return Listeners(params, kit)
