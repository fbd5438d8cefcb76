"""Units of ordering.groups: each takes some turns of the loop, ends, fails or is cancelled, and cleans up in one more turn."""

import asyncio
from collections.abc import Awaitable

from scenarios.ordering.shared.says import Say

FOREVER = 1_000_000
"""More turns than any case lasts."""


class UnitError(Exception):
    """How a unit fails; its message is the name of the unit."""


async def unit(
    say: Say,
    name: str,
    turns: int,
    *,
    fails: bool = False,
    fails_when_cancelled: bool = False,
) -> str:
    """Answer with its name."""
    say(f"{name}+")
    try:
        for _ in range(turns):
            await asyncio.sleep(0)
        _end(say, name, fails=fails)
    except asyncio.CancelledError:
        say(f"{name}~")
        if fails_when_cancelled:
            raise UnitError(name) from None
        raise
    except UnitError:
        say(f"{name}!")
        raise
    finally:
        await asyncio.sleep(0)
        say(f"{name}*")
    return name


def _end(say: Say, name: str, *, fails: bool) -> None:
    if fails:
        raise UnitError(name)
    say(f"{name}.")


async def stubborn(say: Say, name: str) -> str:
    """Go on when cancelled, and answer with its name all the same."""
    say(f"{name}+")
    try:
        for _ in range(FOREVER):
            await asyncio.sleep(0)
    except asyncio.CancelledError:
        say(f"{name}~")
        await asyncio.sleep(0)
    say(f"{name}.")
    return name


async def tell(say: Say, what: Awaitable[object], sign: str = "=") -> None:
    """Say what becomes of it: a value, an error, errors, or its being cancelled."""
    with telling(say, sign):
        say(f"{sign}{await what}")


class telling:  # noqa: N801 - it is used as a statement
    """Say with what error a block is left, which ends here."""

    def __init__(self, say: Say, sign: str) -> None:
        self._say = say
        self._sign = sign

    def __enter__(self) -> None:
        """Begin the block."""

    def __exit__(self, _type: object, error: BaseException | None, _traceback: object) -> bool:
        """Say it. Also a cancellation ends here: it is what is under test."""
        if error is not None:
            tell_error(self._say, error, self._sign)
        return True


def tell_error(say: Say, error: BaseException, sign: str = "=") -> None:
    """Say it; of a group each."""
    if isinstance(error, BaseExceptionGroup):
        say(f"{sign}group")
        for each in error.exceptions:
            tell_error(say, each)
    elif isinstance(error, UnitError):
        say(f"{sign}{error}!")
    elif isinstance(error, TimeoutError):
        say(f"{sign}timeout")
    elif isinstance(error, asyncio.CancelledError):
        say(f"{sign}cancelled")
    else:
        raise error


def count(say: Say) -> None:
    """Say how many requests to cancel the task still counts."""
    task = asyncio.current_task()
    assert task is not None
    say(f"#{task.cancelling()}")


async def turns(number: int) -> None:
    """Let others run so many times."""
    for _ in range(number):
        await asyncio.sleep(0)
