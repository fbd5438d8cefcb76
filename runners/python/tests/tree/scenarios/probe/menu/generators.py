"""A workload that cannot be sliced and closes by a generator; it emits on too many keys."""

from evenloop_runner.generators import Sleep, Steps
from evenloop_runner.kit import Kit, Params


class ManyKeys:
    """Emits one event on each key."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._keys = params.integer("keys")
        self._kit = kit

    def round(self) -> Steps[int]:
        """Emit them."""
        yield None
        for key in range(self._keys):
            self._kit.emit(2, key, 0, 0)
        return self._keys

    def close(self) -> Steps[None]:
        """Take a while."""
        yield Sleep(0.001)


def open(params: Params, kit: Kit) -> ManyKeys:
    """Make the workload."""
    return ManyKeys(params, kit)
