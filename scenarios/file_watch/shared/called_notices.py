"""The notices of a directory with callbacks: the loop calls back when the watch can be read."""

import asyncio
from collections.abc import Callable

from evenloop_runner import inotify
from scenarios.file_watch.shared.notices import MASK, names_in
from scenarios.file_watch.shared.watched_files import WatchedFiles


class DirectoryNotices:
    """Gives the names in the notices of the directory."""

    def __init__(self, files: WatchedFiles, noticed: Callable[[bytes], None]) -> None:
        self._noticed = noticed
        self._loop = asyncio.get_running_loop()
        self._watch = inotify.Watch(files.directory, MASK)
        self._loop.add_reader(self._watch.fileno(), self._came)

    def close(self) -> None:
        """Stop watching."""
        self._loop.remove_reader(self._watch.fileno())
        self._watch.close()

    def _came(self) -> None:
        for name in names_in(self._watch):
            self._noticed(name)
