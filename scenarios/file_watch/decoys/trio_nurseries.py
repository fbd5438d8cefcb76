"""file_watch.decoys with trio: a task that waits for notices, and a round that awaits the answers."""

from evenloop_runner import inotify
from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.awaited_acts import Acts
from scenarios.file_watch.shared.notices import MASK
from scenarios.file_watch.shared.trio_acts import TrioActs
from scenarios.file_watch.shared.trio_notices import DirectoryWatch
from scenarios.file_watch.shared.watched_files import note_names


def open(params: Params, kit: Kit) -> TrioActs:
    """Connect to the writer and arm the watch."""
    # inotify tells of changes of mode and times when asked: as much to leave aside as there is in Node.
    return TrioActs(kit, Acts(note_names(params.integer("files")), MASK | inotify.ATTRIB, watch=DirectoryWatch))
