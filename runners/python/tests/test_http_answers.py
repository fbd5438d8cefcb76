"""HTTP answers read by hand: the same whole, wherever TCP cuts what comes."""

import sys
import unittest
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

_ROOT = str(Path(__file__).resolve().parents[3])

_WITH_LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\nhello"
_IN_CHUNKS = b"HTTP/1.1 500 Internal Server Error\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
_EMPTY = b"HTTP/1.1 204 No Content\r\n\r\n"


class Told:
    """What an answer says of itself."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.body = b""
        # Workloads stand beside the runners, where only a runner looks for them.
        with patch.object(sys, "path", [*sys.path, _ROOT]):
            answers = import_module("scenarios.io_fanout.http_fetch.answers")
        self.answer = answers.Answer(self.statuses.append, self._piece)

    def _piece(self, data: bytes) -> None:
        self.body += data


class AnswerTest(unittest.TestCase):
    """An answer is fed in pieces."""

    def test_is_whole_with_its_last_byte_wherever_it_is_cut(self) -> None:
        """Two pieces, cut at each place."""
        for text, status in ((_WITH_LENGTH, 200), (_IN_CHUNKS, 500)):
            for cut in range(1, len(text)):
                with self.subTest(text=text, cut=cut):
                    told = Told()
                    told.answer.feed(text[:cut])
                    self.assertFalse(told.answer.is_whole)
                    told.answer.feed(text[cut:])
                    self.assertTrue(told.answer.is_whole)
                    self.assertEqual((told.statuses, told.body), ([status], b"hello"))

    def test_takes_single_bytes(self) -> None:
        """As many pieces as bytes."""
        for text in (_WITH_LENGTH, _IN_CHUNKS):
            told = Told()
            for byte in text:
                told.answer.feed(bytes([byte]))
            self.assertTrue(told.answer.is_whole)
            self.assertEqual(told.body, b"hello")

    def test_is_not_whole_when_its_last_chunk_is_missing(self) -> None:
        """The end of a body in chunks has to be said."""
        told = Told()
        told.answer.feed(_IN_CHUNKS.removesuffix(b"0\r\n\r\n"))
        self.assertEqual((told.body, told.answer.is_whole), (b"hello", False))

    def test_has_no_body_without_a_length(self) -> None:
        """Its head is all of it."""
        told = Told()
        told.answer.feed(_EMPTY)
        self.assertEqual((told.statuses, told.body, told.answer.is_whole), ([204], b"", True))
