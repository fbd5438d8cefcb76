"""io_fanout.queue with coroutines: tasks that share a queue and a semaphore."""

import asyncio

from evenloop_runner.digest import mix32
from evenloop_runner.kit import Kit, Params
from evenloop_runner.payload import seed_of_nonce
from scenarios.io_fanout.queue.fifo_queue import FifoQueue
from scenarios.io_fanout.queue.fifo_semaphore import FifoSemaphore

# Keys of the trace.
_QUEUE = 0
_DELIVERIES = 1
_GRANTS = 2
_PRODUCERS = 1000
_CONSUMERS = 2000
_WORKERS = 3000


class Queue:
    """Three trials, one after the other."""

    def __init__(self, params: Params, kit: Kit) -> None:
        self._kit = kit
        self._seed = seed_of_nonce(kit.nonce)
        self._producers = params.integer("producers")
        self._items = params.integer("items")
        self._consumers = params.integer("consumers")
        self._capacity = params.integer("capacity")
        self._laps = params.integer("laps")
        self._permits = params.integer("permits")
        self._workers = params.integer("workers")
        self._victims = params.integer("victims")

    async def round(self) -> int:
        """Enact one pass; the answer is the number of items."""
        await self._produce_and_consume()
        await self._serve_in_turn()
        await _Permits(self._kit, self._permits, self._workers, self._victims).play()
        return self._producers * self._items + self._consumers * self._laps

    def close(self) -> None:
        """Nothing is open between rounds."""

    async def _produce_and_consume(self) -> None:
        """All at the same time. Some yield now and then, so that the queue is full at times and empty at others."""
        emit, depth = self._kit.emit, self._kit.kinds["depth"]
        queue: FifoQueue[int] = FifoQueue(self._capacity, lambda held: emit(depth, _QUEUE, 0, held), self._taken)
        producers = [self._produce(queue, producer) for producer in range(self._producers)]
        consumers = [self._consume(queue, consumer) for consumer in range(self._consumers)]
        await asyncio.gather(*producers, *consumers)

    def _taken(self, item: int, place: int) -> None:
        kit = self._kit
        kit.emit(kit.kinds["taken"], _QUEUE, place, 0)
        producer, number = divmod(item, self._items)
        kit.emit(kit.kinds["item"], _PRODUCERS + producer, number, mix32(self._seed ^ item))

    async def _produce(self, queue: FifoQueue[int], producer: int) -> None:
        for number in range(self._items):
            await queue.put(producer * self._items + number)
            if number % 8 == producer:
                await asyncio.sleep(0)

    async def _consume(self, queue: FifoQueue[int], consumer: int) -> None:
        kit = self._kit
        share = (self._producers * self._items + consumer) // self._consumers
        for count in range(share):
            item = await queue.get()
            kit.emit(kit.kinds["got"], _DELIVERIES, item, mix32(self._seed ^ item))
            if count % 16 == consumer:
                await asyncio.sleep(0)

    async def _serve_in_turn(self) -> None:
        """All consumers wait before each item, so each has its turn."""
        queue: FifoQueue[int] = FifoQueue(1, lambda _: None, lambda _item, _place: None)
        served = [asyncio.create_task(self._wait_in_turn(queue, consumer)) for consumer in range(self._consumers)]
        for item in range(self._consumers * self._laps):
            # By then who had the last item waits again.
            await asyncio.sleep(0)
            await queue.put(item)
        await asyncio.gather(*served)

    async def _wait_in_turn(self, queue: FifoQueue[int], consumer: int) -> None:
        kit = self._kit
        for _ in range(self._laps):
            item = await queue.get()
            kit.emit(kit.kinds["turn"], _CONSUMERS + consumer, item, 0)


class _Permits:
    """Workers that share a semaphore. Some are cancelled while they wait, one in the turn in which it is let in."""

    def __init__(self, kit: Kit, permits: int, workers: int, victims: int) -> None:
        self._kit = kit
        self._permits = permits
        self._workers = workers
        self._victims = victims
        self._semaphore = FifoSemaphore(permits)
        self._racer: asyncio.Task[None] | None = None

    async def play(self) -> None:
        """Employ all of them."""
        workers, permits, victims = self._workers, self._permits, self._victims
        tasks = [asyncio.create_task(self._employ(worker)) for worker in range(permits)]
        self._racer = asyncio.create_task(self._race(workers + victims))
        doomed: list[asyncio.Task[None]] = []
        for i in range(max(workers - permits, victims)):
            if i < victims:
                doomed.append(asyncio.create_task(self._give_up(workers + i)))
            if permits + i < workers:
                tasks.append(asyncio.create_task(self._employ(permits + i)))
        # One turn, in which all of them begin and most of them wait.
        await asyncio.sleep(0)
        for victim in doomed:
            victim.cancel()
        await asyncio.gather(*tasks, self._racer, *doomed)

    async def _work(self, worker: int) -> None:
        kit = self._kit
        kit.emit(kit.kinds["enter"], _WORKERS + worker, 0, 0)
        try:
            # The first one to leave is the first one that came.
            for _ in range(2 if worker == 0 else 3 + worker % 3):
                await asyncio.sleep(0)
        finally:
            kit.emit(kit.kinds["leave"], _WORKERS + worker, 0, 0)
            self._semaphore.release()
        if worker == 0 and self._racer is not None:
            # The racer is the first that waits: it has just been let in.
            self._racer.cancel()

    async def _employ(self, worker: int) -> None:
        await self._semaphore.acquire()
        self._kit.emit(self._kit.kinds["granted"], _GRANTS, worker, 0)
        await self._work(worker)

    async def _give_up(self, worker: int) -> None:
        kit = self._kit
        try:
            await self._semaphore.acquire()
        except asyncio.CancelledError:
            kit.emit(kit.kinds["given_up"], _WORKERS + worker, 0, 0)
        else:
            await self._work(worker)
            kit.emit(kit.kinds["given_up"], _WORKERS + worker, 0, 1)

    async def _race(self, worker: int) -> None:
        try:
            await self._semaphore.acquire()
            await self._work(worker)
        except asyncio.CancelledError:
            pass  # The permit has been passed on.
        self._kit.emit(self._kit.kinds["settled"], _WORKERS + worker, 0, 0)


def open(params: Params, kit: Kit) -> Queue:
    """Make the workload."""
    return Queue(params, kit)
