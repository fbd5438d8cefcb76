"""What the styles of io_fanout.half_close share: with all requests but their last bytes there, the loop waits for all ends."""

import os
from pathlib import Path

from evenloop_runner.kit import Kit, Params


class HeldLoop:
    """Holds the loop up, so that the last bytes of each request and its end are there at once, on open connections."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._connections = params.integer("connections")
        self._head_bytes = params.integer("bytes") - params.integer("tailBytes")
        directory = Path(kit.directory)
        self._to_witness = os.open(directory / "all-asked", os.O_WRONLY)
        self._from_witness = os.open(directory / "all-ended", os.O_RDONLY)
        self._left = 0

    def begin_round(self) -> None:
        """Expect all requests anew."""
        self._left = self._connections

    def grew(self, before: int, length: int) -> None:
        """Hear that the bytes of a request grew from `before` to `length`."""
        if before < self._head_bytes <= length:
            self._left -= 1
            if self._left == 0:
                self._hold()

    def close(self) -> None:
        """Close both pipes."""
        os.close(self._to_witness)
        os.close(self._from_witness)

    def _hold(self) -> None:
        os.write(self._to_witness, b".")
        if os.read(self._from_witness, 1) == b"":
            raise RuntimeError("the witness went away")
