"""The seam of children: their pipes end when the child does, or one pipe takes the other with it."""

from asyncio.base_subprocess import BaseSubprocessTransport
from typing import Any

from evenloop_mutants.moment import Moment, Patch

_Transport: Any = BaseSubprocessTransport
_OUT, _ERR = 1, 2


def install(patch: Patch, moment: Moment) -> None:
    """Replace how a transport hears of its pipes."""
    if patch.act == "end-with-exit":
        _end_with_exit(moment)
    if patch.act == "deaf-after-end":
        _deaf_after_end(moment)


def _end_with_exit(moment: Moment) -> None:
    real_lost, real_exited = _Transport._pipe_connection_lost, _Transport._process_exited  # noqa: SLF001 - there is no other seam
    held: dict[int, list[tuple[int, Any]]] = {}

    def lost(self: Any, fd: int, error: Any) -> None:  # noqa: ANN401 - a transport
        if moment.acts and fd in {_OUT, _ERR} and self.get_returncode() is None:
            held.setdefault(id(self), []).append((fd, error))
        else:
            real_lost(self, fd, error)

    def exited(self: Any, code: int) -> None:  # noqa: ANN401 - a transport
        for fd, error in held.pop(id(self), []):
            real_lost(self, fd, error)
        real_exited(self, code)

    _Transport._pipe_connection_lost, _Transport._process_exited = lost, exited  # noqa: SLF001


def _deaf_after_end(moment: Moment) -> None:
    real_lost, real_received = _Transport._pipe_connection_lost, _Transport._pipe_data_received  # noqa: SLF001
    ended: set[int] = set()

    def lost(self: Any, fd: int, error: Any) -> None:  # noqa: ANN401 - a transport
        if fd == _OUT:
            ended.add(id(self))
        real_lost(self, fd, error)

    def received(self: Any, fd: int, data: bytes) -> None:  # noqa: ANN401 - a transport
        if not (moment.acts and fd == _ERR and id(self) in ended):
            real_received(self, fd, data)

    _Transport._pipe_connection_lost, _Transport._pipe_data_received = lost, received  # noqa: SLF001
