"""What workloads of ordering record that tell the course of a case in a few signs, as its profile has it."""

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from evenloop_runner.kit import Kit
from evenloop_runner.payload import seed_of_nonce

UNITS = "abcd"
MARKS = {
    "+": (0, "begin"),
    ".": (1, "end"),
    "!": (2, "end"),
    "~": (3, "end"),
    "*": (4, "clean"),
}
OUTCOMES = (
    *("a", "b", "c", "d", "a!", "b!", "c!", "d!", "body!"),
    *("group", "aggregate", "cancelled", "timeout", "empty", "pending", "refused", "on", "x", "y", "heard"),
)
"""Ids of units and of what is told: places in the lists that the scenario has, too."""

KEYS = 64
"""A pass has fewer cases than this."""

Say: TypeAlias = Callable[[str], None]
"""Records what a text says.

``a+``: unit a begins; ``a.``, ``a!``, ``a~``: it ends, fails, is cancelled; ``a*``: it has cleaned up.
``=x``: who waits is told x; ``<x``: likewise, and nothing may be at work any more;
``#1``: a number.
"""

Case: TypeAlias = Callable[[Say], Awaitable[None]]


def make_say(kit: Kit, cases: tuple[str, ...], turn: int, name: str) -> Say:
    """Begin a case of a pass. Its key is its place in the list of the scenario."""
    key = turn * KEYS + cases.index(name)
    seed = seed_of_nonce(kit.nonce)

    def say(text: str) -> None:
        kind, ident, code = _meaning_of(text)
        digest = ((seed ^ (key * 0x10000 + ident * 0x10 + code)) * 0x9E3779B1) & 0xFFFFFFFF
        kit.emit(kit.kinds[kind], key, ident, digest)

    return say


def _meaning_of(text: str) -> tuple[str, int, int]:
    match text[0]:
        case "=":
            return "told", OUTCOMES.index(text[1:]), 0
        case "<":
            return "left", OUTCOMES.index(text[1:]), 0
        case "#":
            return "count", int(text[1:]), 0
        case unit:
            code, kind = MARKS[text[1]]
            return kind, UNITS.index(unit), code
