"""A scheduler that drives plain generators with the loop's own primitives: coroutines as they were before async/await.

A generator yields a request and is resumed with its result; `yield from` composes. `yield None` is one step of the
scheduler without a turn of the loop. Errors, also those of a request, are thrown in at the `yield`.
"""

import asyncio
from collections.abc import Callable, Generator, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

__all__ = [
    "InExecutor",
    "Join",
    "Readable",
    "Request",
    "Sleep",
    "Soon",
    "Steps",
    "Writable",
    "drive",
    "in_executor",
    "join",
]

_Value = TypeVar("_Value")


class Request:
    """What a generator may yield."""

    __slots__ = ()

    def arm(self, driver: "_Driver") -> None:
        """Arrange that the driver is resumed."""
        raise NotImplementedError


# What a yield resumes with depends on the request that was yielded, which Python's types cannot say: hence one Any.
# Use `join` and `in_executor` with `yield from` for typed results.
Steps: TypeAlias = Generator[Request | None, Any, _Value]


def drive(generator: Steps[_Value]) -> asyncio.Future[_Value]:
    """Run a generator to its end; the future has what it returned or raised. The first step happens at once.

    Cancelling the future closes the generator, in the next turn of the loop.
    """
    loop = asyncio.get_running_loop()
    root = _Root(loop.create_future())
    driver = _Driver(loop, generator, root, 0)
    root.watch(driver)
    driver.step()
    return root.future


def join(generators: Sequence[Steps[_Value]]) -> Steps[list[_Value]]:
    """Run all concurrently; the results, typed, in the order of the input."""
    results: list[_Value] = yield Join(generators)
    return results


def in_executor(function: Callable[..., _Value], *args: object) -> Steps[_Value]:
    """Call the function in the loop's default executor; its result, typed."""
    result: _Value = yield InExecutor(function, *args)
    return result


class Sleep(Request):
    """Resumes after a number of seconds."""

    __slots__ = ("seconds",)

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds

    def arm(self, driver: "_Driver") -> None:
        """One timer of the loop."""
        driver.disarm = driver.loop.call_later(self.seconds, driver.step).cancel


class Soon(Request):
    """Resumes in the next turn of the loop."""

    __slots__ = ()

    def arm(self, driver: "_Driver") -> None:
        """One callback of the loop."""
        driver.loop.call_soon(driver.step)


class Readable(Request):
    """Resumes when the file descriptor can be read. One generator at a time may wait for it."""

    __slots__ = ("fd",)

    def __init__(self, fd: int) -> None:
        self.fd = fd

    def arm(self, driver: "_Driver") -> None:
        """A reader that removes itself."""
        fd = self.fd
        driver.loop.add_reader(fd, driver.readable, fd)
        driver.disarm = lambda: driver.loop.remove_reader(fd)


class Writable(Request):
    """Resumes when the file descriptor can be written. One generator at a time may wait for it."""

    __slots__ = ("fd",)

    def __init__(self, fd: int) -> None:
        self.fd = fd

    def arm(self, driver: "_Driver") -> None:
        """A writer that removes itself."""
        fd = self.fd
        driver.loop.add_writer(fd, driver.writable, fd)
        driver.disarm = lambda: driver.loop.remove_writer(fd)


class Join(Request):
    """Runs all generators concurrently; resumes with the list of their results, in the order of the input.

    The first error is thrown at once; the siblings run on, and their results are dropped. As `asyncio.gather`.
    """

    __slots__ = ("generators",)

    def __init__(self, generators: Sequence[Steps[Any]]) -> None:
        self.generators = generators

    def arm(self, driver: "_Driver") -> None:
        """One driver for each generator; each begins at once."""
        loop = driver.loop
        generators = list(self.generators)
        if not generators:
            loop.call_soon(driver.step, [])
            return
        joining = _Joining(driver, len(generators))
        for index, generator in enumerate(generators):
            _Driver(loop, generator, joining, index).step()


class InExecutor(Request):
    """Calls a function in the loop's default executor; resumes with its result."""

    __slots__ = ("args", "function")

    def __init__(self, function: Callable[..., object], *args: object) -> None:
        self.function = function
        self.args = args

    def arm(self, driver: "_Driver") -> None:
        """One job of the executor."""
        driver.loop.run_in_executor(None, self.function, *self.args).add_done_callback(driver.settle)


class _Owner(Protocol):
    def returned(self, index: int, value: Any) -> None: ...  # noqa: ANN401 - see Steps

    def raised(self, error: BaseException) -> None: ...


class _Driver:
    """One running generator. `step` is the hot path."""

    __slots__ = ("_generator", "_index", "_owner", "_send", "disarm", "loop")

    def __init__(self, loop: asyncio.AbstractEventLoop, generator: Steps[Any], owner: _Owner, index: int) -> None:
        self.loop = loop
        self.disarm: Callable[[], object] | None = None
        self._generator = generator
        self._send = generator.send
        self._owner = owner
        self._index = index

    def step(self, value: Any = None) -> None:  # noqa: ANN401 - see Steps
        """Resume with a value, and go on until the generator waits for something."""
        try:
            request = self._send(value)
            while request is None:
                request = self._send(None)
        except StopIteration as stop:
            self._owner.returned(self._index, stop.value)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as error:  # noqa: BLE001 - the owner's to judge
            self._owner.raised(error)
        else:
            # The body of `_arm`, here again: a call less in each step.
            try:
                request.arm(self)
            except BaseException as error:  # noqa: BLE001 - the generator's to judge
                self._refused(request, error)

    def throw(self, error: BaseException) -> None:
        """Resume with an error."""
        try:
            request = self._generator.throw(error)
        except StopIteration as stop:
            self._owner.returned(self._index, stop.value)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as raised:  # noqa: BLE001 - the owner's to judge
            self._owner.raised(raised)
        else:
            if request is None:
                self.step()
            else:
                self._arm(request)

    def readable(self, fd: int) -> None:
        """Resume once."""
        self.loop.remove_reader(fd)
        self.step()

    def writable(self, fd: int) -> None:
        """Resume once."""
        self.loop.remove_writer(fd)
        self.step()

    def settle(self, future: "asyncio.Future[Any]") -> None:
        """Resume with what a future has."""
        if future.cancelled():
            self.throw(asyncio.CancelledError())
        elif (error := future.exception()) is not None:
            self.throw(error)
        else:
            self.step(future.result())

    def stop(self) -> None:
        """Wait for nothing more and close the generator."""
        if self.disarm is not None:
            self.disarm()
        self._generator.close()

    def _arm(self, request: Request) -> None:
        try:
            request.arm(self)
        except BaseException as error:  # noqa: BLE001 - the generator's to judge
            self._refused(request, error)

    def _refused(self, request: object, error: BaseException) -> None:
        if isinstance(error, SystemExit | KeyboardInterrupt):
            raise error
        if isinstance(request, Request):
            self.throw(error)
        else:
            self.throw(TypeError(f"a generator may yield requests, not {request!r}"))


class _Root:
    """The owner of the generator that was given to `drive`."""

    __slots__ = ("future",)

    def __init__(self, future: "asyncio.Future[Any]") -> None:
        self.future = future

    def watch(self, driver: _Driver) -> None:
        self.future.add_done_callback(lambda future: driver.stop() if future.cancelled() else None)

    def returned(self, _index: int, value: Any) -> None:  # noqa: ANN401 - see Steps
        if not self.future.done():
            self.future.set_result(value)

    def raised(self, error: BaseException) -> None:
        if not self.future.done():
            self.future.set_exception(error)


class _Joining:
    """Collects the results of concurrent generators for the one that waits for them."""

    __slots__ = ("_driver", "_left", "_results", "_thrown")

    def __init__(self, driver: _Driver, count: int) -> None:
        self._driver = driver
        self._left = count
        self._results: list[Any] = [None] * count
        self._thrown = False

    def returned(self, index: int, value: Any) -> None:  # noqa: ANN401 - see Steps
        self._results[index] = value
        self._left -= 1
        if self._left == 0 and not self._thrown:
            # By the loop, not by a call: a chain of joins that end at once must not nest.
            self._driver.loop.call_soon(self._driver.step, self._results)

    def raised(self, error: BaseException) -> None:
        self._left -= 1
        if not self._thrown:
            self._thrown = True
            self._driver.loop.call_soon(self._driver.throw, error)
