"""What the styles of io_fanout.pool share: the two phases, where the files are, and how long a read is waited for."""

from pathlib import Path
from typing import NamedTuple

from evenloop_runner.kit import Kit, Params

LOOK_S = 0.005


class PoolPhase(NamedTuple):
    """So many slow calls, and a small file that is read behind them."""

    key: int
    slow: int
    read_kind: int
    freed_kind: int
    looks: int
    """How often the read is looked for. One long wait could be over in one turn of a loop that stalled."""


def phases_of(params: Params, kit: Kit) -> tuple[PoolPhase, PoolPhase]:
    """Give the phase that leaves a thread free, and the one that does not."""
    kinds = kit.kinds
    return (
        PoolPhase(0, params.integer("few"), kinds["beside"], kinds["freed_few"], 300),
        PoolPhase(1, params.integer("many"), kinds["behind"], kinds["freed_many"], 4),
    )


def read_small(kit: Kit) -> bytes:
    """Read the small file."""
    return Path(kit.directory, "small").read_bytes()


def read_slow(kit: Kit, index: int) -> bytes:
    """Read a FIFO: who opens it is held until the harness opens it too."""
    return Path(kit.directory, f"slow-{index}").read_bytes()
