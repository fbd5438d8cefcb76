"""file_watch.burst with generators: one waits for notices all the time, one plays a round, each resumed by the scheduler."""

import os

from evenloop_runner import inotify
from evenloop_runner.generators import Readable, Steps, drive
from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.notices import MASK, names_in
from scenarios.file_watch.shared.state_trace import StateTrace
from scenarios.file_watch.shared.watched_files import EMPTY, WatchedFile, digest_of, names_of, snapshot_of
from scenarios.file_watch.shared.writer_wire import (
    BYE,
    DONE,
    FRAME_BYTES,
    GO,
    SETTLED,
    STATE,
    open_socket,
    sender,
    unpack_frame_from,
)


class Burst:
    """Watches the directory and tells the writer what it sees."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._trace = StateTrace(kit)
        directory = os.fsencode(kit.directory)
        self._writer = open_socket(kit)
        self._send = sender(self._writer.send)
        self._rest = b""
        self._running = False
        self._files = snapshot_of(kit, directory, names_of(params.integer("files"), str), EMPTY)
        self._watch = inotify.Watch(directory, MASK)
        self._watching = drive(self._watch_on())

    def round(self) -> Steps[int]:
        """Ask for the burst and wait until the writer has seen the last state of each file."""
        kit = self._kit
        self._running = True
        self._trace.begin_round()
        # When the last of the final states was first held.
        held_at = 0
        began_at = kit.now()
        self._send(GO, 0, 0)
        while True:
            kind, a, b = yield from self._answer()
            if kind == SETTLED:
                file = self._files.with_key(a)
                held_at = max(held_at, file.held_at)
                self._trace.settled(file, b)
            if kind == DONE:
                self._running = False
                kit.sample(held_at - began_at)
                return a

    def close(self) -> None:
        """Take leave of the writer and of the watch."""
        self._watching.cancel()
        self._send(BYE, 0, 0)
        self._writer.close()

    def _watch_on(self) -> Steps[None]:
        try:
            while True:
                yield Readable(self._watch.fileno())
                for name in names_in(self._watch):
                    # Without a name the queue has overflowed: anything may have changed.
                    for file in [self._files.named(name)] if name else self._files.all():
                        self._examine(file)
        finally:
            self._watch.close()

    def _answer(self) -> Steps[tuple[int, int, int]]:
        while len(self._rest) < FRAME_BYTES:
            yield Readable(self._writer.fileno())
            data = self._writer.recv(4096)
            if not data:
                raise ConnectionError("the writer went away")
            self._rest += data
        kind, a, b = unpack_frame_from(self._rest)
        self._rest = self._rest[FRAME_BYTES:]
        return kind, a, b

    def _examine(self, file: WatchedFile) -> None:
        before, digest = file.digest, digest_of(self._kit, file.path, EMPTY)
        if digest == before:
            return
        file.digest = digest
        file.held_at = self._kit.now()
        if self._running and self._trace.changed(file, before):
            self._send(STATE, file.key, digest)


def open(params: Params, kit: Kit) -> Burst:
    """Connect to the writer and arm the watch."""
    return Burst(params, kit)
