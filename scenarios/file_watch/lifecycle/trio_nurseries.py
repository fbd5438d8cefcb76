"""file_watch.lifecycle with trio: a task that waits for notices, and a round that awaits the answers."""

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.awaited_acts import Acts
from scenarios.file_watch.shared.trio_acts import TrioActs
from scenarios.file_watch.shared.trio_notices import DirectoryWatch
from scenarios.file_watch.shared.watched_files import names_of


def open(params: Params, kit: Kit) -> TrioActs:
    """Connect to the writer and arm the watch."""
    names = names_of(2 * params.integer("pairs"), lambda key: f"item{key}.txt")
    return TrioActs(kit, Acts(names, skip_hidden=True, watch=DirectoryWatch))
