"""What a patch is told, and what it knows of its surroundings: whether it is to act right now, and chance that a seed repeats."""

import json
from collections.abc import Callable
from pathlib import Path
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

    def has(self, name: str) -> bool:
        """Say whether there is such an option."""
        return name in self._fields

    def number(self, name: str) -> float:
        """Give a number."""
        return float(self._fields[name])

    def text(self, name: str) -> str:
        """Give a text."""
        return str(self._fields[name])

    def texts(self, name: str) -> list[str]:
        """Give several texts."""
        return [str(text) for text in self._fields[name]]

    def optional_text(self, name: str) -> str | None:
        """Give a text, or None where there is none."""
        return None if self._fields[name] is None else self.text(name)

    def optional_number(self, name: str) -> float | None:
        """Give a number, or None where there is none."""
        return None if self._fields[name] is None else self.number(name)

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


class When(NamedTuple):
    """When a fault shows that does not show always."""

    every_nth_process: int
    style: str | None
    under_stress: bool
    after_rounds: int


class Orders(NamedTuple):
    """What this runner is to do."""

    active: bool
    rounds: str
    seed: int
    when: When
    patch: Patch


def parse_orders(text: str) -> Orders:
    """Read the file that the harness wrote."""
    fields = json.loads(text)
    when = fields["when"]
    return Orders(
        fields["active"],
        fields["rounds"],
        fields["seed"],
        When(
            when.get("everyNthProcess", 1),
            when.get("style"),
            when.get("underStress", False),
            when.get("afterRounds", 0),
        ),
        Patch(fields["patch"]),
    )


def count_process(orders: Path) -> int:
    """Give the place of this process among those that read these orders, from 1."""
    counter = orders.with_name(f"{orders.name}.processes")
    with counter.open("a") as file:
        file.write(".")
    return counter.stat().st_size


class Moment:
    """Whether a patch acts now. Never in the no-op form, never outside of rounds."""

    def __init__(self, orders: Orders, process: int) -> None:
        """Let `process` count the processes of these orders, from 1."""
        self.active = orders.active
        self.round = 0
        self.acts = False
        self.style = ""
        self.stalled = False
        self.callback_began = monotonic()
        self._rounds = orders.rounds
        self._when = orders.when
        self._process = process
        self._draw = split_mix32(orders.seed)
        self._at_end: list[Callable[[], None]] = []

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
        meant = self._rounds == "all" or (self._rounds == "traced") == traced
        self.acts = self.active and meant and self._holds()

    def callback_begins(self) -> None:
        """Note that a callback of a patched timer begins, in seconds of the monotonic clock."""
        self.callback_began = monotonic()

    def end(self) -> None:
        """Note that it has ended."""
        if self.acts:
            for action in self._at_end:
                action()
        self.acts = False
        self.stalled = False

    def when_ends(self, action: Callable[[], None]) -> None:
        """Call `action` at the end of each round in which the patch acts, before the round is over for the runner."""
        self._at_end.append(action)

    def _holds(self) -> bool:
        when = self._when
        return (
            self._process % when.every_nth_process == 0
            and when.style in {None, self.style}
            and (self.stalled or not when.under_stress)
            and self.round > when.after_rounds
        )
