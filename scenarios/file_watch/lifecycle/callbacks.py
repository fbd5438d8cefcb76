"""file_watch.lifecycle with callbacks: the loop calls back when the watch or the writer's socket can be read."""

import asyncio
import os

from evenloop_runner import inotify
from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.notices import MASK, names_in
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.watched_files import ABSENT, WatchedFile, digest_of, names_of, snapshot_of
from scenarios.file_watch.shared.writer_wire import (
    ACTED,
    BYE,
    DONE,
    GO,
    SETTLED,
    STATE,
    FrameCutter,
    open_socket,
    sender,
)


class Lifecycle:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._trace = StateTrace(kit)
        self._loop = asyncio.get_running_loop()
        self._writer = open_socket(kit)
        self._send = sender(self._writer.send)
        self._frames = FrameCutter()
        self._settled = 0
        self._done: asyncio.Future[int] | None = None
        directory = os.path.join(os.fsencode(kit.directory), b"watched")
        names = names_of(2 * params.integer("pairs"), lambda key: f"item{key}.txt")
        self._files = snapshot_of(kit, directory, names, ABSENT)
        self._watch = inotify.Watch(directory, MASK)
        self._loop.add_reader(self._watch.fileno(), self._noticed)
        self._loop.add_reader(self._writer, self._answered)

    def round(self) -> asyncio.Future[int]:
        """Ask for the first act; the future is done when the writer is."""
        self._trace.begin_round()
        self._settled = 0
        self._done = self._loop.create_future()
        self._send(GO, 0, 0)
        return self._done

    def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._loop.remove_reader(self._watch.fileno())
        self._loop.remove_reader(self._writer)
        self._watch.close()
        self._send(BYE, 0, 0)
        self._writer.close()

    def _noticed(self) -> None:
        for name in names_in(self._watch):
            # Without a name the queue has overflowed: anything may have changed.
            for each in [name] if name else {*self._files.names(), *os.listdir(self._files.directory)}:
                # Editors save to a file of a hidden name first, which is nobody's business.
                if not each.startswith(b"."):
                    self._examine(self._files.named(each))

    def _examine(self, file: WatchedFile) -> None:
        before, digest = file.digest, digest_of(self._kit, file.path, ABSENT)
        if digest == before:
            return
        file.digest = digest
        file.held_at = self._kit.now()
        if self._trace.changed(file, before):
            self._send(STATE, file.key, digest)

    def _answered(self) -> None:
        data = self._writer.recv(4096)
        if not data:
            self._lost_the_writer()
            return
        for kind, key, act in self._frames.cut(data):
            self._answer(kind, key, act)

    def _answer(self, kind: int, key: int, act: int) -> None:
        if self._done is None:
            return
        if kind == DONE:
            self._done.set_result(self._settled)
            self._done = None
        elif kind == SETTLED:
            self._settle(key, act)
        elif kind == ACTED:
            self._send(GO, 0, 0)

    def _settle(self, key: int, act: int) -> None:
        file = self._files.with_key(key)
        self._settled += 1
        self._trace.settled(file, act)
        self._kit.sample(file.held_at)

    def _lost_the_writer(self) -> None:
        self._loop.remove_reader(self._writer)
        if self._done is not None:
            self._done.set_exception(ConnectionError("the writer went away"))
            self._done = None


def open(params: Params, kit: Kit) -> Lifecycle:
    """Connect to the writer and arm the watch."""
    return Lifecycle(params, kit)
