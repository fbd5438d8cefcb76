"""Parameters, lines, clock, resources and catalogue: the small parts."""

import os
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

from evenloop_runner import resources
from evenloop_runner.catalogue import Catalogue, find_roots
from evenloop_runner.clock import make_clock
from evenloop_runner.kit import Params
from evenloop_runner.lines import LineSplitter
from evenloop_runner.messages import MAX_LINE_BYTES
from evenloop_runner.serve_asyncio import STEMS


class Parameters(unittest.TestCase):
    """What a workload may ask for."""

    def setUp(self) -> None:
        self.params = Params({"ticks": 3, "whole": 4.0, "part": 0.5, "level": "turn", "on": True})

    def test_each_type_is_given_as_it_was_sent(self) -> None:
        self.assertEqual((self.params.integer("ticks"), self.params.integer("whole")), (3, 4))
        self.assertEqual((self.params.number("part"), self.params.number("ticks")), (0.5, 3))
        self.assertEqual((self.params.text("level"), self.params.flag("on")), ("turn", True))

    def test_absent_ones_and_other_types_are_refused_by_name(self) -> None:
        wrong = {
            self.params.integer: ("part", "level", "on", "absent"),
            self.params.number: ("level", "on", "absent"),
            self.params.text: ("ticks", "on", "absent"),
            self.params.flag: ("ticks", "level", "absent"),
        }
        for ask, names in wrong.items():
            for name in names:
                with self.subTest(ask=ask, name=name), self.assertRaisesRegex(ValueError, f"parameter {name} is"):
                    ask(name)


class Lines(unittest.TestCase):
    """Splitting what arrives."""

    def test_lines_are_the_same_however_they_were_cut(self) -> None:
        text = b"one\n\ntwo and more\nrest"
        for size in range(1, len(text) + 1):
            splitter = LineSplitter()
            lines = [line for at in range(0, len(text), size) for line in splitter.split(text[at : at + size])]
            self.assertEqual(lines, [b"one", b"", b"two and more"])

    def test_the_longest_line_passes_and_a_longer_one_is_none_and_the_next_is_whole(self) -> None:
        splitter = LineSplitter()
        self.assertEqual(splitter.split(b"x" * MAX_LINE_BYTES + b"\n"), [b"x" * MAX_LINE_BYTES])
        for _ in range(3):
            self.assertEqual(splitter.split(b"x" * (MAX_LINE_BYTES // 2)), [])
        self.assertEqual(splitter.split(b"\nnext\n"), [None, b"next"])


class Clock(unittest.TestCase):
    """Time since the start of the runner."""

    def test_now_counts_from_the_epoch_that_is_told(self) -> None:
        before = time.monotonic_ns()
        now, facts = make_clock()
        after = time.monotonic_ns()
        self.assertGreaterEqual(facts.resolution_ns, 1)
        if facts.epoch_ns is not None:
            self.assertLessEqual(before, int(facts.epoch_ns))
            self.assertLessEqual(int(facts.epoch_ns), after)
        first, second = now(), now()
        self.assertLessEqual(0, first)
        self.assertLessEqual(first, second)


class Usage(unittest.TestCase):
    """What a window cost."""

    def test_work_is_seen_and_the_parts_make_the_whole(self) -> None:
        before = resources.read_before()
        sum(range(200_000))
        used = resources.difference(before, resources.read_after())
        self.assertGreater(used.user_cpu_ns + used.system_cpu_ns, 0)
        self.assertGreater(used.peak_resident_bytes, 1 << 20)
        self.assertGreaterEqual(min(used.user_cpu_ns, used.system_cpu_ns, used.voluntary_switches), 0)

    def test_a_thread_that_ended_or_a_machine_that_does_not_tell_makes_no_negative_number(self) -> None:
        before = resources.Reading(100, 2.0, 1.0, 5, 5, {"1": (10, 10), "2": (50, 50)})
        after = resources.Reading(90, 1.0, 0.5, 4, 4, {"1": (11, 9), "3": (5, 0)})
        used = resources.difference(before, after)
        self.assertEqual((used.user_cpu_ns, used.system_cpu_ns, used.voluntary_switches), (0, 0, 0))
        self.assertEqual((used.run_ns, used.wait_ns), (6, 0))
        untold = resources.difference(before._replace(threads=None), after)
        self.assertEqual((untold.run_ns, untold.wait_ns), (None, None))


class Listing(unittest.TestCase):
    """Which workloads there are."""

    def test_only_python_styles_in_folders_with_plain_names_are_offered(self) -> None:
        with tempfile.TemporaryDirectory(prefix="evenloop-test-") as root:
            for path in (
                "timers/a/coroutines.py",
                "timers/a/promises.ts",
                "timers/a/notes.py",
                "timers/b/promises.ts",
                "timers/shared/coroutines.py",
                "timers/node_modules/coroutines.py",
                "node_modules/a/coroutines.py",
            ):
                file = Path(root, "scenarios", path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.touch()
            for path in ("timers/B1/coroutines.py", "__pycache__x/a.b/coroutines.py"):
                Path(root, "scenarios", path).parent.mkdir(parents=True)
                Path(root, "scenarios", path).touch()
            self.assertEqual(Catalogue([str(Path(root, "scenarios"))], STEMS).scenarios, {"timers.a": ["coroutines"]})

    def test_a_loop_with_workloads_of_its_own_has_files_of_its_own_and_no_others(self) -> None:
        with tempfile.TemporaryDirectory(prefix="evenloop-test-") as root:
            _put(root, "scenarios/shop2/till/curio_kernels.py", "def open(): return 5\n")
            _put(root, "scenarios/shop2/till/kernels.py", "")
            _put(root, "scenarios/shop2/till/coroutines.py", "")
            catalogue = Catalogue([str(Path(root, "scenarios"))], {"kernels": "curio_kernels"})
            self.addCleanup(_forget, "shop2")
            self.assertEqual(catalogue.scenarios, {"shop2.till": ["kernels"]})
            self.assertIsNone(catalogue.load("shop2.till", "coroutines"))
            opened = catalogue.load("shop2.till", "kernels")
            assert opened is not None
            self.assertEqual(opened(), 5)  # type: ignore[call-arg]

    def test_nothing_is_offered_without_a_folder(self) -> None:
        catalogue = Catalogue([], STEMS)
        self.assertEqual(catalogue.scenarios, {})
        self.assertIsNone(catalogue.load("os", "path"))

    def test_several_folders_make_one_package_of_scenarios(self) -> None:
        with tempfile.TemporaryDirectory(prefix="evenloop-test-") as root:
            _put(
                root, "one/shop1/till/coroutines.py", "from ..shared.prices import PRICE\n\ndef open(): return PRICE\n"
            )
            _put(root, "two/shop1/shared/prices.py", "PRICE = 7\n")
            catalogue = Catalogue([str(Path(root, "one")), str(Path(root, "two"))], STEMS)
            self.addCleanup(_forget, "shop1")
            opened = catalogue.load("shop1.till", "coroutines")
            assert opened is not None
            self.assertEqual(opened(), 7)  # type: ignore[call-arg]

    def test_a_scenario_of_two_folders_is_refused(self) -> None:
        with tempfile.TemporaryDirectory(prefix="evenloop-test-") as root:
            for name in ("one", "two"):
                _put(root, f"{name}/shop/till/coroutines.py", "")
            with self.assertRaisesRegex(
                ValueError, "two folders have workloads of shop.till: .*one/shop/till and .*two"
            ):
                Catalogue([str(Path(root, "one")), str(Path(root, "two"))], STEMS)

    def test_the_harness_names_the_folders_or_the_module_search_path_has_one(self) -> None:
        with tempfile.TemporaryDirectory(prefix="evenloop-test-") as root:
            named = [root, str(Path(root, "absent")), str(Path(root, "there"))]
            Path(root, "there").mkdir()
            with mock.patch.dict(os.environ, {"EVENLOOP_SCENARIOS": os.pathsep.join(named)}):
                self.assertEqual(find_roots(), [named[0], named[2]])
        with mock.patch.dict(os.environ), tempfile.TemporaryDirectory(prefix="evenloop-test-") as root:
            os.environ.pop("EVENLOOP_SCENARIOS", None)
            Path(root, "scenarios").mkdir()
            with mock.patch.object(sys, "path", [root, *sys.path]):
                self.assertEqual(find_roots(), [str(Path(root, "scenarios"))])


def _put(root: str, path: str, text: str) -> None:
    file = Path(root, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def _forget(family: str) -> None:
    for name in [name for name in sys.modules if name.startswith(f"scenarios.{family}")]:
        del sys.modules[name]
