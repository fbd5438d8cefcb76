"""What a bare loop is given, and what it gives back."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple, Protocol, TypeAlias


class Address(Protocol):
    """Where the file writer listens."""

    @property
    def host(self) -> str:
        """A name or a number."""
        ...

    @property
    def port(self) -> int:
        """The TCP port."""
        ...


class Place(NamedTuple):
    """The same nonce and directory as the workload's kit has, and the other side where there is one."""

    nonce: str
    directory: str
    writer: Address | None


Round: TypeAlias = Callable[[], Awaitable[int]]
