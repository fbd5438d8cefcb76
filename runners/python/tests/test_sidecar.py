"""Segments: every whole one of the shared fixture, byte by byte, and files of several."""

import struct
import tempfile
import unittest
from pathlib import Path

from evenloop_runner.failure import WorkloadError
from evenloop_runner.sidecar import SegmentReference, Sidecar, segment_bytes
from tests.fixtures import read_fixture

_WORDS = dict.fromkeys(("key", "id", "digest", "operations"), "I")
_FORMATS = {**dict.fromkeys(("value", "time", "start", "end", "cpuStart", "cpuEnd"), "d"), **_WORDS, "kind": "H"}


class Segments(unittest.TestCase):
    """The frame and the columns."""

    def test_whole_segments_are_written_byte_by_byte_as_in_the_fixture(self) -> None:
        for entry in read_fixture("segments")["whole"]:
            columns = [struct.pack(f"<{len(v)}{_FORMATS[name]}", *v) for name, v in entry["columns"].items()]
            rows = len(next(iter(entry["columns"].values())))
            with self.subTest(entry["name"]):
                self.assertEqual(segment_bytes(entry["layout"], rows, columns).hex(), entry["hex"])

    def test_columns_of_unequal_length_are_refused(self) -> None:
        with self.assertRaises(ValueError):
            segment_bytes("slices", 2, [bytes(16), bytes(16), bytes(16), bytes(16), bytes(4)])


class Files(unittest.TestCase):
    """One file of several segments."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="evenloop-test-")
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "samples"

    def test_a_file_is_a_run_of_segments_and_each_is_referred_to_by_its_first_byte(self) -> None:
        fixture = read_fixture("segments")["file"]
        self.path.write_bytes(b"left by somebody else")
        sidecar = Sidecar(str(self.path))
        for segment in fixture["segments"]:
            values = segment["values"]
            reference = sidecar.append("samples", len(values), [struct.pack(f"<{len(values)}d", *values)])
            self.assertEqual(reference, SegmentReference(segment["offset"], segment["count"]))
        sidecar.close()
        self.assertEqual(self.path.read_bytes().hex(), fixture["hex"])

    def test_a_file_that_cannot_be_made_is_a_failure_with_its_code(self) -> None:
        with self.assertRaises(WorkloadError) as caught:
            Sidecar(str(self.path / "deeper"))
        self.assertEqual(caught.exception.code, "sidecar")

    @unittest.skipUnless(Path("/dev/full").exists(), "this system has no device that is always full")
    def test_a_full_disk_is_a_failure_with_its_code(self) -> None:
        sidecar = Sidecar("/dev/full")
        self.addCleanup(sidecar.close)
        with self.assertRaises(WorkloadError) as caught:
            sidecar.append("samples", 1, [bytes(8)])
        self.assertEqual(caught.exception.code, "sidecar")
