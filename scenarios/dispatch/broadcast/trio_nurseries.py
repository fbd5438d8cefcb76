"""dispatch.broadcast with trio: a memory channel for each subscriber; the publisher awaits room in each of them."""

import trio

from evenloop_runner.kit import Kit, Params
from evenloop_runner.payload import seed_of_nonce


class Broadcast:
    """One publisher and its subscribers."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._subscribers = params.integer("subscribers")
        self._messages = params.integer("messages")
        self._bound = params.integer("bound")
        self._slow_turns = params.integer("slowTurns")
        self._seed = seed_of_nonce(kit.nonce)
        self._peaks: list[int] = []

    async def round(self) -> int:
        """Enact one pass; the answer is the number of deliveries."""
        self._peaks = [0] * self._subscribers
        senders: list[trio.MemorySendChannel[int]] = []
        async with trio.open_nursery() as nursery:
            for index in range(self._subscribers):
                sender, receiver = trio.open_memory_channel[int](self._bound)
                senders.append(sender)
                nursery.start_soon(self._subscriber, receiver, index + 1)
            nursery.start_soon(self._publisher, senders)
        for index, peak in enumerate(self._peaks):
            self._kit.emit(self._kit.kinds["peak"], index + 1, 0, peak)
        return self._subscribers * self._messages

    async def _publisher(self, senders: "list[trio.MemorySendChannel[int]]") -> None:
        kit, peaks = self._kit, self._peaks
        for message in range(self._messages):
            value = ((self._seed ^ message) * 0x9E3779B1) & 0xFFFFFFFF
            kit.emit(kit.kinds["publish"], 0, message, value)
            for index, sender in enumerate(senders):
                await sender.send(value)
                peaks[index] = max(peaks[index], sender.statistics().current_buffer_used)
        for sender in senders:
            sender.close()

    async def _subscriber(self, receiver: "trio.MemoryReceiveChannel[int]", key: int) -> None:
        kit = self._kit
        received = 0
        async for value in receiver:
            kit.emit(kit.kinds["deliver"], key, received, value)
            received += 1
            if key == 1:
                for _ in range(self._slow_turns):
                    await trio.lowlevel.checkpoint()
        kit.emit(kit.kinds["end"], key, received, 0)

    async def close(self) -> None:
        """Nothing is open between rounds."""


def open(params: Params, kit: Kit) -> Broadcast:
    """Make the workload."""
    return Broadcast(params, kit)
