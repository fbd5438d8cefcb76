"""What a patch is told, and what it knows of its surroundings: whether it is to act right now, and chance that a seed repeats."""

import json
from time import monotonic
from typing import Any, NamedTuple

from evenloop_runner.payload import split_mix32


class Victim(NamedTuple):
    """One event of the expected trace."""

    kind: str
    key: int
    id: int


class MadeUpEvent(NamedTuple):
    """One event as a liar makes it up."""

    kind: str
    key: int
    id: int
    digest: int


class Patch:
    """One patch and its options, as `harness/mutants/spec.ts` defines them."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self._fields = fields
        self.act = str(fields["act"])

    def number(self, name: str) -> float:
        """Give a number."""
        return float(self._fields[name])

    def text(self, name: str) -> str:
        """Give a text."""
        return str(self._fields[name])

    def flag(self, name: str) -> bool:
        """Give a boolean."""
        return bool(self._fields[name])

    def victim(self, name: str = "victim") -> Victim:
        """Give an event to look for."""
        fields = self._fields[name]
        return Victim(fields["kind"], fields["key"], fields["id"])

    def event(self) -> MadeUpEvent:
        """Give the event to record."""
        return MadeUpEvent(*self._fields["event"])

    def made_up(self, index: int) -> tuple[int, list[MadeUpEvent]]:
        """Give the operations and the events of a round that is not played."""
        rounds = self._fields["rounds"]
        found = rounds[min(index, len(rounds) - 1)]
        return found["operations"], [MadeUpEvent(*event) for event in found["events"]]


class Orders(NamedTuple):
    """What this runner is to do."""

    active: bool
    rounds: str
    seed: int
    patch: Patch


def parse_orders(text: str) -> Orders:
    """Read the file that the harness wrote."""
    fields = json.loads(text)
    return Orders(fields["active"], fields["rounds"], fields["seed"], Patch(fields["patch"]))


class Moment:
    """Whether a patch acts now. Never in the no-op form, never outside of rounds."""

    def __init__(self, orders: Orders) -> None:
        self.active = orders.active
        self.round = 0
        self.acts = False
        self.callback_began = monotonic()
        self._rounds = orders.rounds
        self._draw = split_mix32(orders.seed)

    def chance(self) -> float:
        """Draw a number of at least 0, below 1."""
        return self._draw() / 2**32

    def draw(self) -> int:
        """Draw 32 bits."""
        return self._draw()

    def begin(self, *, traced: bool) -> None:
        """Note that a round begins."""
        self.round += 1
        self.callback_begins()
        self.acts = self.active and (self._rounds == "all" or (self._rounds == "traced") == traced)

    def callback_begins(self) -> None:
        """Note that a callback of a patched timer begins, in seconds of the monotonic clock."""
        self.callback_began = monotonic()

    def end(self) -> None:
        """Note that it has ended."""
        self.acts = False
