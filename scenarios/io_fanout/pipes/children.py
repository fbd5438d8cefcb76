"""What all styles of io_fanout.pipes share: the programs of the children. Each is run by the same executable as the workload."""

import os
import sys

KILLED = 1
"""The key of the child that is killed."""
SIGNALLED = 256
"""What `exit` says of a signal is this more than its number."""

_WITH_GRANDCHILD = 0

# Standard output and standard error get the content of a file each; then the child exits with its key.
_PLAIN = """
import os, sys
out, err, code = sys.argv[1:]
def put(fd, path):
    with open(path, "rb") as file:
        rest = memoryview(file.read())
    while rest:
        rest = rest[os.write(fd, rest):]
put(2, err)
put(1, out)
"""
_EXIT = "sys.exit(int(code))\n"
# Says all it has to say and waits to be killed.
_PATIENT = "import signal\nsignal.pause()\n"
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
    own = {_WITH_GRANDCHILD: _PARENT, KILLED: _PLAIN + _PATIENT}
    program = own.get(key, _PLAIN + _EXIT)
    out, err = (os.path.join(directory, str(2 * key + pipe)) for pipe in range(2))
    # Isolated and without site packages: only the interpreter itself.
    return [sys.executable, "-I", "-S", "-c", program, out, err, str(key)]


def ending_of(returncode: int) -> int:
    """Give what `exit` says."""
    return returncode if returncode >= 0 else SIGNALLED - returncode


def no_such_program(directory: str) -> str:
    """Give a path at which there is nothing."""
    return os.path.join(directory, "no such program")
