"""What all styles of io_fanout.connect_many share: the trials, and names that stand for several addresses."""

import asyncio
import enum
import socket
from typing import Any, NamedTuple, cast

from evenloop_runner.kit import Kit, Params, Unsupported
from evenloop_runner.loops import running_package
from scenarios.io_fanout.shared.sockets import tcp_endpoint

BOUND = 8
"""One wait of eight delays could be over in one turn of a loop that stalled; each of these waits gives the attempts a turn."""
GREETING_BYTES = 16
_PATIENT_S = 5.0
_LEAST_DELAY_MS = 10


class Way(enum.Enum):
    """What a connection asks for between two attempts."""

    DEFAULT = enum.auto()
    """Nothing: as the runtime does by itself."""
    PATIENT = enum.auto()
    """The next attempt begins after seconds, so only a refusal brings it."""
    DELAYED = enum.auto()
    """It begins after the delay."""
    BOUNDED = enum.auto()
    """The same, and the workload gives the connection up after so many delays."""


class Trial(NamedTuple):
    """One name: how many addresses it has, and how they are tried."""

    addresses: int
    way: Way


TRIALS = (
    Trial(2, Way.DEFAULT),
    Trial(2, Way.PATIENT),
    Trial(3, Way.PATIENT),
    Trial(2, Way.PATIENT),
    Trial(2, Way.DELAYED),
    Trial(4, Way.DELAYED),
    Trial(2, Way.BOUNDED),
    Trial(3, Way.BOUNDED),
)


def check_loop() -> None:
    """Refuse a loop that knows no attempts beside each other."""
    try:
        # Neither awaited nor sent anywhere: the arguments alone are tried.
        asyncio.get_running_loop().create_connection(asyncio.Protocol, "127.0.0.1", 0, happy_eyeballs_delay=1).close()
    except TypeError as error:
        raise Unsupported(f"create_connection of {running_package()} has no happy_eyeballs_delay") from error


def delay_of(params: Params) -> int:
    """Read the delay in milliseconds."""
    delay_ms = params.integer("delayMs")
    if delay_ms < _LEAST_DELAY_MS:
        raise ValueError("node has no delay below 10 ms between two attempts")
    return delay_ms


def least_us(trial: Trial, delay_ms: int) -> int:
    """For ``begun``: the microseconds that an address without an answer takes at least."""
    return 1000 * delay_ms if trial.way is Way.DELAYED else 0


def name_of(key: int) -> str:
    """Name a trial."""
    return f"trial-{key}.test"


def delay_between(trial: Trial, delay_ms: int) -> float | None:
    """Give the seconds between two attempts, or None for what asyncio does by itself."""
    match trial.way:
        case Way.DEFAULT:
            return None
        case Way.PATIENT:
            return _PATIENT_S
        case _:
            return delay_ms / 1000


def port_of(kit: Kit) -> int:
    """Give the port of all addresses."""
    return tcp_endpoint(kit, "to-0-0").port


def addresses_of(kit: Kit) -> dict[str, list[str]]:
    """Give the addresses of each name, in the order in which they are to be tried."""
    return {
        name_of(key): [tcp_endpoint(kit, f"to-{key}-{index}").host for index in range(trial.addresses)]
        for key, trial in enumerate(TRIALS)
    }


def found_at(addresses: list[str], port: int) -> list[Any]:
    """Answer as ``getaddrinfo`` does."""
    return [(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", (address, port)) for address in addresses]


class Names:
    """Puts the names of the trials in front of the resolver of a loop, which has no other place for them."""

    def __init__(self, kit: Kit) -> None:
        self._loop = cast("Any", asyncio.get_running_loop())
        self._real = self._loop.getaddrinfo
        self._addresses = addresses_of(kit)
        self._loop.getaddrinfo = self._resolve

    def remove(self) -> None:
        """Resolve as before."""
        self._loop.getaddrinfo = self._real

    async def _resolve(self, host: str, port: int, **named: int) -> Any:  # noqa: ANN401 - as the loop's
        found = self._addresses.get(host)
        if found is None:
            return await self._real(host, port, **named)
        return found_at(found, port)


def report(kit: Kit, said: bytes) -> None:
    """Record the two bytes for each trial, as the harness says them when all are over."""
    for number in range(len(TRIALS)):
        kit.emit(kit.kinds["others"], len(TRIALS) + 1, number, said[2 * number])
        kit.emit(kit.kinds["left"], len(TRIALS) + 2, number, said[2 * number + 1])
