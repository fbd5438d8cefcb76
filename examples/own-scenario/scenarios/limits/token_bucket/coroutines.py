"""limits.token_bucket with coroutines: all requests ask at once, and each says when it may pass."""

import asyncio

from evenloop_runner.kit import Kit, Params, Workload

from ..shared.token_bucket import TokenBucket


class _Requests:
    def __init__(self, params: Params, kit: Kit) -> None:
        self._burst = params.integer("burst")
        self._refill_ms = params.integer("refillMs")
        self._requests = params.integer("requests")
        self._ask, self._pass = kit.kinds["ask"], kit.kinds["pass"]
        self._kit = kit

    async def round(self) -> int:
        bucket = TokenBucket(burst=self._burst, refill=self._refill_ms / 1000)
        async with asyncio.TaskGroup() as group:
            for request in range(self._requests):
                group.create_task(self._request(bucket, request))
        return self._requests

    async def _request(self, bucket: TokenBucket, request: int) -> None:
        kit = self._kit
        wait_us = max(0, request - self._burst + 1) * self._refill_ms * 1000
        kit.emit(self._ask, 0, request, wait_us)
        asked = kit.now()
        await bucket.take()
        passed = kit.now()
        kit.emit(self._pass, 0, request, wait_us)
        kit.sample(passed - asked)

    def close(self) -> None:
        """Nothing is left open after a round."""


def open(params: Params, kit: Kit) -> Workload:
    """Make the workload."""
    return _Requests(params, kit)
