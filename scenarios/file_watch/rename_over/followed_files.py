"""Files that are watched one by one with coroutines.

A watch belongs to an inode: when another file has taken the name, it is armed anew.
"""

import asyncio

from evenloop_runner import inotify
from scenarios.file_watch.rename_over.identity import GONE, MASK, MISSING_S, identity_of
from scenarios.file_watch.shared.directory_watch import Watching, look_at
from scenarios.file_watch.shared.watched_files import STRAY_KEY, WatchedFile


class FollowedFiles:
    """Traces what it sees, and tells the writer."""

    def __init__(self, watching: Watching) -> None:
        self._watching = watching
        written = [file for file in watching.files.all() if file.key != STRAY_KEY]
        self._tasks = [asyncio.create_task(self._follow(file)) for file in written]

    def close(self) -> None:
        """Stop watching."""
        for task in self._tasks:
            task.cancel()

    async def _follow(self, file: WatchedFile) -> None:
        while True:
            try:
                await self._watch_one(file)
            except FileNotFoundError:
                await asyncio.sleep(MISSING_S)

    async def _watch_one(self, file: WatchedFile) -> None:
        """Return when the name belongs to another file."""
        loop = asyncio.get_running_loop()
        came = asyncio.Event()
        identity = identity_of(file.path)
        watch = inotify.Watch(file.path, MASK)
        loop.add_reader(watch.fileno(), came.set)
        try:
            # What happened before the watch was armed.
            look_at(self._watching, file)
            same = identity_of(file.path) == identity
            while same:
                await came.wait()
                came.clear()
                notices = watch.read()
                if notices:
                    look_at(self._watching, file)
                    gone = any(notice.mask & GONE for notice in notices)
                    same = not gone and identity_of(file.path) == identity
        finally:
            loop.remove_reader(watch.fileno())
            watch.close()
