"""A directory watched with coroutines: an async iterator of notices in a task of its own, and a look at what they name."""

import asyncio
import os
from collections.abc import Callable
from typing import NamedTuple

from evenloop_runner.kit import Kit
from scenarios.file_watch.shared.notices import MASK, Notices
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.watched_files import ABSENT, WatchedFile, WatchedFiles, digest_of
from scenarios.file_watch.shared.writer_wire import STATE


class Watching(NamedTuple):
    """What is watched, and who is told."""

    kit: Kit
    files: WatchedFiles
    trace: StateTrace
    send: Callable[[int, int, int], None]
    """Sends a frame to the writer."""
    mask: int = MASK
    skip_hidden: bool = False
    """Files of hidden names are nobody's business."""
    noticed: Callable[[bytes], None] | None = None
    """Called with the name in each notice, before anything is looked at."""


def look_at(watching: Watching, file: WatchedFile) -> None:
    """Read a file after a notice. A notice says that something happened; whether anything is different, only the content says."""
    kit = watching.kit
    before, digest = file.digest, digest_of(kit, file.path, ABSENT)
    if digest == before:
        return
    file.digest = digest
    file.held_at = kit.now()
    if watching.trace.changed(file, before):
        watching.send(STATE, file.key, digest)


def noticed(watching: Watching, name: bytes) -> None:
    """Look at what a notice names; without a name at all that is known or there."""
    if watching.noticed is not None:
        watching.noticed(name)
    files = watching.files
    for each in [name] if name else {*files.names(), *os.listdir(files.directory)}:
        if not (watching.skip_hidden and each.startswith(b".")):
            look_at(watching, files.named(each))


class DirectoryWatch:
    """Traces what it sees, and tells the writer."""

    def __init__(self, watching: Watching) -> None:
        self._watching = watching
        self._notices = Notices(watching.files.directory, watching.mask)
        self._task = asyncio.create_task(self._watch_on())

    def close(self) -> None:
        """Stop watching."""
        self._task.cancel()
        self._notices.close()

    async def _watch_on(self) -> None:
        async for names in self._notices:
            for name in names:
                noticed(self._watching, name)
