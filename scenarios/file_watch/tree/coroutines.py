"""file_watch.tree with coroutines: a task for each directory of the tree, begun and ended as directories come and go."""

import asyncio
import os

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.notices import Notices
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.watched_files import ABSENT, WatchedFiles, digest_of
from scenarios.file_watch.shared.writer_wire import (
    ACTED,
    BYE,
    DONE,
    FRAME_BYTES,
    GO,
    SETTLED,
    STATE,
    Streams,
    open_streams,
    sender,
    unpack_frame,
)

# The root of the tree, as all other paths relative to itself.
_ROOT = b""


class Tree:
    """Watches each directory of a tree and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit, streams: Streams) -> None:
        self._kit = kit
        self._trace = StateTrace(kit)
        self._reader, self._writer = streams
        self._send = sender(self._writer.write)
        self._root = os.path.join(os.fsencode(kit.directory), b"watched")
        leaves = _leaves(params.integer("branches"), params.integer("depth"))
        self._files = WatchedFiles(self._root, leaves, ABSENT)
        self._watches: dict[bytes, tuple[Notices, asyncio.Task[None]]] = {}
        # Nothing of what is there already is told.
        self._opening = True
        self._look(_ROOT)
        self._opening = False

    async def round(self) -> int:
        """Ask for one act after the other; each is over when the writer has seen all of its states."""
        kit = self._kit
        self._trace.begin_round()
        settled = 0
        self._send(GO, 0, 0)
        while True:
            kind, key, act = unpack_frame(await self._reader.readexactly(FRAME_BYTES))
            if kind == DONE:
                return settled
            if kind == ACTED:
                self._send(GO, 0, 0)
            if kind == SETTLED:
                file = self._files.with_key(key)
                settled += 1
                self._trace.settled(file, act)
                kit.sample(file.held_at)

    async def close(self) -> None:
        """Take leave of the writer and of all watches."""
        self._disarm(_ROOT)
        self._send(BYE, 0, 0)
        self._writer.close()

    async def _watch_on(self, directory: bytes, notices: Notices) -> None:
        async for names in notices:
            for name in names:
                # Editors save to a file of a hidden name first, which is nobody's business.
                if not name.startswith(b"."):
                    # Without a name the queue has overflowed: anything may have changed.
                    self._look(os.path.join(directory, name) if name else directory)

    def _look(self, path: bytes) -> None:
        """Look at a path and, where it is a directory, at all below it."""
        dirty = {path: None}
        while dirty:
            path, _ = dirty.popitem()
            if os.path.isdir(os.path.join(self._root, path)):
                dirty |= self._arm(path)
            else:
                if path in self._watches:
                    dirty |= self._gone(path)
                self._examine(path)

    def _arm(self, directory: bytes) -> dict[bytes, None]:
        """Watch first and look then, so that nothing falls between; give what is to be looked at.

        A notice about a directory that is watched already means that it was replaced: the old watch is of something
        that is gone.
        """
        dirty = self._gone(directory)
        path = os.path.join(self._root, directory)
        try:
            notices = Notices(path)
            self._watches[directory] = notices, asyncio.create_task(self._watch_on(directory, notices))
            names = os.listdir(path)
        except FileNotFoundError:
            # Gone again: its parent has a notice of that.
            return dirty
        return dirty | {os.path.join(directory, name): None for name in names if not name.startswith(b".")}

    def _gone(self, directory: bytes) -> dict[bytes, None]:
        """Of what is known below a directory nothing holds any more: give it to be looked at."""
        self._disarm(directory)
        return {path: None for path in self._files.names() if _is_below(path, directory)}

    def _disarm(self, directory: bytes) -> None:
        for path in [path for path in self._watches if path == directory or _is_below(path, directory)]:
            notices, watching = self._watches.pop(path)
            watching.cancel()
            notices.close()

    def _examine(self, path: bytes) -> None:
        file = self._files.named(path)
        before, digest = file.digest, digest_of(self._kit, file.path, ABSENT)
        if digest == before:
            return
        file.digest = digest
        file.held_at = self._kit.now()
        if not self._opening and self._trace.changed(file, before):
            self._send(STATE, file.key, digest)


async def open(params: Params, kit: Kit) -> Tree:
    """Connect to the writer and arm the watches."""
    return Tree(params, kit, await open_streams(kit))


def _leaves(branches: int, depth: int) -> list[bytes]:
    """By key: of each branch the file at its end, then the one at its beginning."""
    leaves: list[bytes] = []
    for branch in range(branches):
        top = f"branch{branch}".encode()
        leaves += [os.path.join(top, *[b"inner"] * (depth - 1), b"leaf.txt"), os.path.join(top, b"first.txt")]
    return leaves


def _is_below(path: bytes, directory: bytes) -> bool:
    return directory == _ROOT or path.startswith(directory + b"/")
