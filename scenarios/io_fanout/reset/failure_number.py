"""What all styles of io_fanout.reset share: one number for a failure, whatever the system called it."""

RESET = 1
"""Also what a connection has that ends within a message: what it was to say never comes."""
_REFUSED = 2


def failure_number(error: BaseException) -> int:
    """Give 1 for a reset, 2 for a refusal; numbers of the system for what is neither begin behind 1000."""
    # Which of the two a transport meets depends on whether it was reading or writing.
    if isinstance(error, ConnectionResetError | BrokenPipeError):
        return RESET
    if isinstance(error, ConnectionRefusedError):
        return _REFUSED
    return 1000 + ((error.errno or 0) if isinstance(error, OSError) else 0)
