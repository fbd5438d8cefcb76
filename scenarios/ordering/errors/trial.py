"""What all styles of ordering.errors share: what a callback records before it throws, and processes in which nobody hears it."""

import asyncio
from pathlib import Path

from evenloop_runner.kit import Kit, Params
from evenloop_runner.loops import child_python, running_package
from evenloop_runner.payload import seed_of_nonce

TURN = 0
TIMER = 1
"""Keys of the classes."""

TIMER_SECONDS = 0.001
END_SECONDS = 0.006
"""When the timers are due, and when the round ends whatever has run by then."""

_CLASSES = 2
_CALLBACK_CHILD = 4
_TASK_CHILD = 5
_PROGRAM = Path(__file__).with_name("unheard.py")


class Thrown(Exception):  # noqa: N818 - it stands for any error
    """What a callback throws."""

    def __init__(self, key: int, ident: int) -> None:
        super().__init__(f"callback {ident}")
        self.key = key
        self.ident = ident


class Trial:
    """The callbacks of one invocation."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._count = params.integer("count")
        self._fail_every = params.integer("failEvery")
        self._seed = seed_of_nonce(kit.nonce)

    def idents(self, key: int) -> range:
        """Give the ids of a class."""
        return range(key * self._count, (key + 1) * self._count)

    def run(self, key: int, ident: int) -> None:
        """Do what each callback does. Throws where it has to."""
        self._kit.emit(self._kit.kinds["run"], key, ident, self._value(key, ident))
        if (ident + 1) % self._fail_every == 0:
            raise Thrown(key, ident)

    def handle(self, error: BaseException | None) -> None:
        """Record an error that arrived at the handler. Throws what is none of ours."""
        if not isinstance(error, Thrown):
            raise error if error is not None else RuntimeError("the handler was given no error")
        self._kit.emit(
            self._kit.kinds["handled"], _CLASSES + error.key, error.ident, self._value(error.key, error.ident)
        )

    async def finish(self) -> int:
        """See in traced rounds what becomes of processes without a handler; the answer is the operations of a round."""
        if self._kit.traced:
            await asyncio.gather(self._unheard(_CALLBACK_CHILD, "callback"), self._unheard(_TASK_CHILD, "task"))
        return _CLASSES * self._count

    async def _unheard(self, key: int, what: str) -> None:
        """Its complaint goes nowhere."""
        child = await asyncio.create_subprocess_exec(
            *(*child_python(), str(_PROGRAM), what, str(self._seed), str(key), running_package()),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        output, _ = await child.communicate()
        for line in output.decode().splitlines():
            ident, value = map(int, line.split())
            self._kit.emit(self._kit.kinds["child_run"], key, ident, value)
        exit_code = child.returncode
        assert exit_code is not None
        self._kit.emit(self._kit.kinds["child_exit"], key, exit_code & 0xFFFFFFFF, 0)

    def _value(self, key: int, ident: int) -> int:
        return ((self._seed ^ (key * 0x10000 + ident)) * 0x9E3779B1) & 0xFFFFFFFF
