"""The generator scheduler: results, composition, errors, cancellation."""

import asyncio
import os
import socket
import threading
import unittest
from typing import Any

from evenloop_runner.generators import (
    InExecutor,
    Join,
    Readable,
    Sleep,
    Soon,
    Steps,
    Writable,
    drive,
    in_executor,
    join,
)


def _after(turns: int, value: str, log: list[str] | None = None) -> Steps[str]:
    for _ in range(turns):
        yield Soon()
    if log is not None:
        log.append(value)
    return value


def _failing(turns: int) -> Steps[str]:
    yield from _after(turns, "")
    raise LookupError(f"after {turns}")


class Driving(unittest.IsolatedAsyncioTestCase):
    """One generator."""

    async def test_the_future_has_what_the_generator_returned(self) -> None:
        self.assertEqual(await drive(_after(3, "done")), "done")

    async def test_a_generator_that_waits_for_nothing_is_done_at_once(self) -> None:
        future = drive(_after(0, "done"))
        self.assertTrue(future.done())
        self.assertEqual(await future, "done")

    async def test_the_future_has_what_the_generator_raised(self) -> None:
        with self.assertRaisesRegex(LookupError, "after 2"):
            await drive(_failing(2))

    async def test_yield_from_composes(self) -> None:
        def outer() -> Steps[list[str]]:
            first = yield from _after(1, "a")
            second = yield from _after(2, "b")
            return [first, second]

        self.assertEqual(await drive(outer()), ["a", "b"])

    async def test_a_bare_yield_takes_no_turn_of_the_loop_and_soon_takes_one(self) -> None:
        log: list[str] = []

        def steps() -> Steps[None]:
            yield None
            log.append("step")
            yield Soon()
            log.append("turn")

        future = drive(steps())
        asyncio.get_running_loop().call_soon(log.append, "other")
        log.append("driven")
        await future
        self.assertEqual(log, ["step", "driven", "turn", "other"])

    async def test_a_sleep_does_not_end_early(self) -> None:
        loop = asyncio.get_running_loop()

        def sleeping() -> Steps[float]:
            began = loop.time()
            yield Sleep(0.005)
            return loop.time() - began

        self.assertGreaterEqual(await drive(sleeping()), 0.005)

    async def test_long_chains_do_not_nest(self) -> None:
        def chain() -> Steps[int]:
            for _ in range(5000):
                yield None
                yield Join([_after(0, "")])
            return 5000

        self.assertEqual(await drive(chain()), 5000)

    async def test_what_is_not_a_request_is_thrown_in(self) -> None:
        def wrong() -> Steps[str]:
            try:
                yield 42  # type: ignore[misc] # what is tested
            except TypeError as error:
                yield Soon()
                return str(error)
            return ""

        self.assertIn("not 42", await drive(wrong()))


class Descriptors(unittest.IsolatedAsyncioTestCase):
    """Waiting for file descriptors."""

    def setUp(self) -> None:
        self.near, self.far = socket.socketpair()
        self.addCleanup(self.near.close)
        self.addCleanup(self.far.close)

    async def test_readable_resumes_when_something_came(self) -> None:
        def reading() -> Steps[bytes]:
            yield Readable(self.near.fileno())
            first = self.near.recv(2)
            yield Readable(self.near.fileno())
            return first + self.near.recv(2)

        future = drive(reading())
        self.assertFalse(future.done())
        self.far.send(b"ping")
        self.assertEqual(await future, b"ping")
        self.assertFalse(asyncio.get_running_loop().remove_reader(self.near.fileno()))

    async def test_writable_resumes_when_there_is_room(self) -> None:
        self.near.setblocking(False)

        def writing() -> Steps[str]:
            try:
                while True:
                    self.near.send(bytes(65536))
            except BlockingIOError:
                yield Writable(self.near.fileno())
            return "room"

        future = drive(writing())
        self.assertFalse(future.done())
        self.far.recv(1 << 22)
        self.assertEqual(await future, "room")

    async def test_a_descriptor_that_cannot_be_waited_for_is_an_error_at_the_yield(self) -> None:
        read, write = os.pipe()
        os.close(write)
        os.close(read)

        def reading() -> Steps[str]:
            try:
                yield Readable(read)
            except OSError:
                return "refused"
            return "resumed"

        self.assertEqual(await drive(reading()), "refused")


class Joining(unittest.IsolatedAsyncioTestCase):
    """Several generators."""

    async def test_results_are_in_the_order_of_the_input(self) -> None:
        log: list[str] = []

        def all_of() -> Steps[list[str]]:
            results = yield from join([_after(3, "a", log), _after(0, "b", log), _after(1, "c", log)])
            return results

        self.assertEqual(await drive(all_of()), ["a", "b", "c"])
        self.assertEqual(log, ["b", "c", "a"])

    async def test_nothing_to_join_is_an_empty_list(self) -> None:
        def none_of() -> Steps[list[str]]:
            results: list[str] = yield Join([])
            return results

        self.assertEqual(await drive(none_of()), [])

    async def test_the_first_error_is_thrown_and_siblings_run_on(self) -> None:
        log: list[str] = []

        def some_of() -> Steps[str]:
            try:
                yield Join([_after(5, "slow", log), _failing(2), _failing(1)])
            except LookupError as error:
                log.append("caught")
                return str(error)
            return ""

        self.assertEqual(await drive(some_of()), "after 1")
        self.assertEqual(log, ["caught"])
        await drive(_after(5, ""))
        self.assertEqual(log, ["caught", "slow"])


class Executor(unittest.IsolatedAsyncioTestCase):
    """Functions on another thread."""

    async def test_the_result_comes_from_another_thread(self) -> None:
        def elsewhere() -> Steps[tuple[int, int]]:
            there = yield from in_executor(threading.get_ident)
            total = yield InExecutor(sum, [1, 2, 3])
            return there, total

        there, total = await drive(elsewhere())
        self.assertNotEqual(there, threading.get_ident())
        self.assertEqual(total, 6)

    async def test_the_error_is_thrown_at_the_yield(self) -> None:
        def elsewhere() -> Steps[str]:
            try:
                yield InExecutor(int, "x")
            except ValueError as error:
                return str(error)
            return ""

        self.assertIn("invalid literal", await drive(elsewhere()))


class Cancelling(unittest.IsolatedAsyncioTestCase):
    """A future that nobody waits for any more."""

    async def test_cancelling_closes_the_generator_and_forgets_what_it_waited_for(self) -> None:
        near, far = socket.socketpair()
        self.addCleanup(near.close)
        self.addCleanup(far.close)
        log: list[str] = []

        def waiting(request: Any) -> Steps[None]:  # noqa: ANN401 - any of them
            try:
                yield request
                log.append("resumed")
            finally:
                log.append("closed")

        for request in (Sleep(0.001), Readable(near.fileno()), Writable(far.fileno())):
            with self.subTest(request=request):
                log.clear()
                future = drive(waiting(request))
                future.cancel()
                await drive(_after(3, ""))
                self.assertEqual(log, ["closed"])
        self.assertFalse(asyncio.get_running_loop().remove_reader(near.fileno()))
        self.assertFalse(asyncio.get_running_loop().remove_writer(far.fileno()))
