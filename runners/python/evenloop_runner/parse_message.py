"""Reads one line of the harness: every field checked by hand, so that nothing later meets a value it does not know."""

import json
import re
from collections.abc import Callable
from typing import Never, TypeVar

from evenloop_runner.messages import (
    MAX_LINE_BYTES,
    Clock,
    Endpoint,
    EventKind,
    Finish,
    Halt,
    Hello,
    JsonObject,
    JsonValue,
    Message,
    Order,
    ParameterValue,
    Prepare,
    Purpose,
    RecordLevel,
    Round,
    Slices,
    Stall,
    TcpEndpoint,
    UnixEndpoint,
)

_LARGEST_INTEGER = 2**53 - 1
_LARGEST_UNSIGNED32 = 2**32 - 1
_MAX_NAME = 200
_MAX_PARAMETER_TEXT = 1000
_MAX_SOCKET_PATH = 107
_MAX_PORT = 65535
_MAX_KIND_CODE = 65535
_MAX_ALPHABET = 256
_MAX_STALLS = 100
_MAX_STALL_MS = 1000
_MAX_SLICES = 1_000_000
_MAX_HEAP_BLOCK_BYTES = 64 * 1024 * 1024
_NONCE = re.compile("[0-9a-f]{16}")
_Item = TypeVar("_Item")


class BadMessageError(ValueError):
    """A line that is not a message, with the reason."""


def parse_message(line: bytes) -> Message:
    """Read one line; raises `BadMessageError` when it is not a message."""
    try:
        value: JsonValue = json.loads(line.decode(), parse_constant=_refuse_constant)
    except RecursionError:
        raise BadMessageError("not JSON: nested too deeply") from None
    except ValueError as error:
        raise BadMessageError(f"not JSON: {error}") from None
    if not isinstance(value, dict):
        raise BadMessageError("not a JSON object")
    kind = value.get("kind")
    parse = _PARSERS.get(kind) if isinstance(kind, str) else None
    if parse is None:
        raise BadMessageError(f"unknown kind of message: {kind!r:.100}")
    return parse(value)


def _refuse_constant(name: str) -> Never:
    raise ValueError(f"{name} does not exist in JSON")


def _hello(value: JsonObject) -> Hello:
    harness = _object(value, "harness")
    _name(harness, "name")
    _name(harness, "version")
    return Hello(_integer(value, "id"), _integer(value, "protocol", 1))


def _clock(value: JsonObject) -> Clock:
    return Clock(_integer(value, "id"))


def _prepare(value: JsonObject) -> Prepare:
    sidecar = _object(value, "sidecar")
    capacity = _object(value, "capacity")
    return Prepare(
        id=_integer(value, "id"),
        scenario=_name(value, "scenario"),
        style=_name(value, "style"),
        params=_record(value, "params", _parameter),
        seed=_integer(value, "seed", 0, _LARGEST_UNSIGNED32),
        nonce=_nonce(value),
        directory=_text(value, "directory"),
        endpoints=_record(value, "endpoints", _endpoint),
        samples_path=_text(sidecar, "samples"),
        events_path=_text(sidecar, "events"),
        alphabet=_alphabet(value),
        event_capacity=_integer(capacity, "events"),
        sample_capacity=_integer(capacity, "samples"),
        heap_block_bytes=_heap_block_bytes(value),
        trail_path=_text(value, "trail") if "trail" in value else None,
    )


def _heap_block_bytes(value: JsonObject) -> int:
    return _integer(value, "heapBlockBytes", 0, _MAX_HEAP_BLOCK_BYTES) if "heapBlockBytes" in value else 0


def _round(value: JsonObject) -> Round:
    return Round(
        id=_integer(value, "id"),
        round=_integer(value, "round"),
        purpose=_purpose(value.get("purpose")),
        record=_record_level(value.get("record")),
        limit_ns=_integer(value, "limitNs"),
        endpoints=_record(value, "endpoints", _endpoint),
        stalls=_stalls(value) if "stalls" in value else None,
    )


def _slices(value: JsonObject) -> Slices:
    return Slices(_integer(value, "id"), _integer(value, "capacity", 1, _MAX_SLICES))


def _finish(value: JsonObject) -> Finish:
    return Finish(_integer(value, "id"))


def _halt(value: JsonObject) -> Halt:
    return Halt(_integer(value, "id"))


_PARSERS: dict[str, Callable[[JsonObject], Message]] = {
    "hello": _hello,
    "clock": _clock,
    "prepare": _prepare,
    "round": _round,
    "slices": _slices,
    "finish": _finish,
    "halt": _halt,
}


def _integer(value: JsonObject, field: str, least: int = 0, most: int = _LARGEST_INTEGER) -> int:
    found = value.get(field)
    # JSON has one kind of number: 1.0 is the integer 1. Python's booleans are integers, JSON's are not.
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    if not isinstance(found, int) or isinstance(found, bool) or not least <= found <= most:
        raise BadMessageError(f"{field} is not an integer from {least} to {most}")
    return found


def _text(value: JsonObject, field: str, longest: int = MAX_LINE_BYTES) -> str:
    found = value.get(field)
    if not isinstance(found, str) or not 1 <= len(found) <= longest:
        raise BadMessageError(f"{field} is not a text of 1 to {longest} characters")
    return found


def _name(value: JsonObject, field: str) -> str:
    return _text(value, field, _MAX_NAME)


def _nonce(value: JsonObject) -> str:
    nonce = _name(value, "nonce")
    if _NONCE.fullmatch(nonce) is None:
        raise BadMessageError("nonce is not sixteen lower-case hexadecimal digits")
    return nonce


def _object(value: JsonObject, field: str) -> JsonObject:
    found = value.get(field)
    if not isinstance(found, dict):
        raise BadMessageError(f"{field} is not an object")
    return found


def _record(value: JsonObject, field: str, parse: Callable[[JsonValue, str], _Item]) -> dict[str, _Item]:
    found = _object(value, field)
    for name in found:
        if not 1 <= len(name) <= _MAX_NAME:
            raise BadMessageError(f"a name in {field} is not of 1 to {_MAX_NAME} characters")
    return {name: parse(item, f"{field}.{name}") for name, item in found.items()}


def _parameter(value: JsonValue, field: str) -> ParameterValue:
    match value:
        case str() if len(value) > _MAX_PARAMETER_TEXT:
            raise BadMessageError(f"{field} is longer than {_MAX_PARAMETER_TEXT} characters")
        case float() if value - value != 0:
            raise BadMessageError(f"{field} is not a finite number")
        case bool() | int() | float() | str():
            return value
        case _:
            raise BadMessageError(f"{field} is not a number, a text or a boolean")


def _endpoint(value: JsonValue, field: str) -> Endpoint:
    if not isinstance(value, dict):
        raise BadMessageError(f"{field} is not an object")
    match value.get("kind"):
        case "tcp":
            return TcpEndpoint(_name(value, "host"), _integer(value, "port", 1, _MAX_PORT))
        case "unix":
            return UnixEndpoint(_text(value, "path", _MAX_SOCKET_PATH))
        case _:
            raise BadMessageError(f"{field} is neither tcp nor unix")


def _alphabet(value: JsonObject) -> tuple[EventKind, ...]:
    entries = value.get("alphabet")
    if not isinstance(entries, list) or len(entries) > _MAX_ALPHABET:
        raise BadMessageError(f"alphabet is not a list of at most {_MAX_ALPHABET} entries")
    return tuple(_event_kind(entry) for entry in entries)


def _event_kind(entry: JsonValue) -> EventKind:
    if not isinstance(entry, dict):
        raise BadMessageError("an entry of alphabet is not an object")
    return EventKind(_name(entry, "name"), _integer(entry, "code", 1, _MAX_KIND_CODE), _order(entry.get("order")))


def _stalls(value: JsonObject) -> tuple[Stall, ...]:
    entries = value.get("stalls")
    if not isinstance(entries, list) or len(entries) > _MAX_STALLS:
        raise BadMessageError(f"stalls is not a list of at most {_MAX_STALLS} entries")
    return tuple(_stall(entry) for entry in entries)


def _stall(entry: JsonValue) -> Stall:
    if not isinstance(entry, dict):
        raise BadMessageError("an entry of stalls is not an object")
    return Stall(_integer(entry, "afterMs", 1, _MAX_STALL_MS), _integer(entry, "forMs", 1, _MAX_STALL_MS))


def _order(value: JsonValue) -> Order:
    match value:
        case "sequence" | "free" | "raw":
            return value
        case _:
            raise BadMessageError("order is not sequence, free or raw")


def _purpose(value: JsonValue) -> Purpose:
    match value:
        case "warmup" | "measured" | "traced":
            return value
        case _:
            raise BadMessageError("purpose is not warmup, measured or traced")


def _record_level(value: JsonValue) -> RecordLevel:
    match value:
        case "full" | "digest" | "none":
            return value
        case _:
            raise BadMessageError("record is not full, digest or none")
