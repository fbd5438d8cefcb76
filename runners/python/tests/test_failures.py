"""Workloads that fail, and how a runner ends: spoken with a real process."""

import unittest
from typing import Any

from tests.runner_process import RunnerProcess


class Failures(unittest.TestCase):
    """A workload that fails, and that the runner stays usable."""

    def _failure(self, behaviour: str, **arguments: Any) -> Any:  # noqa: ANN401 - JSON
        with RunnerProcess() as runner:
            runner.greet()
            self.assertEqual(runner.prepare(behaviour, **arguments)["kind"], "prepared")
            failed = runner.round()
            self.assertEqual(failed["kind"], "failed", failed)
            self.assertIs(failed["definite"], False)
            self.assertEqual(runner.ask(kind="finish")["kind"], "finished")
            self.assertEqual(runner.end(), 0)
        return failed

    def test_what_a_round_raises_is_told_with_its_traceback(self) -> None:
        failed = self._failure("raise")
        self.assertEqual(failed["code"], "workload-threw")
        self.assertIn("LookupError: out of order", failed["message"])

    def test_what_a_callback_raises_ends_the_round_that_waits_for_it(self) -> None:
        for behaviour in ("raise_in_callback", "swallow_stray"):
            with self.subTest(behaviour=behaviour):
                self.assertIn("LookupError: out of order", self._failure(behaviour)["message"])

    def test_a_round_after_a_stray_error_succeeds(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            runner.prepare("raise_in_callback")
            self.assertEqual(runner.round(0)["kind"], "failed")
            self.assertEqual(runner.round(1)["operations"], 2)

    def test_each_failure_of_recording_has_its_code(self) -> None:
        codes = {
            "too_many_events": "capacity",
            # The one failure of a group is what has failed.
            "overflow_in_group": "capacity",
            "hidden_overflow": "capacity",
            "too_many_samples": "capacity",
            "not_a_sample": "bad-event",
            "wide_event": "bad-event",
            "unknown_event": "bad-event",
            "answer_none": "workload-threw",
            "answer_true": "bad-workload",
            "answer_negative": "bad-workload",
            "cancel_itself": "workload-threw",
            "listen_late": "workload-threw",
        }
        for behaviour, code in codes.items():
            with self.subTest(behaviour=behaviour):
                self.assertEqual(self._failure(behaviour)["code"], code)

    def test_a_workload_without_slice_says_so_reads_no_token_and_closes_by_a_generator(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            runner.prepare("", "generators", params={"keys": 3})
            self.assertEqual(runner.round()["operations"], 3)
            self.assertEqual(runner.ask(kind="slices", capacity=1)["code"], "no-slice")
            self.assertEqual(runner.ask(kind="finish")["kind"], "finished")

    def test_a_workload_is_closed_also_after_a_failed_round(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            runner.prepare("raise")
            runner.round()
            runner.ask(kind="finish")
            self.assertTrue((runner.directory / "closed").exists())

    def test_a_workload_that_cannot_be_imported_or_lacks_open_has_failed(self) -> None:
        for style, code in (("callbacks", "workload-threw"), ("blocking", "bad-workload")):
            with self.subTest(style=style), RunnerProcess() as runner:
                runner.greet()
                failed = runner.prepare("at_once", style)
                self.assertEqual((failed["kind"], failed["code"]), ("failed", code))

    def test_a_workload_that_failed_to_open_can_only_be_finished(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            self.assertEqual(runner.prepare("broken_open")["code"], "workload-threw")
            self.assertEqual(runner.round()["code"], "bad-state")
            totals = {"rounds": 0, "slices": 0, "operations": 0, "events": 0}
            self.assertEqual(runner.ask(kind="finish")["totals"], totals)

    def test_a_sidecar_that_cannot_be_written_has_its_code(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            self.assertEqual(runner.prepare("at_once", folder="nowhere")["code"], "sidecar")

    def test_a_close_that_raises_has_failed(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            runner.prepare("fail_to_close")
            self.assertIn("cannot close", runner.ask(kind="finish")["message"])


class Ends(unittest.TestCase):
    """A runner ends when stdin ends."""

    def test_the_end_of_stdin_ends_a_round_that_hangs(self) -> None:
        with RunnerProcess() as runner:
            runner.greet()
            runner.prepare("hang")
            runner.tell(
                b'{"kind":"round","id":9,"round":0,"purpose":"traced","record":"full","limitNs":1,"endpoints":{}}'
            )
            self.assertEqual(runner.end(), 0)

    def test_the_end_of_stdin_ends_a_runner_that_was_told_nothing(self) -> None:
        with RunnerProcess() as runner:
            self.assertEqual(runner.end(), 0)
            self.assertEqual(runner.complaint(), "")

    def test_a_runner_that_nobody_listens_to_ends_without_a_word(self) -> None:
        with RunnerProcess() as runner:
            runner.stop_listening()
            runner.tell(b"nonsense")
            self.assertEqual(runner.wait(), 0)
            self.assertEqual(runner.complaint(), "")
