"""The seam of the stalls: a fault that shows under stress only has to know that there is stress."""

from collections.abc import Callable, Sequence

from evenloop_mutants.moment import Moment
from evenloop_runner import job
from evenloop_runner.messages import Stall
from evenloop_runner.stalls import Later, Stalls


def install(moment: Moment) -> None:
    """Note each round whose loop is stalled."""

    class Noted(Stalls):
        def __init__(self, stalls: Sequence[Stall], now: Callable[[], int], later: Later) -> None:
            moment.stalled = True
            super().__init__(stalls, now, later)

    job.Stalls = Noted  # type: ignore[attr-defined]  # the seam
