"""A watch with trio, which has none of its own: a task that outlives rounds waits until inotify can be read."""

from collections.abc import Callable

import trio

from evenloop_runner import inotify
from evenloop_runner.trio_tasks import lasting
from scenarios.file_watch.shared.directory_watch import Watching, noticed
from scenarios.file_watch.shared.notices import MASK


class NoticeTask:
    """Hands on the notices that have come, each time that there are any. The watch is armed when this is made."""

    def __init__(self, path: bytes, came: Callable[[list[inotify.Notice]], object], mask: int = MASK) -> None:
        self._watch = inotify.Watch(path, mask)
        self._came = came
        self._scope = trio.CancelScope()
        lasting().start_soon(self._read_on)

    def close(self) -> None:
        """Stop watching."""
        self._scope.cancel()
        self._watch.close()

    async def _read_on(self) -> None:
        with self._scope:
            while not self._scope.cancel_called:
                await trio.lowlevel.wait_readable(self._watch.fileno())
                # What could be read already is told even to who was cancelled meanwhile.
                if not self._scope.cancel_called:
                    self._came(self._watch.read())


def names_of_notices(notices: list[inotify.Notice]) -> dict[bytes, None]:
    """Those of one turn that name the same file need one look at it; no name: the queue has overflowed."""
    return dict.fromkeys(notice.name for notice in notices)


class DirectoryWatch:
    """Traces what it sees in a directory, and tells the writer."""

    def __init__(self, watching: Watching) -> None:
        self._watching = watching
        self._task = NoticeTask(watching.files.directory, self._look, watching.mask)

    def close(self) -> None:
        """Stop watching."""
        self._task.close()

    def _look(self, notices: list[inotify.Notice]) -> None:
        for name in names_of_notices(notices):
            noticed(self._watching, name)
