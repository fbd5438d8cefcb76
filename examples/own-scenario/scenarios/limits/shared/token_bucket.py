"""The program under test, in Python: a limiter that lets a burst pass at once, and then one request at a time."""

import asyncio
from collections import deque


class TokenBucket:
    """Tokens for `burst` requests, and a further one each `refill` seconds."""

    def __init__(self, *, burst: int, refill: float) -> None:
        self._burst = burst
        self._refill = refill
        self._tokens = burst
        self._loop = asyncio.get_running_loop()
        # The requests that wait, in the order in which they asked.
        self._waiting: deque[asyncio.Future[None]] = deque()
        # When the next token comes; while the bucket is full, none does.
        self._next = 0.0

    async def take(self) -> None:
        """Come back when the request may pass."""
        self._add()
        if self._tokens > 0 and not self._waiting:
            if self._tokens == self._burst:
                self._next = self._loop.time() + self._refill
            self._tokens -= 1
            return
        turn = self._loop.create_future()
        self._waiting.append(turn)
        if len(self._waiting) == 1:
            self._loop.call_at(self._next, self._wake)
        await turn

    def _add(self) -> None:
        now = self._loop.time()
        while self._tokens < self._burst and self._next <= now:
            self._tokens += 1
            self._next += self._refill

    def _wake(self) -> None:
        """Let pass whom there are tokens for. A timer may come a little early: then there is none yet."""
        self._add()
        while self._tokens > 0 and self._waiting:
            self._tokens -= 1
            self._waiting.popleft().set_result(None)
        if self._waiting:
            self._loop.call_at(self._next, self._wake)
