"""What all styles of timers.clock share: the two pipes to the witness, and what is recorded of a timer."""

import os
from pathlib import Path

from evenloop_runner.kit import Kit, Params

_ASK = b"\x01"
_FIRED = b"\x02"
_HERE = b"\x04"


class StampedTimers:
    """Asks the witness before each arming, and tells it when the timer has fired."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self.timers = params.integer("timers")
        self._first_ms = params.integer("delayMs")
        self._now, self._emit, self._sample = kit.now, kit.emit, kit.sample
        self._arm_kind, self._fire_kind = kit.kinds["arm"], kit.kinds["fire"]
        directory = Path(kit.directory)
        self._to_witness = os.open(directory / "to-witness", os.O_WRONLY)
        self._from_witness = os.open(directory / "from-witness", os.O_RDONLY)
        self._current = 0
        self._delay_ms = 0
        self._armed_at = 0

    def arm(self, timer: int) -> float:
        """Block the loop until the witness lets this timer be armed; the answer is its delay in seconds."""
        self._ask()
        os.write(self._to_witness, _HERE)
        self._current = timer
        self._delay_ms = self._first_ms + timer % 3
        self._armed_at = self._now()
        self._emit(self._arm_kind, 0, timer, 1000 * self._delay_ms)
        return self._delay_ms / 1000

    def fired(self) -> None:
        """Record that the last armed timer has fired, and tell the witness."""
        fired_at = self._now()
        # Recorded first: what the witness sees must not be earlier than what the trace has.
        self._emit(self._fire_kind, 0, self._current, 1000 * self._delay_ms)
        os.write(self._to_witness, _FIRED)
        self._sample(fired_at - self._armed_at - self._delay_ms * 1_000_000)

    def end(self) -> None:
        """Behind the last timer: return when the witness has seen everything."""
        self._ask()

    def close(self) -> None:
        """Close both pipes."""
        os.close(self._to_witness)
        os.close(self._from_witness)

    def _ask(self) -> None:
        os.write(self._to_witness, _ASK)
        if os.read(self._from_witness, 1) == b"":
            raise RuntimeError("the witness went away")
