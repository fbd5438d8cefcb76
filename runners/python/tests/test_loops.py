"""Loops of other packages: which one runs, what children get, and what a loop does not implement."""

import asyncio
import sys
import types
import unittest

from evenloop_runner.kit import Unsupported
from evenloop_runner.loops import OWN, child_python, loop_text, new_loop, refuse_without, running_package


class _StrangeLoop(asyncio.SelectorEventLoop):
    """As if of a package called strange."""

    __module__ = "strange.loop"

    async def create_unix_server(self, *_args: object, **_rest: object) -> asyncio.Server:
        """Not there."""
        raise NotImplementedError


def _in_strange_loop() -> asyncio.Runner:
    strange = types.ModuleType("strange")
    vars(strange)["new_event_loop"] = _StrangeLoop
    sys.modules["strange"] = strange
    return asyncio.Runner(loop_factory=lambda: new_loop("strange"))


class OfAsyncio(unittest.IsolatedAsyncioTestCase):
    """The loop that is always there."""

    async def test_is_known_by_its_package_and_its_selector(self) -> None:
        self.assertEqual(running_package(), OWN)
        self.assertRegex(loop_text(OWN), r"^asyncio \w+Selector$")

    async def test_children_need_no_packages(self) -> None:
        self.assertEqual(child_python(), [sys.executable, "-I", "-S", "-B"])

    async def test_implements_what_it_refuses_for_its_arguments(self) -> None:
        for method, args in (
            ("create_unix_server", [asyncio.Protocol]),
            ("create_unix_connection", [asyncio.Protocol]),
            ("connect_accepted_socket", [asyncio.Protocol, None]),
        ):
            with self.subTest(method):
                await refuse_without(method, *args)


class OfAnotherPackage(unittest.TestCase):
    """A loop that replaces asyncio's."""

    def tearDown(self) -> None:
        sys.modules.pop("strange", None)

    def test_is_known_by_its_package_and_children_may_import_it(self) -> None:
        async def seen() -> tuple[str, list[str]]:
            return running_package(), child_python()

        with _in_strange_loop() as runner:
            self.assertEqual(runner.run(seen()), ("strange", [sys.executable, "-I", "-B"]))

    def test_is_refused_where_it_does_not_implement_what_a_scenario_needs(self) -> None:
        with (
            _in_strange_loop() as runner,
            self.assertRaisesRegex(Unsupported, "strange does not implement create_unix_server"),
        ):
            runner.run(refuse_without("create_unix_server", asyncio.Protocol))
