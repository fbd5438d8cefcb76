"""Memory that moves the layout of the heap: where the C library and the interpreter put things decides some speeds."""

_PAGE_BYTES = 4096
_held: list[object] = []
# Below the 128 KiB from which glibc maps a block by itself (mallopt(3), M_MMAP_THRESHOLD).
_FILLING_BYTES = 120 * 1024
_FILLINGS = 16
# More than a pool of the interpreter's allocator has of the smallest objects, so that every place in it may come out. A prime.
_SMALL_OBJECTS = 1021


def hold_heap_block(size: int) -> None:
    """Allocate outside of the interpreter's own arenas, touch each page, keep the block to the end of the process."""
    if size > 0:
        block = bytearray(size)
        block[::_PAGE_BYTES] = b"\x01" * len(range(0, size, _PAGE_BYTES))
        _held.append(block)


def hold_small_objects(size: int) -> None:
    """Keep a number of small objects that follows from the size of the block, as if it were drawn with it.

    The block moves what the C library places. The interpreter places small objects by itself, the same way in each process:
    which of them share a cache set decided the speed of a coroutine's step by up to six percent, and a changed line of the
    runner changed it (decision 0013).
    """
    _held.extend((object(),) for _ in range(size % _SMALL_OBJECTS))


def fill_holes() -> None:
    """Fill what reading and compiling modules has left free on the heap, and keep it so to the end of the process.

    A hole of 256 KiB would serve asyncio's receive buffer, which a plain program has to map and unmap for each message (decision
    0011): then the runner's own start would decide how fast the workload receives.
    """
    _held.extend(bytearray(_FILLING_BYTES) for _ in range(_FILLINGS))
