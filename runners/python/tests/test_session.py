"""The protocol, spoken with a real process: the shared transcript, greetings, refusals and rounds."""

import json
import os
import struct
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any
from zlib import crc32

from evenloop_runner.catalogue import Catalogue
from evenloop_runner.digest import free_high, free_low
from evenloop_runner.serve_asyncio import STEMS
from tests.fixtures import PACKAGE, read_fixture
from tests.runner_process import RunnerProcess


class SharedTranscript(unittest.TestCase):
    """The whole session that every runner must speak."""

    def test_each_style_of_the_exemplar_answers_as_the_transcript_says(self) -> None:
        for style in Catalogue([str(PACKAGE / "scenarios")], STEMS).scenarios["timers.sleep_loop"]:
            with self.subTest(style=style), RunnerProcess(PACKAGE) as runner:
                for exchange in read_fixture("transcript")["exchanges"]:
                    self._check(runner, self._filled(exchange, runner.directory, style))
                self.assertEqual(runner.end(), 0)
                self.assertEqual(runner.complaint(), "")

    def _check(self, runner: RunnerProcess, exchange: Any) -> None:  # noqa: ANN401 - JSON
        runner.tell(exchange["line"].encode() if "line" in exchange else json.dumps(exchange["harness"]).encode())
        reply = runner.hear()
        for field in exchange["exact"]:
            self.assertEqual(reply[field], exchange["runner"][field], f"{exchange['why']}: {field} of {reply}")

    def _filled(self, exchange: object, directory: Path, style: str) -> Any:  # noqa: ANN401 - JSON
        text = json.dumps(exchange).replace("{directory}", str(directory)).replace("{style}", style)
        text = text.replace("{samples}", str(directory / "samples")).replace("{events}", str(directory / "events"))
        return json.loads(text)


class Greeting(unittest.TestCase):
    """What `ready` says."""

    def test_ready_names_this_interpreter_and_lists_workloads_without_importing_them(self) -> None:
        with RunnerProcess() as runner:
            ready = runner.greet()
        self.assertEqual(ready["runtime"]["executable"], os.path.realpath(sys.executable))
        self.assertEqual(ready["runtime"]["version"], ".".join(map(str, sys.version_info[:3])))
        styles = ["callbacks", "generators", "coroutines", "blocking"]
        self.assertEqual(ready["scenarios"], [{"id": "probe.menu", "styles": styles}])
        self.assertGreaterEqual(ready["clock"]["resolutionNs"], 1)

    def test_a_folder_without_scenarios_offers_none(self) -> None:
        with RunnerProcess(Path(__file__).parent) as runner:
            self.assertEqual(runner.greet()["scenarios"], [])

    def test_stdin_that_cannot_be_waited_for_is_named(self) -> None:
        environment = {**os.environ, "PYTHONPATH": str(PACKAGE / "runners/python")}
        with Path(__file__).open("rb") as file:
            done = subprocess.run(
                [sys.executable, "-m", "evenloop_runner"], stdin=file, capture_output=True, env=environment, check=False
            )
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"stdin must be a pipe", done.stderr)


class Refusals(unittest.TestCase):
    """What a runner says no to, and that it can be asked again."""

    def _refusal(self, behaviour: str, **arguments: Any) -> Any:  # noqa: ANN401 - JSON
        with RunnerProcess() as runner:
            runner.greet()
            refusal = runner.prepare(behaviour, **arguments)
            self.assertEqual(runner.prepare("at_once")["kind"], "prepared")
        return refusal

    def test_a_parameter_that_is_missing_is_a_bad_parameter(self) -> None:
        refusal = self._refusal("", params={})
        self.assertEqual((refusal["kind"], refusal["code"]), ("refused", "bad-params"))
        self.assertIn("behaviour is absent", refusal["reason"])

    def test_a_value_error_of_open_is_a_bad_parameter(self) -> None:
        refusal = self._refusal("bad_value")
        self.assertEqual((refusal["code"], refusal["reason"]), ("bad-params", "ticks must be even"))

    def test_a_workload_can_say_that_the_machine_cannot_do_it(self) -> None:
        refusal = self._refusal("unsupported")
        self.assertEqual((refusal["code"], refusal["reason"]), ("unsupported", "no such thing on this machine"))

    def test_a_style_without_file_is_unsupported(self) -> None:
        self.assertEqual(self._refusal("at_once", style="threads")["code"], "unsupported")

    def test_names_that_would_leave_the_folder_are_unsupported(self) -> None:
        for scenario in (
            "../probe.menu",
            "probe.menu\n",
            "probe/menu",
            ".probe.menu",
            "probe.menu.coroutines",
            "probe",
        ):
            with self.subTest(scenario=scenario):
                self.assertEqual(self._refusal("at_once", scenario=scenario)["code"], "unsupported")

    def test_a_line_that_is_too_long_is_a_bad_message(self) -> None:
        with RunnerProcess() as runner:
            runner.tell(b"x" * (1024 * 1024 + 1))
            reply = runner.hear()
            self.assertEqual((reply["id"], reply["code"]), (None, "bad-message"))
            self.assertEqual(runner.greet()["kind"], "ready")

    def test_several_messages_in_one_write_are_answered_in_order(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            runner.tell(b'{"kind":"clock","id":70}\n{"kind":"clock","id":71}')
            self.assertEqual([runner.hear()["id"], runner.hear()["id"]], [70, 71])


class Rounds(unittest.TestCase):
    """What a round leaves."""

    def test_counts_and_digests_are_by_kind_and_by_key(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            runner.prepare("at_once")
            rounded = runner.round()
        chained = crc32(struct.pack("<III", 1, 0, 1))
        free = {"count": 1, "low": free_low(2, 1, 2), "high": free_high(2, 1, 2)}
        self.assertEqual(rounded["counts"], {"arm": 1, "fire": 1, "note": 1})
        self.assertEqual(rounded["digests"], [{"key": 5, "sequence": {"count": 1, "crc": chained}, "free": free}])
        self.assertEqual((rounded["operations"], rounded["samples"], rounded["events"]), (3, None, None))
        self.assertLessEqual(rounded["startNs"], rounded["endNs"])

    def test_full_records_write_events_and_none_records_nothing(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            runner.prepare("at_once")
            full = runner.round(0, "full", "traced")
            nothing = runner.round(1, "none")
            written = (runner.directory / "events").stat().st_size
            finished = runner.ask(kind="finish")
        self.assertEqual(full["events"], {"offset": 0, "count": 3})
        self.assertEqual(written, 32 + 24 + 3 * 16 + 8 + 16)
        self.assertEqual((nothing["counts"], nothing["digests"], nothing["operations"]), ({}, [], 3))
        self.assertEqual(finished["totals"], {"rounds": 2, "slices": 0, "operations": 6, "events": 3})

    def test_samples_travel_in_the_sidecar(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            runner.prepare("two_samples")
            self.assertEqual(runner.round()["samples"], {"offset": 0, "count": 2})
            self.assertEqual(runner.round(1)["samples"], {"offset": 64, "count": 2})
            data = (runner.directory / "samples").read_bytes()
        self.assertEqual(struct.unpack_from("<2d", data, 32), (1500, -2))

    def test_a_round_may_be_a_generator_or_a_future(self) -> None:
        for behaviour, operations in (("by_generator", 1), ("by_future", 2)):
            with self.subTest(behaviour=behaviour), RunnerProcess() as runner:
                runner.greet()
                runner.prepare(behaviour)
                self.assertEqual(runner.round()["operations"], operations)

    def test_events_after_the_end_of_a_round_are_not_recorded(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            runner.prepare("late")
            self.assertEqual(runner.round()["counts"]["arm"], 0)
            self.assertEqual(runner.ask(kind="finish")["totals"]["events"], 0)

    def test_the_kit_tells_round_purpose_and_endpoints(self) -> None:
        peer = {"kind": "tcp", "host": "127.0.0.1", "port": 1}
        with RunnerProcess() as runner:
            runner.greet()
            runner.prepare("surroundings", endpoints={"peer": peer})
            first = runner.round(0, "digest", "traced", peer={**peer, "port": 2})
            second = runner.round(1)
        self.assertEqual(first["digests"][0]["key"], 2)
        self.assertEqual(first["digests"][0]["sequence"]["crc"], crc32(struct.pack("<III", 1, 0, 1)))
        self.assertEqual(second["digests"][0]["key"], 1)
        self.assertEqual(second["digests"][0]["sequence"]["crc"], crc32(struct.pack("<III", 1, 1, 0)))

    def test_where_a_workload_listens_is_told_when_it_is_prepared(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            endpoints = runner.prepare("listen")["endpoints"]
        self.assertEqual(endpoints["server"], {"kind": "tcp", "host": "127.0.0.1", "port": 4321})
        self.assertEqual(endpoints["other"]["kind"], "unix")
