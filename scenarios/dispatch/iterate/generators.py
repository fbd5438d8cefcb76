"""dispatch.iterate with generators: the consumer is a generator that waits in its ``yield`` for each item to be sent in."""

from collections.abc import Generator

from evenloop_runner.kit import Kit, Params
from scenarios.dispatch.iterate.feed import Feed


class Iterate:
    """A producer and a consumer that is resumed by it."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._feed = Feed(params, kit)

    def round(self) -> int:
        """Enact one pass; the answer is the number of items."""
        feed = self._feed
        feed.begin()
        consumer = self._consumer()
        next(consumer)
        for _ in range(feed.bursts * feed.per_burst):
            consumer.send(feed.produce())
        consumer.close()
        return feed.end()

    def _consumer(self) -> Generator[None, int, None]:
        while True:
            self._feed.consume((yield))

    def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Iterate:
    """Make the workload."""
    return Iterate(params, kit)
