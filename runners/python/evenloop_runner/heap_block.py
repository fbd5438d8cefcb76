"""A block of memory that moves the layout of the heap: where the C library puts things decides some speeds by percents."""

_PAGE_BYTES = 4096
_held: list[bytearray] = []


def hold_heap_block(size: int) -> None:
    """Allocate outside of the interpreter's own arenas, touch each page, keep the block to the end of the process."""
    if size > 0:
        block = bytearray(size)
        block[::_PAGE_BYTES] = b"\x01" * len(range(0, size, _PAGE_BYTES))
        _held.append(block)
