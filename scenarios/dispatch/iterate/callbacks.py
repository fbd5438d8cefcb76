"""dispatch.iterate with callbacks: the consumer is a function that the producer calls: there is no buffer."""

from collections.abc import Callable

from evenloop_runner.kit import Kit, Params
from scenarios.dispatch.iterate.feed import Feed


class Iterate:
    """A producer that calls whoever listens."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._feed = Feed(params, kit)

    def round(self) -> int:
        """Enact one pass; the answer is the number of items."""
        self._feed.begin()
        self._produce(self._feed.consume)
        return self._feed.end()

    def _produce(self, on_item: Callable[[int], None]) -> None:
        feed = self._feed
        for _ in range(feed.bursts * feed.per_burst):
            on_item(feed.produce())

    def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Iterate:
    """Make the workload."""
    return Iterate(params, kit)
