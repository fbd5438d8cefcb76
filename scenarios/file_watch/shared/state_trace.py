"""What a workload of file_watch records: the states in which it saw files, and which of them the writer knows of."""

from evenloop_runner.kit import Kit
from scenarios.file_watch.shared.watched_files import ABSENT, STRAY_KEY, WatchedFile


class StateTrace:
    """Records states of files. `created` and `removed` are kinds only where files come and go."""

    __slots__ = ("_changes", "_created", "_kit", "_modified", "_removed", "_settled", "_stray")

    def __init__(self, kit: Kit) -> None:
        kinds = kit.kinds
        self._kit = kit
        self._modified = kinds["modified"]
        self._created = kinds.get("created", self._modified)
        self._removed = kinds.get("removed", self._modified)
        self._settled = kinds["settled"]
        self._stray = kinds["stray"]
        self._changes = 0

    def begin_round(self) -> None:
        """Count changes from 0."""
        self._changes = 0

    def changed(self, file: WatchedFile, before: int) -> bool:
        """Record that a file no longer holds what had the digest `before`. True when the writer is to be told."""
        if file.key == STRAY_KEY:
            self._kit.emit(self._stray, STRAY_KEY, 0, file.digest)
            return False
        kind = self._created if before == ABSENT else self._removed if file.digest == ABSENT else self._modified
        self._kit.emit(kind, file.key, self._changes, file.digest)
        self._changes += 1
        return True

    def settled(self, file: WatchedFile, act: int) -> None:
        """Record that the writer knows of the state after the given act or edit."""
        self._kit.emit(self._settled, file.key, act, file.digest)
