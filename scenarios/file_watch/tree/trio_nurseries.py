"""file_watch.tree with trio: a task for each directory of the tree, begun and ended as directories come and go."""

from collections.abc import Callable

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.trio_notices import NoticeTask, names_of_notices
from scenarios.file_watch.shared.trio_wire import Frames
from scenarios.file_watch.shared.writer_wire import ACTED, DONE, GO, SETTLED
from scenarios.file_watch.tree.watched_tree import WatchedTree


class Tree:
    """Watches each directory of a tree and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._frames = Frames(kit)
        self._tree = WatchedTree(params, kit, _watch, self._frames.send)

    async def round(self) -> int:
        """Ask for one act after the other; each is over when the writer has seen all of its states."""
        tree = self._tree
        tree.trace.begin_round()
        settled = 0
        self._frames.send(GO, 0, 0)
        while True:
            kind, key, act = await self._frames.next()
            if kind == DONE:
                return settled
            if kind == ACTED:
                self._frames.send(GO, 0, 0)
            if kind == SETTLED:
                file = tree.with_key(key)
                settled += 1
                tree.trace.settled(file, act)
                self._kit.sample(file.held_at)

    def close(self) -> None:
        """Take leave of all watches and of the writer."""
        self._tree.close()
        self._frames.close()


def _watch(path: bytes, noticed: Callable[[dict[bytes, None]], None]) -> NoticeTask:
    return NoticeTask(path, lambda notices: noticed(names_of_notices(notices)))


def open(params: Params, kit: Kit) -> Tree:
    """Connect to the writer and arm the watches."""
    return Tree(params, kit)
