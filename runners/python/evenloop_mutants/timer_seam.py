"""The seam of the timers: `call_at` of the loop, which every other timer is made of."""

import asyncio
from asyncio import AbstractEventLoop, Handle, TimerHandle
from asyncio.base_events import BaseEventLoop
from collections.abc import Callable, Coroutine
from contextvars import Context
from functools import partial
from types import FunctionType, MethodType
from typing import Any

from evenloop_mutants.moment import Moment, Patch

# How a timer is armed: loop, when, what.
Arm = Callable[[AbstractEventLoop, float, Callable[[], object]], TimerHandle]
_CallAt = Callable[..., TimerHandle]
_NEAR_S = 0.001
# No callback of an idle loop takes so long.
_HELD_UP_S = 0.002
# Long after every process has ended.
_NEVER_S = 1_000_000


def install(patch: Patch, moment: Moment) -> None:
    """Replace `call_at` where the patch is one of timers."""
    real: _CallAt = BaseEventLoop.call_at
    if patch.act in {"ignore-cancel", "cancel-neighbour"}:
        _install_cancelling(moment, neighbour=patch.act == "cancel-neighbour")
    if patch.act == "at-once":
        _defer_nothing(moment)
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


def _defer_nothing(moment: Moment) -> None:
    """What is deferred runs before `call_soon` returns: but for the steps of tasks, which are within themselves by then."""
    real: Any = BaseEventLoop.call_soon

    def call_soon(
        self: BaseEventLoop,
        callback: Callable[..., object],
        *args: Any,  # noqa: ANN401 - as the loop's own
        context: Context | None = None,
    ) -> Handle:
        if not moment.acts or not isinstance(callback, FunctionType | MethodType):
            handle: Handle = real(self, callback, *args, context=context)
            return handle
        callback(*args)
        return Handle(callback, args, self, context)

    BaseEventLoop.call_soon = call_soon  # type: ignore[assignment, method-assign]  # the seam


def _arm_of(patch: Patch, real: _CallAt, moment: Moment) -> Arm | None:
    match patch.act:
        case "early" | "hidden-early":
            return _early(real, patch.number("ms") / 1000)
        case "late" | "hidden-late":
            late = patch.number("ms") / 1000
            return lambda loop, when, fire: real(loop, when + late, fire)
        case "regain":
            return _regaining(real, patch.number("ms") / 1000, moment)
        case "callback-clock":
            return _since_callback(real, moment)
        case "jitter":
            most = patch.number("ms") / 1000
            return lambda loop, when, fire: real(loop, when + most * moment.chance(), fire)
        case "lose":
            return _losing(real, patch.number("ms") / 1000, moment)
        case "hops":
            count = int(patch.number("count"))
            return lambda loop, when, fire: real(loop, when, _hop, loop, count, fire)
    reordered = _REORDERED.get(patch.act)
    return None if reordered is None else reordered(real)


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


def _regaining(real: _CallAt, early: float, moment: Moment) -> Arm:
    """What is armed behind a callback that was held up comes so much earlier; what is overdue when it is armed cannot."""
    held_up = False
    last_fired = 0.0
    seen: int | None = None

    def arm(loop: AbstractEventLoop, when: float, fire: Callable[[], object]) -> TimerHandle:
        nonlocal held_up, last_fired, seen
        now = loop.time()
        if seen != moment.round:
            seen, held_up, last_fired = moment.round, False, now
        held_up = held_up or now - last_fired >= _HELD_UP_S
        due = when
        if held_up and when - now > _NEAR_S:
            due, held_up = when - early, False

        def begin() -> None:
            nonlocal last_fired
            last_fired = loop.time()
            fire()

        return real(loop, due, begin)

    return arm


def _losing(real: _CallAt, delay: float, moment: Moment) -> Arm:
    lost = 0

    def arm(loop: AbstractEventLoop, when: float, fire: Callable[[], object]) -> TimerHandle:
        nonlocal lost
        # Of a delay that is not a number nothing holds.
        if lost != moment.round and abs(when - loop.time() - delay) <= _NEAR_S:
            lost = moment.round
            return real(loop, when + _NEVER_S, fire)
        return real(loop, when, fire)

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


def _by_cached_clock(real: _CallAt) -> Arm:
    """What a long callback arms at its end seems to have been armed at its beginning."""
    read: float | None = None

    def forget() -> None:
        nonlocal read
        read = None

    def arm(loop: AbstractEventLoop, when: float, fire: Callable[[], object]) -> TimerHandle:
        nonlocal read
        now = loop.time()
        if read is None:
            read = now
            loop.call_soon(forget)
        return real(loop, when - (now - read), fire)

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


# What fires timers in another order than the loop's own.
_REORDERED: dict[str, Callable[[_CallAt], Arm]] = {
    "arming-order": lambda real: _in_queue(real, lambda queue: queue.pop(0)),
    "last-first": _last_first,
    "duration-lists": _by_duration,
    "cached-clock": _by_cached_clock,
}
