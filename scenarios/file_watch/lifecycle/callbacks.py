"""file_watch.lifecycle with callbacks: the loop calls back when the watch or the writer's socket can be read."""

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.called_acts import CalledActs
from scenarios.file_watch.shared.watched_files import names_of


def open(params: Params, kit: Kit) -> CalledActs:
    """Connect to the writer and arm the watch."""
    return CalledActs(kit, names_of(2 * params.integer("pairs"), lambda key: f"item{key}.txt"))
