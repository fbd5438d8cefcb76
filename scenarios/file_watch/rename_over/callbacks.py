"""file_watch.rename_over with callbacks: the loop calls back when the watch of the directory, or of a file, can be read."""

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.rename_over.called_files import CalledFiles
from scenarios.file_watch.shared.called_acts import CalledActs
from scenarios.file_watch.shared.watched_files import names_of


def open(params: Params, kit: Kit) -> CalledActs:
    """Connect to the writer and arm the watch."""
    names = names_of(params.integer("files"), lambda key: f"item{key}.txt")
    if params.text("target") == "directory":
        return CalledActs(kit, names)
    return CalledActs(kit, names, CalledFiles)
