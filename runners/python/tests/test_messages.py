"""Messages: every entry of the shared fixture, and lines that only bytes can express."""

import json
import unittest

from evenloop_runner.messages import (
    Clock,
    Prepare,
    TcpEndpoint,
    UnixEndpoint,
    endpoint_json,
    format_message,
)
from evenloop_runner.parse_message import BadMessageError, parse_message
from tests.fixtures import read_fixture


class Parsing(unittest.TestCase):
    """What is a message and what is not."""

    def test_each_entry_of_the_fixture_is_accepted_or_refused_as_it_says(self) -> None:
        entries = read_fixture("messages")["harness"]
        self.assertGreater(len(entries), 50)
        for entry in entries:
            line = (entry["line"] if "line" in entry else json.dumps(entry["message"])).encode()
            with self.subTest(entry["name"]):
                if entry["valid"]:
                    message = parse_message(line)
                    self.assertEqual(message.kind, json.loads(line)["kind"])
                    self.assertEqual(message.id, json.loads(line)["id"])
                else:
                    with self.assertRaises(BadMessageError):
                        parse_message(line)

    def test_the_fields_of_prepare_arrive(self) -> None:
        entry = next(entry for entry in read_fixture("messages")["harness"] if entry["name"] == "prepare")
        sent = entry["message"]
        message = parse_message(json.dumps(sent).encode())
        assert isinstance(message, Prepare)
        self.assertEqual(message.params, sent["params"])
        self.assertEqual({name: endpoint_json(item) for name, item in message.endpoints.items()}, sent["endpoints"])
        self.assertEqual([kind._asdict() for kind in message.alphabet], sent["alphabet"])
        self.assertEqual((message.samples_path, message.events_path), tuple(sent["sidecar"].values()))
        self.assertEqual(message.event_capacity, sent["capacity"]["events"])

    def test_a_number_with_an_empty_fraction_is_an_integer(self) -> None:
        self.assertEqual(parse_message(b'{"kind":"clock","id":4.0}'), Clock(4))

    def test_bytes_that_are_not_utf8_are_not_a_message(self) -> None:
        for line in (
            b'{"kind":"clock","id":1,"x":"\xff"}',
            '{"kind":"clock","id":1}'.encode("utf-16"),
            b"\xef\xbb\xbf{}",
        ):
            with self.subTest(line=line), self.assertRaises(BadMessageError):
                parse_message(line)

    def test_nesting_without_end_is_not_a_message(self) -> None:
        with self.assertRaises(BadMessageError):
            parse_message(b"[" * 500_000)

    def test_an_integer_of_many_digits_is_not_a_message(self) -> None:
        with self.assertRaises(BadMessageError):
            parse_message(b'{"kind":"clock","id":' + b"9" * 10_000 + b"}")


class Formatting(unittest.TestCase):
    """What a reply looks like on the wire."""

    def test_a_reply_is_one_line_of_ascii(self) -> None:
        line = format_message({"kind": "failed", "message": "a\nb\u2028\ud800é"})
        self.assertTrue(line.isascii())
        self.assertEqual(line.count(b"\n"), 1)
        self.assertTrue(line.endswith(b"\n"))

    def test_not_a_number_is_never_written(self) -> None:
        with self.assertRaises(ValueError):
            format_message({"value": float("nan")})

    def test_endpoints_have_their_kind(self) -> None:
        self.assertEqual(endpoint_json(TcpEndpoint("::1", 9)), {"kind": "tcp", "host": "::1", "port": 9})
        self.assertEqual(endpoint_json(UnixEndpoint("/s")), {"kind": "unix", "path": "/s"})
