"""What all styles of file_watch.tree share: a watch for each directory, begun and ended as directories come and go."""

import os
from collections.abc import Callable
from functools import partial
from typing import Protocol

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.watched_files import ABSENT, WatchedFile, WatchedFiles, digest_of
from scenarios.file_watch.shared.writer_wire import STATE

# The root of the tree, as all other paths relative to itself.
_ROOT = b""


class Watching(Protocol):
    """A watch of one directory that goes on by itself."""

    def close(self) -> None:
        """Stop watching."""


Begin = Callable[[bytes, Callable[[dict[bytes, None]], None]], Watching]
"""Watches the directory at a path, and hands on the names in its notices."""


class WatchedTree:
    """Traces what it sees in a tree, and tells the writer."""

    def __init__(self, params: Params, kit: Kit, begin: Begin, send: Callable[[int, int, int], None]) -> None:
        self._kit = kit
        self.trace = StateTrace(kit)
        self._begin = begin
        self._send = send
        self._root = os.path.join(os.fsencode(kit.directory), b"watched")
        leaves = _leaves(params.integer("branches"), params.integer("depth"))
        self._files = WatchedFiles(self._root, leaves, ABSENT)
        self._watches: dict[bytes, Watching] = {}
        # Nothing of what is there already is told.
        self._opening = True
        self._look(_ROOT)
        self._opening = False

    def with_key(self, key: int) -> WatchedFile:
        """Give the file that the writer calls so."""
        return self._files.with_key(key)

    def close(self) -> None:
        """Stop watching."""
        self._disarm(_ROOT)

    def _noticed(self, directory: bytes, names: dict[bytes, None]) -> None:
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
            self._watches[directory] = self._begin(path, partial(self._noticed, directory))
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
            self._watches.pop(path).close()

    def _examine(self, path: bytes) -> None:
        file = self._files.named(path)
        before, digest = file.digest, digest_of(self._kit, file.path, ABSENT)
        if digest == before:
            return
        file.digest = digest
        file.held_at = self._kit.now()
        if not self._opening and self.trace.changed(file, before):
            self._send(STATE, file.key, digest)


def _leaves(branches: int, depth: int) -> list[bytes]:
    """By key: of each branch the file at its end, then the one at its beginning."""
    leaves: list[bytes] = []
    for branch in range(branches):
        top = f"branch{branch}".encode()
        leaves += [os.path.join(top, *[b"inner"] * (depth - 1), b"leaf.txt"), os.path.join(top, b"first.txt")]
    return leaves


def _is_below(path: bytes, directory: bytes) -> bool:
    return directory == _ROOT or path.startswith(directory + b"/")
