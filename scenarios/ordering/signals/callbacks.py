"""ordering.signals with callbacks: a handler of the loop for each signal."""

from evenloop_runner.kit import Kit, Params
from scenarios.ordering.signals.stages import Stages, open_stages


async def open(params: Params, kit: Kit) -> Stages:
    """Make the workload."""
    stages = await open_stages(params, kit)
    stages.listen(stages.heard)
    return stages
