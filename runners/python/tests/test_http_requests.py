"""HTTP requests read by hand: the same whole, wherever TCP cuts what comes."""

import sys
import unittest
from importlib import import_module
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

_ROOT = str(Path(__file__).resolve().parents[3])

_GET = b"GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
_WITH_LENGTH = b"POST /b HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"
_IN_CHUNKS = b"POST /c HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
_WHOLE = [(b"/a", b"", True), (b"/b", b"hello", False), (b"/c", b"hello", False)]


def _requests() -> ModuleType:
    # Workloads stand beside the runners, where only a runner looks for them.
    with patch.object(sys, "path", [*sys.path, _ROOT]):
        return import_module("scenarios.io_fanout.http_serve.requests")


class RequestReaderTest(unittest.TestCase):
    """A connection is fed in pieces."""

    def test_gives_what_is_whole_wherever_it_is_cut(self) -> None:
        """Three requests in two pieces, cut at each place."""
        text = _GET + _WITH_LENGTH + _IN_CHUNKS
        for cut in range(len(text) + 1):
            with self.subTest(cut=cut):
                reader = _requests().RequestReader()
                whole = [tuple(request) for piece in (text[:cut], text[cut:]) for request in reader.feed(piece)]
                self.assertEqual(whole, _WHOLE)

    def test_takes_single_bytes(self) -> None:
        """As many pieces as bytes."""
        reader = _requests().RequestReader()
        text = _GET + _WITH_LENGTH + _IN_CHUNKS
        self.assertEqual([tuple(request) for byte in text for request in reader.feed(bytes([byte]))], _WHOLE)

    def test_gives_nothing_of_one_that_lacks_a_byte(self) -> None:
        """In its head, its body or its last chunk."""
        for text in (_GET, _WITH_LENGTH, _IN_CHUNKS):
            self.assertEqual(list(_requests().RequestReader().feed(text[:-1])), [])


class AnswerHeadTest(unittest.TestCase):
    """An answer says what comes and whether it is the last one."""

    def test_has_length_or_chunks_and_the_connection(self) -> None:
        """Both kinds of body, both ends."""
        requests = _requests()
        last = requests.answer_head(5, is_last=True)
        self.assertRegex(
            last, rb"^HTTP/1\.1 200 OK\r\nDate: [^\r]+ GMT\r\nConnection: close\r\nContent-Length: 5\r\n\r\n$"
        )
        endless = requests.answer_head(None, is_last=False)
        self.assertIn(b"Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n", endless)
        self.assertEqual(requests.chunk_of(b"hello"), b"5\r\nhello\r\n")
