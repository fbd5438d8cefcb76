"""Which file has a name now, and the notices that tell of another: what all watches of a file need."""

import os

from evenloop_runner import inotify

MASK = inotify.MODIFY | inotify.ATTRIB | inotify.DELETE_SELF | inotify.MOVE_SELF
# The file has another name or none.
GONE = inotify.DELETE_SELF | inotify.MOVE_SELF | inotify.IGNORED
# Until the name is looked for again that no file has at the moment. Only a deleted file is waited for, never a change.
MISSING_S = 0.001


def identity_of(path: bytes) -> tuple[int, int] | None:
    """Tell a file that was written from one that was replaced: None where there is none.

    The number of an inode may be given again. A watched file that is deleted says so itself.
    """
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
