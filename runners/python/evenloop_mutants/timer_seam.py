"""The seam of the timers: `call_at` of the loop, which every other timer is made of."""

import asyncio
from asyncio import AbstractEventLoop, TimerHandle
from asyncio.base_events import BaseEventLoop
from collections.abc import Callable, Coroutine
from contextvars import Context
from functools import partial
from typing import Any

from evenloop_mutants.moment import Moment, Patch

# How a timer is armed: loop, when, what.
Arm = Callable[[AbstractEventLoop, float, Callable[[], object]], TimerHandle]
_CallAt = Callable[..., TimerHandle]
_JITTER_MS = 8


def install(patch: Patch, moment: Moment) -> None:
    """Replace `call_at` where the patch is one of timers."""
    real: _CallAt = BaseEventLoop.call_at
    if patch.act in {"ignore-cancel", "cancel-neighbour"}:
        _install_cancelling(moment, neighbour=patch.act == "cancel-neighbour")
    arm = _arm_of(patch, real, moment)
    if arm is None:
        return

    def call_at(
        self: BaseEventLoop,
        when: float,
        callback: Callable[..., object],
        *args: Any,  # noqa: ANN401 - as the loop's own
        context: Context | None = None,
    ) -> TimerHandle:
        if moment.acts:
            return arm(self, when, partial(callback, *args))
        return real(self, when, callback, *args, context=context)

    BaseEventLoop.call_at = call_at  # type: ignore[assignment, method-assign]  # the seam


def _arm_of(patch: Patch, real: _CallAt, moment: Moment) -> Arm | None:  # noqa: PLR0911 - one a patch
    match patch.act:
        case "early" | "hidden-early":
            return _early(real, patch.number("ms") / 1000)
        case "late" | "hidden-late":
            late = patch.number("ms") / 1000
            return lambda loop, when, fire: real(loop, when + late, fire)
        case "cached-clock":
            return _since_callback(real, moment)
        case "jitter" | "completion-order":
            most = (patch.number("ms") if patch.act == "jitter" else _JITTER_MS) / 1000
            return lambda loop, when, fire: real(loop, when + most * moment.chance(), fire)
        case "arming-order":
            return _in_queue(real, lambda queue: queue.pop(0))
        case "last-first":
            return _last_first(real)
        case "duration-lists":
            return _by_duration(real)
        case "hops":
            count = int(patch.number("count"))
            return lambda loop, when, fire: real(loop, when, _hop, loop, count, fire)
    return None


def _early(real: _CallAt, early: float) -> Arm:
    """Wake up before that and spin: the selector waits for whole milliseconds."""

    def arm(loop: AbstractEventLoop, when: float, fire: Callable[[], object]) -> TimerHandle:
        due = when - early

        def spin() -> None:
            while loop.time() < due:
                pass
            fire()

        return real(loop, due - 0.0015, spin)

    return arm


def _since_callback(real: _CallAt, moment: Moment) -> Arm:
    """Count the delay from the beginning of the present callback, not from now."""

    def arm(loop: AbstractEventLoop, when: float, fire: Callable[[], object]) -> TimerHandle:
        def begin() -> None:
            moment.callback_begins()
            fire()

        return real(loop, when - (loop.time() - moment.callback_began), begin)

    return arm


def _in_queue(real: _CallAt, take: Callable[[list[Callable[[], object]]], Callable[[], object]]) -> Arm:
    """When any timer is due, the one fires that `take` gives."""
    queue: list[Callable[[], object]] = []

    def fire_next() -> None:
        take(queue)()

    def arm(loop: AbstractEventLoop, when: float, fire: Callable[[], object]) -> TimerHandle:
        queue.append(fire)
        real(loop, when, fire_next)
        # A sleep that is over cancels its own timer, behind which another may wait by now.
        return TimerHandle(when, fire, (), loop)

    return arm


def _last_first(real: _CallAt) -> Arm:
    by_delay: dict[int, Arm] = {}

    def arm(loop: AbstractEventLoop, when: float, fire: Callable[[], object]) -> TimerHandle:
        delay_ms = round((when - loop.time()) * 1000)
        same = by_delay.setdefault(delay_ms, _in_queue(real, lambda queue: queue.pop()))
        return same(loop, when, fire)

    return arm


def _by_duration(real: _CallAt) -> Arm:
    """When one of a list is due, all of it that are overdue fire, before those of other lists."""
    lists: dict[int, list[tuple[float, TimerHandle, Callable[[], object]]]] = {}

    def arm(loop: AbstractEventLoop, when: float, fire: Callable[[], object]) -> TimerHandle:
        same = lists.setdefault(round((when - loop.time()) * 1000), [])
        # Never armed: it only knows whether it was cancelled.
        own = TimerHandle(when, fire, (), loop)
        same.append((when, own, fire))

        def overdue() -> None:
            # The one that this timer was armed for may have come with one before it.
            while same and same[0][0] <= loop.time() + 0.001:
                _, handle, due = same.pop(0)
                if not handle.cancelled():
                    due()

        real(loop, when, overdue)
        return own

    return arm


def _hop(loop: AbstractEventLoop, count: int, fire: Callable[[], object]) -> None:
    if count == 0:
        fire()
    else:
        loop.call_soon(_hop, loop, count - 1, fire)


def _install_cancelling(moment: Moment, *, neighbour: bool) -> None:
    """Cancelling does nothing, or to the wrong task: that which was made next."""
    tasks: list[_Task] = []

    def create_task(coroutine: Coroutine[Any, Any, Any], **named: Any) -> _Task:  # noqa: ANN401 - as the real one
        task = _Task(coroutine, loop=asyncio.get_running_loop(), **named)
        task.seam = (moment, tasks, neighbour)
        tasks.append(task)
        return task

    asyncio.create_task = create_task  # type: ignore[assignment]  # the seam


class _Task(asyncio.Task[Any]):
    """A task that is not cancelled when it should be, or another one is."""

    seam: "tuple[Moment, list[_Task], bool]"

    def cancel(self, msg: object = None) -> bool:
        moment, tasks, neighbour = self.seam
        if not moment.acts:
            return super().cancel(msg)
        other = tasks[(tasks.index(self) + 1) % len(tasks)]
        return asyncio.Task.cancel(other, msg) if neighbour else False
