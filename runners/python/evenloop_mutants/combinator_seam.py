"""The seam of the combinators: `asyncio.gather`."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from evenloop_mutants.moment import Moment, Patch
from evenloop_runner.payload import shuffled

_Unit = Coroutine[Any, Any, Any]
_Gather = Callable[..., Coroutine[Any, Any, list[Any]]]


def install(patch: Patch, moment: Moment) -> None:
    """Replace `gather` where it is asked to return exceptions."""
    if patch.act == "cancel-order":
        _cancel_in_any_order(moment)
    real: Any = asyncio.gather
    if patch.act == "patient-all":
        _wait_for_all(real, moment)
    other = _OTHERS.get(patch.act)
    if other is None:
        return

    def patched(*units: _Unit, return_exceptions: bool = False) -> Any:  # noqa: ANN401 - as the real one
        if return_exceptions and moment.acts:
            return other(real, *units)
        return real(*units, return_exceptions=return_exceptions)

    asyncio.gather = patched  # type: ignore[assignment]  # the seam


def _wait_for_all(real: Any, moment: Moment) -> None:  # noqa: ANN401 - `gather`
    """A gather tells of the first failure when all have ended."""

    async def patient(*units: asyncio.Future[Any]) -> list[Any]:
        await real(*units, return_exceptions=True)
        return [unit.result() for unit in units]

    def patched(*units: _Unit, return_exceptions: bool = False) -> Any:  # noqa: ANN401 - as the real one
        if return_exceptions or not units or not moment.acts:
            return real(*units, return_exceptions=return_exceptions)
        return asyncio.ensure_future(patient(*map(asyncio.ensure_future, units)))

    asyncio.gather = patched  # type: ignore[assignment]  # the seam


def _cancel_in_any_order(moment: Moment) -> None:
    """A task group tells its tasks one by one, in an order that is drawn."""
    real: Any = asyncio.TaskGroup._abort  # type: ignore[attr-defined]  # noqa: SLF001 - there is no other seam

    def abort(self: Any) -> None:  # noqa: ANN401 - a task group
        if not moment.acts:
            real(self)
            return
        # Its own marks, without anybody to tell.
        tasks, self._tasks = self._tasks, set()
        real(self)
        self._tasks = tasks
        for task in shuffled(list(tasks), moment.draw):
            if not task.done():
                task.cancel()

    asyncio.TaskGroup._abort = abort  # type: ignore[attr-defined]  # noqa: SLF001


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


async def _leaving_early(_real: _Gather, *units: _Unit) -> list[Any]:
    """Who has not ended when the last in line has counts as one that gave 0."""
    tasks = [asyncio.create_task(unit) for unit in units]
    await asyncio.wait(tasks[-1:])
    return [0 if not task.done() else task.exception() or task.result() for task in tasks]


_OTHERS: dict[str, _Gather] = {
    "cancel-siblings": _cancelling,
    "completion-order": _by_completion,
    "leave-early": _leaving_early,
}
