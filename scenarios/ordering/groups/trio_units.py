"""The units of ordering.groups with trio, and what becomes of them in words."""

from collections.abc import Awaitable, Callable

import trio
from trio.testing import wait_all_tasks_blocked as settle

from scenarios.ordering.groups.units import UnitError
from scenarios.ordering.shared.says import Say


class Unit:
    """Waits until it may go on, for ever where nobody lets it; ends, fails or is cancelled, and cleans up in one more turn."""

    def __init__(self, say: Say, name: str, *, fails: bool = False, fails_when_cancelled: bool = False) -> None:
        self._say = say
        self._name = name
        self._fails = fails
        self._fails_when_cancelled = fails_when_cancelled
        self.may_go_on = trio.Event()
        self.may_clean_up = trio.Event()
        self.may_clean_up.set()
        self.scope = trio.CancelScope()

    async def run(self) -> str:
        """Answer with its name."""
        say, name = self._say, self._name
        say(f"{name}+")
        try:
            await self.may_go_on.wait()
            self._end()
        except trio.Cancelled:
            say(f"{name}~")
            if self._fails_when_cancelled:
                raise UnitError(name) from None
            raise
        except UnitError:
            say(f"{name}!")
            raise
        finally:
            # Who is cancelled stays so: without a shield no clean-up can wait.
            with trio.CancelScope(shield=True):
                await self.may_clean_up.wait()
            say(f"{name}*")
        return name

    def _end(self) -> None:
        if self._fails:
            raise UnitError(self._name)
        self._say(f"{self._name}.")

    async def run_in_scope(self) -> None:
        """It can be cancelled alone."""
        with self.scope:
            await self.run()


async def begin(nursery: trio.Nursery, *units: Unit) -> None:
    """Start them one after the other: each waits before the next begins."""
    for unit in units:
        nursery.start_soon(unit.run_in_scope)
        await settle()


async def tell(say: Say, what: Callable[[], Awaitable[object]], sign: str = "<") -> None:
    """Say what becomes of it: a value, an error, errors, or its being cancelled, which goes on."""
    try:
        got = await what()
    except trio.Cancelled:
        say(f"{sign}cancelled")
        raise
    except BaseExceptionGroup as errors:
        tell_error(say, errors, sign)
        cancelled = errors.subgroup(trio.Cancelled)
        if cancelled is not None:
            raise cancelled from None
    except (UnitError, trio.TooSlowError) as error:
        tell_error(say, error, sign)
    else:
        if got is not None:
            say(f"{sign}{got}")


def tell_error(say: Say, error: BaseException, sign: str = "=") -> None:
    """Say an error by its name, and a group by each of its own."""
    if isinstance(error, BaseExceptionGroup):
        say(f"{sign}group")
        for each in error.exceptions:
            tell_error(say, each)
    elif isinstance(error, trio.Cancelled):
        say(f"{sign}cancelled")
    else:
        say(f"{sign}timeout" if isinstance(error, trio.TooSlowError) else f"{sign}{error}!")
