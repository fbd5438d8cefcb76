"""The seam of the files: whole files that are read, by `open` in a thread or by `os.read` in the loop."""

import builtins
import io
import os
import time
from collections.abc import Callable
from typing import Any

from evenloop_mutants.moment import Moment, Patch

_Content = Callable[[str, bytes], bytes]


def install(patch: Patch, moment: Moment) -> None:
    """Replace what reading gives."""
    rewrite = _rewrite_of(patch, moment)
    if rewrite is None:
        return
    _install_open(rewrite, moment)
    if patch.act == "empty-read":
        _install_read(patch.text("file"), moment)


def _rewrite_of(patch: Patch, moment: Moment) -> _Content | None:
    match patch.act:
        case "empty-read" | "flip-read":
            victim = patch.text("file")
            change = _flipped if patch.act == "flip-read" else _emptied
            return lambda path, content: change(content) if os.path.basename(path) == victim else content
        case "remember-reads":
            known: dict[str, bytes] = {}
            return known.setdefault
        case "slow-reads":
            most = patch.number("ms") / 1000

            def slow(_path: str, content: bytes) -> bytes:
                time.sleep(most * moment.chance())
                return content

            return slow
    return None


def _flipped(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def _emptied(_content: bytes) -> bytes:
    return b""


def _install_open(rewrite: _Content, moment: Moment) -> None:
    real: Any = builtins.open

    def patched(file: Any, mode: str = "r", *args: Any, **named: Any) -> Any:  # noqa: ANN401 - as the builtin
        if not moment.acts or mode != "rb":
            return real(file, mode, *args, **named)
        with real(file, mode) as opened:
            return io.BytesIO(rewrite(os.fsdecode(file), opened.read()))

    builtins.open = patched


def _install_read(victim: str, moment: Moment) -> None:
    """Let this file always seem to be empty."""
    real_open, real_read, real_close = os.open, os.read, os.close
    found: set[int] = set()

    def patched_open(path: Any, *args: Any, **named: Any) -> int:  # noqa: ANN401 - as the real one
        descriptor = real_open(path, *args, **named)
        if moment.acts and os.path.basename(os.fsdecode(path)) == victim:
            found.add(descriptor)
        return descriptor

    def patched_read(descriptor: int, length: int) -> bytes:
        return b"" if descriptor in found else real_read(descriptor, length)

    def patched_close(descriptor: int) -> None:
        found.discard(descriptor)
        real_close(descriptor)

    os.open, os.read, os.close = patched_open, patched_read, patched_close  # type: ignore[assignment]  # the seam
