"""file_watch.rename_over with trio: a task for the notices of the directory, or one for each file, and awaited answers."""

import trio

from evenloop_runner import inotify
from evenloop_runner.kit import Kit, Params
from evenloop_runner.trio_tasks import lasting
from scenarios.file_watch.rename_over.identity import GONE, MASK, MISSING_S, identity_of
from scenarios.file_watch.shared.awaited_acts import Acts
from scenarios.file_watch.shared.directory_watch import Watching, look_at
from scenarios.file_watch.shared.trio_acts import TrioActs
from scenarios.file_watch.shared.trio_notices import DirectoryWatch
from scenarios.file_watch.shared.watched_files import STRAY_KEY, WatchedFile, names_of


class FollowedFiles:
    """Traces what it sees, and tells the writer.

    A watch belongs to an inode: when another file has taken the name, it is armed anew.
    """

    def __init__(self, watching: Watching) -> None:
        self._watching = watching
        self._scope = trio.CancelScope()
        lasting().start_soon(self._follow_all, [file for file in watching.files.all() if file.key != STRAY_KEY])

    def close(self) -> None:
        """Stop watching."""
        self._scope.cancel()

    async def _follow_all(self, files: list[WatchedFile]) -> None:
        with self._scope:
            async with trio.open_nursery() as nursery:
                for file in files:
                    nursery.start_soon(self._follow, file)

    async def _follow(self, file: WatchedFile) -> None:
        while True:
            try:
                await self._watch_one(file)
            except FileNotFoundError:
                await trio.sleep(MISSING_S)

    async def _watch_one(self, file: WatchedFile) -> None:
        """Return when the name belongs to another file."""
        identity = identity_of(file.path)
        watch = inotify.Watch(file.path, MASK)
        try:
            # What happened before the watch was armed.
            look_at(self._watching, file)
            same = identity_of(file.path) == identity
            while same:
                await trio.lowlevel.wait_readable(watch.fileno())
                notices = watch.read()
                if notices:
                    look_at(self._watching, file)
                    gone = any(notice.mask & GONE for notice in notices)
                    same = not gone and identity_of(file.path) == identity
        finally:
            watch.close()


def open(params: Params, kit: Kit) -> TrioActs:
    """Connect to the writer and arm the watch."""
    names = names_of(params.integer("files"), lambda key: f"item{key}.txt")
    if params.text("target") == "directory":
        return TrioActs(kit, Acts(names, skip_hidden=True, watch=DirectoryWatch))
    return TrioActs(kit, Acts(names, watch=FollowedFiles))
