"""Files that are watched one by one with callbacks.

A watch belongs to an inode: when another file has taken the name, it is armed anew.
"""

import asyncio
import os
from collections.abc import Callable

from evenloop_runner import inotify
from scenarios.file_watch.rename_over.identity import GONE, MASK, MISSING_S, identity_of
from scenarios.file_watch.shared.watched_files import STRAY_KEY, WatchedFiles


class CalledFiles:
    """Gives the name of a file with each notice of it."""

    def __init__(self, files: WatchedFiles, noticed: Callable[[bytes], None]) -> None:
        written = [file.path for file in files.all() if file.key != STRAY_KEY]
        self._followed = [_FollowedFile(path, noticed) for path in written]

    def close(self) -> None:
        """Stop watching."""
        for file in self._followed:
            file.close()


class _FollowedFile:
    def __init__(self, path: bytes, noticed: Callable[[bytes], None]) -> None:
        self._path = path
        self._noticed = noticed
        self._loop = asyncio.get_running_loop()
        self._identity: tuple[int, int] | None = None
        self._watch: inotify.Watch | None = None
        self._retry: asyncio.TimerHandle | None = None
        self._arm()

    def close(self) -> None:
        if self._retry is not None:
            self._retry.cancel()
        if self._watch is not None:
            self._loop.remove_reader(self._watch.fileno())
            self._watch.close()
            self._watch = None

    def _arm(self) -> None:
        self.close()
        self._identity = identity_of(self._path)
        try:
            self._watch = inotify.Watch(self._path, MASK)
        except FileNotFoundError:
            self._retry = self._loop.call_later(MISSING_S, self._arm)
            return
        self._loop.add_reader(self._watch.fileno(), self._came, self._watch)
        # What happened before the watch was armed has to be looked at.
        self._look(gone=False)

    def _came(self, watch: inotify.Watch) -> None:
        notices = watch.read()
        if notices:
            self._look(gone=any(notice.mask & GONE for notice in notices))

    def _look(self, *, gone: bool) -> None:
        self._noticed(os.path.basename(self._path))
        if gone or identity_of(self._path) != self._identity:
            self._arm()
