"""The notices of a directory: what is asked of inotify, and how coroutines wait for what it answers."""

import asyncio
from collections.abc import AsyncIterator

from evenloop_runner import inotify

# What libuv asks for, too: without the notice for a closed file, which would have each write read twice.
MASK = inotify.MODIFY | inotify.CREATE | inotify.DELETE | inotify.MOVED_FROM | inotify.MOVED_TO


def names_in(watch: inotify.Watch) -> dict[bytes, None]:
    """Give the names in the notices that have come: those of one turn that name the same file need one look at it.

    A name is empty when the queue has overflowed: anything may have changed.
    """
    return dict.fromkeys(notice.name for notice in watch.read())


class Notices:
    """The notices of a directory as an async iterator: each step gives the names that came since the last one."""

    def __init__(self, directory: bytes, mask: int = MASK) -> None:
        self._watch = inotify.Watch(directory, mask)
        self._came = asyncio.Event()
        asyncio.get_running_loop().add_reader(self._watch.fileno(), self._came.set)

    def __aiter__(self) -> AsyncIterator[dict[bytes, None]]:
        """Begin to wait."""
        return self

    async def __anext__(self) -> dict[bytes, None]:
        """Wait until something is to be read."""
        await self._came.wait()
        self._came.clear()
        return names_in(self._watch)

    def close(self) -> None:
        """Stop watching."""
        asyncio.get_running_loop().remove_reader(self._watch.fileno())
        self._watch.close()
