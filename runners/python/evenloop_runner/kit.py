"""What a Python workload may use: the members of the TypeScript kit under Python's spelling."""

import zlib
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol, TypeAlias

from evenloop_runner.generators import Steps
from evenloop_runner.messages import Endpoint, ParameterValue, TcpEndpoint, UnixEndpoint

__all__ = [
    "Endpoint",
    "Kit",
    "Operations",
    "Params",
    "TcpEndpoint",
    "UnixEndpoint",
    "Unsupported",
    "Workload",
]


class Unsupported(Exception):  # noqa: N818 - not an error: an answer
    """Raised by `open`: this machine or this interpreter cannot enact the scenario. The argument says why."""


class Params:
    """The parameters of the scenario. A missing or mistyped one is refused as bad parameters."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, ParameterValue]) -> None:
        self._values = values

    def integer(self, name: str) -> int:
        """Give a whole number."""
        value = self._values.get(name)
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if not isinstance(value, int) or isinstance(value, bool):
            raise ValueError(self._problem(name, "an integer"))
        return value

    def number(self, name: str) -> float:
        """Give a number."""
        value = self._values.get(name)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise ValueError(self._problem(name, "a number"))
        return value

    def text(self, name: str) -> str:
        """Give a text."""
        value = self._values.get(name)
        if not isinstance(value, str):
            raise ValueError(self._problem(name, "a text"))
        return value

    def flag(self, name: str) -> bool:
        """Give a boolean."""
        value = self._values.get(name)
        if not isinstance(value, bool):
            raise ValueError(self._problem(name, "a boolean"))
        return value

    def _problem(self, name: str, wanted: str) -> str:
        found = repr(self._values[name]) if name in self._values else "absent"
        return f"parameter {name} is {found}, not {wanted}"


class Kit:
    """Everything observable about a workload goes through its kit. Nothing here does I/O while a round runs.

    `emit`, `sample`, `now` and `crc32` stay the same functions for the whole invocation: a workload may keep them.
    """

    __slots__ = (
        "_endpoints",
        "_listening",
        "_overrides",
        "cancelled",
        "crc32",
        "directory",
        "emit",
        "kinds",
        "nonce",
        "now",
        "opening",
        "round",
        "sample",
        "seed",
        "traced",
    )

    kinds: Mapping[str, int]
    """Codes of the event kinds of this scenario, by name."""
    nonce: str
    """64 bits in hex, new for each invocation, part of every payload."""
    seed: int
    """The seed of schedules and orders; the same for every subject of a unit."""
    directory: str
    """An empty directory of this invocation's own."""
    traced: bool
    """True in traced rounds. For workloads that observe more finely there."""
    round: int
    """Counts the rounds of this invocation, from 0, warm-up included."""
    cancelled: bool
    """Becomes true when the harness asked for an early end."""
    emit: Callable[[int, int, int, int], None]
    """Records one event: kind (from `kinds`), key, id and digest, the last three unsigned 32-bit integers."""
    sample: Callable[[float], None]
    """Records one latency or signed lateness in nanoseconds."""
    now: Callable[[], int]
    """Nanoseconds since the epoch of this runner."""
    crc32: "_Crc32"
    """CRC-32 of the bytes, continuing from the second argument, 0 when absent."""

    def __init__(  # noqa: PLR0913 - one argument a member
        self,
        *,
        kinds: Mapping[str, int],
        nonce: str,
        seed: int,
        directory: str,
        endpoints: Mapping[str, Endpoint],
        emit: Callable[[int, int, int, int], None],
        sample: Callable[[float], None],
        now: Callable[[], int],
    ) -> None:
        self.kinds = kinds
        self.nonce = nonce
        self.seed = seed
        self.directory = directory
        self.emit = emit
        self.sample = sample
        self.now = now
        self.crc32 = zlib.crc32
        self.traced = False
        self.round = 0
        self.cancelled = False
        self.opening = True
        self._endpoints = endpoints
        self._overrides: Mapping[str, Endpoint] = {}
        self._listening: dict[str, Endpoint] = {}

    def endpoint(self, name: str) -> Endpoint | None:
        """Where the harness listens under this name, or None when it offers nothing in this round."""
        return self._overrides.get(name) or self._endpoints.get(name)

    def listening(self, name: str, endpoint: Endpoint) -> None:
        """Tell the harness where this workload listens. Only while opening."""
        if not self.opening:
            raise RuntimeError("kit.listening is for opening only: the harness has already been told")
        self._listening[name] = endpoint

    def opened(self) -> Mapping[str, Endpoint]:
        """End the opening; the answer is where the workload listens. For the session only."""
        self.opening = False
        return self._listening

    def begin_round(self, index: int, overrides: Mapping[str, Endpoint], *, traced: bool) -> None:
        """Set what differs from round to round. For the session only."""
        self.round = index
        self.traced = traced
        self._overrides = overrides

    def begin_slices(self) -> None:
        """End what was said for the last round alone. For the session only."""
        self.traced = False
        self._overrides = {}


Operations: TypeAlias = int | Awaitable[int] | Steps[int]
"""What `round` may answer: a number at once, an awaitable of it, or a generator for the generator scheduler."""


class Workload(Protocol):
    """What `open(params, kit)` of a workload module returns, at once or by a coroutine.

    It may also have `slice(operations)`: exactly that number of operations, afterwards the loop is quiescent.
    """

    def round(self) -> Operations:
        """One complete pass; the answer is the number of operations it did."""
        ...

    def close(self) -> Awaitable[None] | None:
        """Free everything. Called once, also after a failed round."""
        ...


class _Crc32(Protocol):
    def __call__(self, data: bytes | bytearray | memoryview, value: int = 0, /) -> int: ...
