"""file_watch.rewatch with trio: tasks that wait for notices, cancelled and begun again."""

import errno
import os
from functools import partial

from evenloop_runner import inotify
from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.notices import MASK
from scenarios.file_watch.shared.trio_notices import NoticeTask, names_of_notices
from scenarios.file_watch.shared.trio_wire import Frames
from scenarios.file_watch.shared.watched_files import ABSENT, digest_of
from scenarios.file_watch.shared.writer_wire import ACTED, DONE, GO, SETTLED, STATE

_NOTE = b"note.txt"
_PROBE_KEY = 2
_NOT_FOUND = 2
_ANY_OTHER_REASON = 0xFFFF_FFFF


class _Watched:
    """One file of one directory, and a watch of it that can be closed and opened again."""

    def __init__(self, workload: "Rewatch", key: int, directory: bytes) -> None:
        self._workload = workload
        self._directory = directory
        self.key = key
        self._opened = 0
        self.open()

    def open(self) -> None:
        """Begin to watch: what is there now is no news."""
        self._opened += 1
        self._watch = NoticeTask(self._directory, partial(self._look, self._opened))
        self.digest = self._state()

    def close(self) -> None:
        self._opened += 1
        self._watch.close()

    def _look(self, opened: int, notices: list[inotify.Notice]) -> None:
        names = names_of_notices(notices)
        if opened != self._opened:
            self._workload.late()
        # Without a name the queue has overflowed: anything may have changed.
        elif _NOTE in names or b"" in names:
            digest = self._state()
            if digest != self.digest:
                self.digest = digest
                self._workload.changed(self.key, digest)

    def _state(self) -> int:
        return digest_of(self._workload.kit, os.path.join(self._directory, _NOTE), ABSENT)


class Rewatch:
    """Closes and opens a watch, and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self.kit = kit
        self._frames = Frames(kit)
        self._cycles = params.integer("cycles")
        self._probes = params.integer("probes")
        self._changes = 0
        directory = os.fsencode(kit.directory)
        self._note = _Watched(self, 0, os.path.join(directory, b"watched"))
        self._other = _Watched(self, 1, os.path.join(directory, b"other"))

    async def round(self) -> int:
        """Close and open the watch so many times, then try the paths that may not exist."""
        self._changes = 0
        for _ in range(self._cycles):
            await self._turn()
            self._note.close()
            # What happens now is seen in the other directory alone.
            await self._turn()
            self._note.open()
            await self._turn()
        await self._turn()
        for probe in range(self._probes):
            self._probe(probe)
        return self._cycles

    def close(self) -> None:
        """Take leave of the watches and of the writer."""
        self._note.close()
        self._other.close()
        self._frames.close()

    def changed(self, key: int, digest: int) -> None:
        """Tell that a file has another content."""
        self.kit.emit(self.kit.kinds["modified"], key, self._changes, digest)
        self._changes += 1
        self._frames.send(STATE, key, digest)

    def late(self) -> None:
        """Tell that a closed watch gave a notice."""
        self.kit.emit(self.kit.kinds["late"], 0, 0, 0)

    async def _turn(self) -> None:
        """Have the writer act, and wait until it has seen that noticed."""
        self._frames.send(GO, 0, 0)
        while True:
            kind, key, act = await self._frames.next()
            if kind in {ACTED, DONE}:
                return
            if kind == SETTLED:
                watched = self._note if key == 0 else self._other
                self.kit.emit(self.kit.kinds["settled"], key, act, watched.digest)

    def _probe(self, probe: int) -> None:
        kit = self.kit
        try:
            inotify.Watch(os.path.join(kit.directory, f"probe{probe}"), MASK).close()
        except OSError as error:
            reason = _NOT_FOUND if error.errno == errno.ENOENT else _ANY_OTHER_REASON
            kit.emit(kit.kinds["failed"], _PROBE_KEY, probe, reason)
        else:
            kit.emit(kit.kinds["opened"], _PROBE_KEY, probe, 0)


def open(params: Params, kit: Kit) -> Rewatch:
    """Connect to the writer and arm the watches."""
    return Rewatch(params, kit)
