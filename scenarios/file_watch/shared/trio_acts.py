"""A workload with trio: it asks the writer for one act after the other, and each is over when its states were seen."""

import os

from evenloop_runner.kit import Kit
from scenarios.file_watch.shared.awaited_acts import Acts
from scenarios.file_watch.shared.directory_watch import Watching
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.trio_wire import Frames
from scenarios.file_watch.shared.watched_files import ABSENT, snapshot_of
from scenarios.file_watch.shared.writer_wire import ACTED, DONE, GO, SETTLED


class TrioActs:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, kit: Kit, acts: Acts) -> None:
        self._kit = kit
        self._operations = acts.operations
        self._frames = Frames(kit)
        directory = os.path.join(os.fsencode(kit.directory), b"watched")
        self._files = snapshot_of(kit, directory, acts.names, ABSENT)
        self._trace = StateTrace(kit)
        watching = Watching(kit, self._files, self._trace, self._frames.send, acts.mask, acts.skip_hidden)
        self._watch = acts.watch(watching)

    async def round(self) -> int:
        """Ask for one act after the other; each is over when the writer has seen all of its states."""
        self._trace.begin_round()
        settled = 0
        self._frames.send(GO, 0, 0)
        while True:
            kind, key, act = await self._frames.next()
            if kind == DONE:
                return settled if self._operations is None else self._operations
            if kind == ACTED:
                self._frames.send(GO, 0, 0)
            if kind == SETTLED:
                file = self._files.with_key(key)
                settled += 1
                self._trace.settled(file, act)
                self._kit.sample(file.held_at)

    def close(self) -> None:
        """Take leave of the watch and of the writer."""
        self._watch.close()
        self._frames.close()
