"""The messages that cross stdin and stdout, as named tuples.

Named tuples because ten frozen dataclasses cost 5 ms of every interpreter start and these cost 1 ms.
"""

import json
from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

PROTOCOL_VERSION = 1
MAX_LINE_BYTES = 1024 * 1024
MAX_REASON_CHARACTERS = 4000
MAX_FAILURE_CHARACTERS = 16000
MAX_DIGESTS = 8192

JsonValue: TypeAlias = "bool | int | float | str | list[JsonValue] | dict[str, JsonValue] | None"
JsonObject: TypeAlias = dict[str, JsonValue]
ParameterValue: TypeAlias = int | float | str | bool
Order: TypeAlias = Literal["sequence", "free", "raw"]
Purpose: TypeAlias = Literal["warmup", "measured", "traced"]
RecordLevel: TypeAlias = Literal["full", "digest", "none"]


class TcpEndpoint(NamedTuple):
    """A TCP address."""

    host: str
    port: int


class UnixEndpoint(NamedTuple):
    """The path of a Unix socket."""

    path: str


Endpoint: TypeAlias = TcpEndpoint | UnixEndpoint


class Hello(NamedTuple):
    """Asks who the runner is."""

    id: int
    protocol: int
    kind: Literal["hello"] = "hello"


class Clock(NamedTuple):
    """Asks for the time."""

    id: int
    kind: Literal["clock"] = "clock"


class EventKind(NamedTuple):
    """One kind of event: its name, its code, and how it counts towards the canonical form."""

    name: str
    code: int
    order: Order


class Prepare(NamedTuple):
    """Opens one workload."""

    id: int
    scenario: str
    style: str
    params: Mapping[str, ParameterValue]
    seed: int
    nonce: str
    directory: str
    endpoints: Mapping[str, Endpoint]
    samples_path: str
    events_path: str
    alphabet: tuple[EventKind, ...]
    event_capacity: int
    sample_capacity: int
    heap_block_bytes: int = 0
    # None: no round leaves a trail.
    trail_path: str | None = None
    kind: Literal["prepare"] = "prepare"


class Stall(NamedTuple):
    """For so long the loop does nothing else, so long after the last stall."""

    after_ms: int
    for_ms: int


class Round(NamedTuple):
    """Asks for one complete pass."""

    id: int
    round: int
    purpose: Purpose
    record: RecordLevel
    limit_ns: int
    endpoints: Mapping[str, Endpoint]
    # None: not asked for any, which is not the same as none to make: the answer says how many there were.
    stalls: tuple[Stall, ...] | None = None
    kind: Literal["round"] = "round"


class Slices(NamedTuple):
    """Requests a slice at each token; at most `capacity` tokens follow."""

    id: int
    capacity: int
    kind: Literal["slices"] = "slices"


class Finish(NamedTuple):
    """Closes the workload."""

    id: int
    kind: Literal["finish"] = "finish"


class Halt(NamedTuple):
    """Gives up the round that is under way, or asks about the one that has failed, and wants what was recorded."""

    id: int
    kind: Literal["halt"] = "halt"


Message: TypeAlias = Hello | Clock | Prepare | Round | Slices | Finish | Halt


def format_message(message: JsonObject) -> bytes:
    """One line for stdout. Non-ASCII text is escaped, so that lone surrogates cannot break a line."""
    return json.dumps(message, separators=(",", ":"), allow_nan=False).encode() + b"\n"


def endpoint_json(endpoint: Endpoint) -> JsonObject:
    """Give an endpoint the form that it has on the wire."""
    match endpoint:
        case TcpEndpoint(host, port):
            return {"kind": "tcp", "host": host, "port": port}
        case UnixEndpoint(path):
            return {"kind": "unix", "path": path}
