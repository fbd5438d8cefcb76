"""The trail: rows that another process can read while the round is under way, and that vanish with the next."""

import struct
import tempfile
import unittest
from itertools import count
from pathlib import Path

from evenloop_runner.messages import EventKind
from evenloop_runner.recorder import Recorder
from evenloop_runner.trail import ROW_BYTES, open_trail

_ALPHABET = (EventKind("arm", 1, "sequence"), EventKind("fire", 2, "free"))
_ROW = struct.Struct("<IIIId")
_HEADER = struct.pack("<4sHHI12x", b"EVTR", 1, 0x1234, 7)


class TrailFile(unittest.TestCase):
    """What stands in the file."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="evenloop-test-")
        self.addCleanup(folder.cleanup)
        self._path = Path(folder.name) / "trail"
        ticks = count(1000, 10)
        self._recorder = Recorder(_ALPHABET, 4, 1, lambda: next(ticks), open_trail(str(self._path), 4))

    def _rows(self) -> list[tuple[int, ...]]:
        content = self._path.read_bytes()[ROW_BYTES:]
        return [row for row in _ROW.iter_unpack(content) if row[1] != 0]

    def test_events_stand_there_before_the_round_is_over(self) -> None:
        self._recorder.start("full", 7)
        self._recorder.emit(1, 3, 0xFFFFFFFF, 5)
        self._recorder.emit(2, 4, 6, 7)
        self.assertEqual(self._path.read_bytes()[:ROW_BYTES], _HEADER)
        self.assertEqual(self._rows(), [(3, 1, 0xFFFFFFFF, 5, 1000.0), (4, 2, 6, 7, 1010.0)])

    def test_the_recording_is_the_same_as_without_a_trail(self) -> None:
        ticks = count(1000, 10)
        plain = Recorder(_ALPHABET, 4, 1, lambda: next(ticks))
        recordings = []
        for recorder in (self._recorder, plain):
            for index in range(2):
                recorder.start("full", index)
                recorder.emit(1, 3, index, 5)
                recorder.emit(2, 4, 6, 7)
                recorder.stop()
            recordings.append(recorder.recording())
        self.assertEqual(recordings[0], recordings[1])

    def test_a_round_without_a_trace_takes_it_away_and_does_not_touch_it(self) -> None:
        self._recorder.start("full", 7)
        for ident in range(4):
            self._recorder.emit(1, 0, ident, 0)
        self._recorder.stop()
        self._recorder.start("digest", 8)
        self._recorder.emit(1, 0, 0, 0)
        self.assertEqual(set(self._path.read_bytes()), {0})

    def test_what_was_recorded_so_far_has_times_only_where_there_were_some(self) -> None:
        self._recorder.start("full", 0)
        self._recorder.emit(1, 3, 4, 5)
        rows, columns = self._recorder.so_far()
        self.assertEqual((rows, struct.unpack("<d", columns.time)), (1, (1000.0,)))
        self._recorder.start("digest", 1)
        self._recorder.emit(2, 3, 4, 5)
        rows, columns = self._recorder.so_far()
        self.assertEqual((rows, struct.unpack("<d", columns.time), columns.kind), (1, (0.0,), b"\x02\x00"))

    def test_without_a_path_or_a_folder_there_is_none(self) -> None:
        self.assertIsNone(open_trail(None, 4))
        self.assertIsNone(open_trail(str(self._path / "nowhere"), 4))


if __name__ == "__main__":
    unittest.main()
