"""file_watch.idle with coroutines: an async iterator of notices in a task of its own, and a round that awaits the answers."""

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.shared.awaited_acts import Acts, AwaitedActs, open_acts
from scenarios.file_watch.shared.watched_files import note_names


async def open(params: Params, kit: Kit) -> AwaitedActs:
    """Connect to the writer and arm the watch."""
    # It asks once, and has nothing to do until the writer has rested and written. A round counts the milliseconds of rest.
    return await open_acts(kit, Acts(note_names(1), operations=params.integer("restMs")))
