"""What dispatch.context records: at which place of which case which context was seen."""

import contextvars
from collections.abc import Callable
from typing import TypeAlias

from evenloop_runner.kit import Kit
from evenloop_runner.payload import seed_of_nonce

CASES = (
    *("deferred", "timer", "awaited", "resolved", "reaction", "queue", "pool", "input", "generator"),
    *("apart", "siblings", "gathered"),
    *("tick", "micro", "callee", "leak", "listener", "target", "bound", "message", "asyncgen", "thenable"),
    *("exit", "error", "function", "threadsafe", "eager"),
)
PLACES = ("inside", "after", "creator", "first", "second", "outside")
"""Keys of the cases and ids of the places: places in the lists that the scenario has, too."""

KEYS, OUTSIDE = 64, 32
"""The keys of a pass: one for each case, and from the middle on one for what is seen outside of it."""

CONTEXT: contextvars.ContextVar[int] = contextvars.ContextVar("context", default=0)
"""The context under test: a number, 0 where there is none."""

# What a case runs in, what others act in, and what some change it to.
OWN, OTHER, CHANGED = 1, 2, 3

See: TypeAlias = Callable[[str], None]
"""Records which context is seen at a place."""


def make_see(kit: Kit, turn: int, name: str, kind: str) -> See:
    """Begin a case of a pass; the kind says whose promise it is: everybody's, or the runtime's own."""
    key = turn * KEYS + CASES.index(name) + (OUTSIDE if kind == "outside" else 0)
    seed = seed_of_nonce(kit.nonce)

    def see(place: str) -> None:
        ident = PLACES.index(place)
        digest = ((seed ^ (key * 0x10000 + ident * 0x10 + CONTEXT.get())) * 0x9E3779B1) & 0xFFFFFFFF
        kit.emit(kit.kinds[kind], key, ident, digest)

    return see


def in_other(call: Callable[[], object]) -> None:
    """Call it as somebody else does: in another context."""
    other = contextvars.copy_context()
    other.run(CONTEXT.set, OTHER)
    other.run(call)
