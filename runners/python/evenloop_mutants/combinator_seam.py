"""The seam of the combinators: `asyncio.gather`."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from evenloop_mutants.moment import Moment, Patch

_Unit = Coroutine[Any, Any, Any]
_Gather = Callable[..., Coroutine[Any, Any, list[Any]]]


def install(patch: Patch, moment: Moment) -> None:
    """Replace `gather` where it is asked to return exceptions."""
    real: Any = asyncio.gather
    if patch.act not in {"cancel-siblings", "completion-order"}:
        return
    other: _Gather = _by_completion if patch.act == "completion-order" else _cancelling

    def patched(*units: _Unit, return_exceptions: bool = False) -> Any:  # noqa: ANN401 - as the real one
        if return_exceptions and moment.acts:
            return other(real, *units)
        return real(*units, return_exceptions=return_exceptions)

    asyncio.gather = patched  # type: ignore[assignment]  # the seam


async def _by_completion(real: _Gather, *units: _Unit) -> list[Any]:
    results: list[Any] = []

    async def noted(unit: _Unit) -> None:
        try:
            results.append(await unit)
        except Exception as error:  # noqa: BLE001 - a result like any other
            results.append(error)

    await real(*map(noted, units))
    return results


async def _cancelling(real: _Gather, *units: _Unit) -> list[Any]:
    """With the first failure all others are cancelled, as in a task group."""
    tasks: list[asyncio.Task[Any]] = []

    async def guarded(unit: _Unit) -> object:
        try:
            return await unit
        except Exception:
            for task in tasks:
                if task is not asyncio.current_task():
                    task.cancel()
            raise

    tasks += [asyncio.create_task(guarded(unit)) for unit in units]
    return await real(*tasks, return_exceptions=True)
