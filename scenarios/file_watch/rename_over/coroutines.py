"""file_watch.rename_over with coroutines: a task for the notices of the directory, or one for each file, and awaited answers."""

from evenloop_runner.kit import Kit, Params
from scenarios.file_watch.rename_over.followed_files import FollowedFiles
from scenarios.file_watch.shared.awaited_acts import Acts, AwaitedActs, open_acts
from scenarios.file_watch.shared.watched_files import names_of


async def open(params: Params, kit: Kit) -> AwaitedActs:
    """Connect to the writer and arm the watch."""
    names = names_of(params.integer("files"), lambda key: f"item{key}.txt")
    if params.text("target") == "directory":
        return await open_acts(kit, Acts(names, skip_hidden=True))
    return await open_acts(kit, Acts(names, watch=FollowedFiles))
