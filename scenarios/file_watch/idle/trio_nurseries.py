"""file_watch.idle with trio: a task that waits for notices, and a round that awaits the answers."""

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.awaited_acts import Acts
from scenarios.file_watch.shared.trio_acts import TrioActs
from scenarios.file_watch.shared.trio_notices import DirectoryWatch
from scenarios.file_watch.shared.watched_files import note_names


def open(params: Params, kit: Kit) -> TrioActs:
    """Connect to the writer and arm the watch."""
    # It asks once, and has nothing to do until the writer has rested and written. A round counts the milliseconds of rest.
    return TrioActs(kit, Acts(note_names(1), operations=params.integer("restMs"), watch=DirectoryWatch))
