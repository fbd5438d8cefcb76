"""file_watch.lifecycle with coroutines: an async iterator of notices in its own task, and a round that awaits answers."""

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.awaited_acts import Acts, AwaitedActs, open_acts
from scenarios.file_watch.shared.watched_files import names_of


async def open(params: Params, kit: Kit) -> AwaitedActs:
    """Connect to the writer and arm the watch."""
    names = names_of(2 * params.integer("pairs"), lambda key: f"item{key}.txt")
    return await open_acts(kit, Acts(names, skip_hidden=True))
