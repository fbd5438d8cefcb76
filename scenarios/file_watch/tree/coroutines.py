"""file_watch.tree with coroutines: a task for each directory of the tree, begun and ended as directories come and go."""

import asyncio
from collections.abc import Callable

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.notices import Notices
from scenarios.file_watch.shared.writer_wire import (
    ACTED,
    BYE,
    DONE,
    FRAME_BYTES,
    GO,
    SETTLED,
    Streams,
    open_streams,
    sender,
    unpack_frame,
)
from scenarios.file_watch.tree.watched_tree import WatchedTree


class _Watching:
    """The notices of one directory, awaited in a task."""

    def __init__(self, path: bytes, noticed: Callable[[dict[bytes, None]], None]) -> None:
        self._notices = Notices(path)
        self._noticed = noticed
        self._task = asyncio.create_task(self._watch_on())

    def close(self) -> None:
        self._task.cancel()
        self._notices.close()

    async def _watch_on(self) -> None:
        async for names in self._notices:
            self._noticed(names)


class Tree:
    """Watches each directory of a tree and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit, streams: Streams) -> None:
        self._kit = kit
        self._reader, self._writer = streams
        self._send = sender(self._writer.write)
        self._tree = WatchedTree(params, kit, _Watching, self._send)

    async def round(self) -> int:
        """Ask for one act after the other; each is over when the writer has seen all of its states."""
        tree = self._tree
        tree.trace.begin_round()
        settled = 0
        self._send(GO, 0, 0)
        while True:
            kind, key, act = unpack_frame(await self._reader.readexactly(FRAME_BYTES))
            if kind == DONE:
                return settled
            if kind == ACTED:
                self._send(GO, 0, 0)
            if kind == SETTLED:
                file = tree.with_key(key)
                settled += 1
                tree.trace.settled(file, act)
                self._kit.sample(file.held_at)

    async def close(self) -> None:
        """Take leave of the writer and of all watches."""
        self._tree.close()
        self._send(BYE, 0, 0)
        self._writer.close()


async def open(params: Params, kit: Kit) -> Tree:
    """Connect to the writer and arm the watches."""
    return Tree(params, kit, await open_streams(kit))
