"""Starts the runner as the harness does, by its manifest, and talks to it."""

import contextlib
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.fixtures import PACKAGE

TREE = Path(__file__).resolve().parent / "tree"
# Long enough for a machine that is busy with something else; a runner that is not done by then hangs.
_PATIENCE_SECONDS = 60


class RunnerProcess:
    """One runner and the pipes to it. Killed when it is still there at the end."""

    def __init__(self, root: Path = TREE, *, with_tokens: bool = True) -> None:
        manifest = json.loads((PACKAGE / "runners/python/runner.json").read_text(encoding="utf-8"))
        # As in a run that measures nothing: no layout is drawn.
        told = {name: value.replace("{hashSeed}", "0") for name, value in manifest["environment"].items()}
        told["EVENLOOP_SCENARIOS"] = str(root / "scenarios")
        environment = {**os.environ, **told}
        environment["PYTHONPATH"] = os.pathsep.join([str(PACKAGE / "runners/python"), str(root)])
        environment["PYTHONWARNINGS"] = "error"
        self.tokens, theirs = socket.socketpair()
        self.tokens.settimeout(_PATIENCE_SECONDS)
        # The shell gives the socket the number that the protocol names, or closes what has that number.
        place = f"3<&{theirs.fileno()}" if with_tokens else "3<&-"
        self._process = subprocess.Popen(
            ["/bin/sh", "-c", f'exec "$@" {place}', "sh", sys.executable, *manifest["args"]],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            pass_fds=(theirs.fileno(),),
        )
        theirs.close()
        self._watchdog = threading.Timer(_PATIENCE_SECONDS, self._process.kill)
        self._scratch = tempfile.TemporaryDirectory(prefix="evenloop-test-")
        self.directory = Path(self._scratch.name)
        self._next_id = 0

    def __enter__(self) -> Self:
        self._watchdog.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert pipe is not None
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
        self.tokens.close()
        self._watchdog.cancel()
        self._watchdog.join()
        self._scratch.cleanup()

    def tell(self, line: bytes) -> None:
        """Write a line and wait for nothing."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + b"\n")
        self._process.stdin.flush()

    def hear(self) -> Any:  # noqa: ANN401 - JSON
        """Give the next reply."""
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def ask(self, **message: object) -> Any:  # noqa: ANN401 - JSON
        """Write a message and give the reply; the id is checked."""
        self._next_id += 1
        self.tell(json.dumps({"id": self._next_id, **message}).encode())
        reply = self.hear()
        assert reply["id"] == self._next_id, reply
        return reply

    def greet(self) -> Any:  # noqa: ANN401 - JSON
        """Say hello."""
        return self.ask(kind="hello", protocol=1, harness={"name": "tests", "version": "1"})

    def prepare(
        self,
        behaviour: str,
        style: str = "coroutines",
        scenario: str = "probe.menu",
        *,
        params: dict[str, object] | None = None,
        endpoints: dict[str, object] | None = None,
        folder: str = "",
        **more: object,
    ) -> Any:  # noqa: ANN401 - JSON
        """Prepare one behaviour of the menu, with room for four events and two samples."""
        return self.ask(
            kind="prepare",
            scenario=scenario,
            style=style,
            params={"behaviour": behaviour} if params is None else params,
            seed=7,
            nonce="0123456789abcdef",
            directory=str(self.directory),
            endpoints=endpoints or {},
            sidecar={
                "samples": str(self.directory / folder / "samples"),
                "events": str(self.directory / folder / "events"),
            },
            alphabet=[
                {"name": "arm", "code": 1, "order": "sequence"},
                {"name": "fire", "code": 2, "order": "free"},
                {"name": "note", "code": 3, "order": "raw"},
            ],
            capacity={"events": 4, "samples": 2},
            **more,
        )

    def round(self, index: int = 0, record: str = "digest", purpose: str = "measured", **endpoints: object) -> Any:  # noqa: ANN401 - JSON
        """Ask for a round."""
        return self.ask(kind="round", round=index, purpose=purpose, record=record, limitNs=10**9, endpoints=endpoints)

    def begin_slices(self, capacity: int) -> None:
        """Ask for slices, of which the reply comes after the last token."""
        self._next_id += 1
        self.tell(json.dumps({"kind": "slices", "id": self._next_id, "capacity": capacity}).encode())

    def turn(self, operations: int) -> bytes:
        """Write a token and give its answer."""
        self.tokens.sendall(struct.pack("<I", operations))
        return self.tokens.recv(1)

    def end(self) -> int:
        """End stdin; the answer is the exit code."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait()

    def stop_listening(self) -> None:
        """Close our end of its stdout."""
        assert self._process.stdout is not None
        self._process.stdout.close()

    def wait(self) -> int:
        """Give the exit code of a runner that ends by itself."""
        return self._process.wait()

    def complaint(self) -> str:
        """Give what the runner wrote to stderr, after its end."""
        assert self._process.stderr is not None
        return self._process.stderr.read().decode()
