"""What all styles of io_fanout.pipes share: the programs of the children. Each is run by the same executable as the workload."""

import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Awaitable, Callable

from evenloop_runner.kit import Kit, Params

KILLED = 1
"""The key of the child that is killed."""
SIGNALLED = 256
"""What `exit` says of a signal is this more than its number."""

_WITH_GRANDCHILD = 0
_LINGERS = 2
_LEAST = 4

# What the children begin with that write whole files.
_PUT = """
import os, sys
out, err, code = sys.argv[1:]
def put(fd, path):
    with open(path, "rb") as file:
        rest = memoryview(file.read())
    while rest:
        rest = rest[os.write(fd, rest):]
"""
# Standard output and standard error get the content of a file each; then the child exits with its key.
_PLAIN = f"""{_PUT}
put(2, err)
put(1, out)
"""
_EXIT = "sys.exit(int(code))\n"
# Says all it has to say and waits to be killed.
_PATIENT = "import signal\nsignal.pause()\n"
# Closes its standard output when everything is written, and writes to standard error when it is told that the end has been
# seen. It exits when its standard input ends.
_LINGERING = f"""{_PUT}
put(1, out)
os.close(1)
os.read(0, 1)
put(2, err)
os.read(0, 1)
"""
# Writes the first half and exits; a grandchild that has the same standard output writes the second half when its parent
# is no more, which it knows by the end of a pipe.
_PARENT = """
import os, sys
out, err, code = sys.argv[1:]
def put(fd, rest):
    while rest:
        rest = rest[os.write(fd, rest):]
with open(err, "rb") as file:
    put(2, memoryview(file.read()))
with open(out, "rb") as file:
    data = memoryview(file.read())
half = len(data) // 2
put(1, data[:half])
read, write = os.pipe()
if os.fork() == 0:
    os.close(write)
    os.close(2)
    os.read(read, 1)
    put(1, data[half:])
os._exit(0)
"""


def command_of(directory: str, key: int) -> list[str]:
    """Give the command of child `key`."""
    own = {_WITH_GRANDCHILD: _PARENT, KILLED: _PLAIN + _PATIENT, _LINGERS: _LINGERING + _EXIT}
    program = own.get(key, _PLAIN + _EXIT)
    out, err = (os.path.join(directory, str(2 * key + pipe)) for pipe in range(2))
    # Isolated and without site packages: only the interpreter itself.
    return [sys.executable, "-I", "-S", "-c", program, out, err, str(key)]


def input_of(key: int) -> int:
    """Give the standard input of child `key`: who has one lingers, is told to go on, and exits when its input ends."""
    return PIPE if key == _LINGERS else DEVNULL


def ending_of(returncode: int) -> int:
    """Give what `exit` says."""
    return returncode if returncode >= 0 else SIGNALLED - returncode


class Children:
    """What a workload begins with. It runs the children in its own way."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._children = params.integer("children")
        self._bytes = params.integer("bytes")
        if self._children < _LEAST:
            raise ValueError(f"there must be at least {_LEAST} children")

    def close(self) -> None:
        """Nothing is open between rounds."""

    async def _nothing(self, start: Callable[[str], Awaitable[object]]) -> None:
        """Start a program that does not exist. Whether it is raised or told by an event: the failure is the same."""
        kit = self._kit
        failure = 0
        try:
            await start(os.path.join(kit.directory, "no such program"))
        except OSError as error:
            failure = error.errno or 0
        kit.emit(kit.kinds["failed"], self._children, 0, failure)
