"""dispatch.mutate with callbacks: an emitter after Node's rules, which is all that Python lacks."""

from collections.abc import Callable
from typing import TypeAlias

from evenloop_runner.kit import Kit, Params
from evenloop_runner.payload import seed_of_nonce
from scenarios.dispatch.mutate.script import CALLS, LISTENERS, STEPS, ListenerFailed, Protocol, Step

Listener: TypeAlias = Callable[[int], None]


class Emitter:
    """Calls its listeners at once. Who is called is settled when the emit begins: lists are replaced, never changed."""

    __slots__ = ("_entries",)

    def __init__(self) -> None:
        self._entries: dict[str, tuple[tuple[Listener, bool], ...]] = {}

    def on(self, event: str, listener: Listener, *, once: bool = False) -> None:
        """Add a listener behind all others."""
        self._entries[event] = (*self._entries.get(event, ()), (listener, once))

    def off(self, event: str, listener: Listener) -> bool:
        """Remove a listener; false when it was not there."""
        before = self._entries.get(event, ())
        self._entries[event] = tuple(entry for entry in before if entry[0] is not listener)
        return len(self._entries[event]) < len(before)

    def emit(self, event: str, depth: int) -> None:
        """Call all listeners; an error of one of them is the caller's."""
        for listener, once in self._entries.get(event, ()):
            if not once or self.off(event, listener):
                listener(depth)


class Mutate:
    """Goes through the steps."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._repeats = params.integer("repeats")
        self._seed = seed_of_nonce(kit.nonce)

    def round(self) -> int:
        """Enact one pass; the answer is the number of calls."""
        for repeat in range(self._repeats):
            for index, step in enumerate(STEPS):
                _Enactment(step, Protocol(self._kit, self._seed, repeat, index)).run()
        return CALLS * self._repeats

    def close(self) -> None:
        """Nothing is open between rounds."""


class _Enactment:
    """One step with an emitter of its own."""

    def __init__(self, step: Step, protocol: Protocol) -> None:
        self._step = step
        self._protocol = protocol
        self._acted = False
        self._emitter = Emitter()
        self._listeners = {name: self._listener(name) for name in LISTENERS}

    def run(self) -> None:
        for name in self._step.listeners:
            self._emitter.on("outer", self._listeners[name], once=name == self._step.once)
        for name in "XY":
            self._emitter.on("inner", self._listeners[name])
        for _ in range(self._step.emits):
            try:
                self._emitter.emit("outer", 0)
                self._protocol.returned(0)
            except ListenerFailed as error:
                self._protocol.caught(error)

    def _listener(self, name: str) -> Listener:
        def called(depth: int) -> None:
            self._protocol.call(name, depth)
            if name == self._step.actor and not self._acted:
                self._acted = True
                self._act(depth)

        return called

    def _act(self, depth: int) -> None:
        what = self._step.what
        match self._step.act:
            case "remove":
                self._emitter.off("outer", self._listeners[what])
            case "add":
                self._emitter.on("outer", self._listeners[what])
            case "emit":
                self._emitter.emit(what, depth + 1)
                self._protocol.returned(depth + 1)
            case "throw":
                raise self._protocol.failure()


def open(params: Params, kit: Kit) -> Mutate:
    """Make the workload."""
    return Mutate(params, kit)
