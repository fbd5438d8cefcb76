// ordering.primitives with promises: what Node has of its own that is nearest: streams as queues, emitters as events, waits on memory, web locks.
import { EventEmitter, once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ReadableStream, WritableStream } from 'node:stream/web';
import type { ReadableStreamDefaultController } from 'node:stream/web';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { makeSays } from '../shared/says.ts';
import type { Say } from '../shared/says.ts';
import { CASES as NAMES } from './cases.ts';
import { lockOrder } from './web_locks.ts';

const CASES: Readonly<Record<string, (say: Say) => Promise<void>>> = {
  queue_order: queueOrder,
  queue_bound: queueBound,
  shutdown,
  shutdown_now: shutdownNow,
  lock_order: lockOrder,
  event_order: eventOrder,
  condition_order: conditionOrder,
};

export function open(params: Parameters, kit: Kit): Workload {
  const passes = Number(params['passes']);
  const begin = makeSays(kit, NAMES);

  return {
    async round() {
      for (let pass = 0; pass < passes; pass++)
        for (const [name, enact] of Object.entries(CASES)) await enact(begin(pass, name));
      return passes;
    },
    close() {},
  };
}

/** Says that it waits, and how that ends; a number that it waits for is said, too. */
async function wait(say: Say, name: string, what: Promise<unknown>): Promise<void> {
  say(`${name}+`);
  try {
    const got = await what;
    say(got === OVER ? `${name}!` : `${name}.`);
    if (typeof got === 'number') say(`#${got}`);
  } catch {
    say(`${name}!`);
  }
}

const OVER = Symbol('over');

interface Queue {
  readonly controller: ReadableStreamDefaultController<number>;
  readonly get: () => Promise<unknown>;
}

function makeQueue(): Queue {
  let controller: ReadableStreamDefaultController<number> | undefined;
  const stream = new ReadableStream<number>({
    start(given) {
      controller = given;
    },
  });
  const reader = stream.getReader();
  if (controller === undefined) throw new Error('a stream calls `start` while it is made');
  return {
    controller,
    async get() {
      const { done, value } = await reader.read();
      return done ? OVER : value;
    },
  };
}

/** Who began to wait first is served first. */
async function queueOrder(say: Say): Promise<void> {
  const { controller, get } = makeQueue();
  const waiting = ['a', 'b', 'c'].map((name) => wait(say, name, get()));
  for (let item = 0; item < 3; item++) controller.enqueue(item);
  say('=on');
  await Promise.all(waiting);
}

/** Who wants to write is told to wait when it is full, and goes on when there is room. */
async function queueBound(say: Say): Promise<void> {
  let take = (): void => {};
  const stream = new WritableStream<number>(
    {
      write: (item) =>
        new Promise((resolve) => {
          take = () => {
            say(`#${item}`);
            resolve();
          };
        }),
    },
    { highWaterMark: 2 },
  );
  const writer = stream.getWriter();
  await nextTurn();
  const waiting = ['a', 'b'].map((name, item) => wait(say, name, writer.write(item)));
  say(`#${writer.desiredSize ?? 9}`);
  waiting.push(wait(say, 'c', writer.ready));
  for (let item = 0; item < 2; item++) {
    await nextTurn();
    take();
  }
  await Promise.all(waiting);
  say(`#${writer.desiredSize ?? 9}`);
}

/** What is in it is still handed out; then it is over. */
async function shutdown(say: Say): Promise<void> {
  const { controller, get } = makeQueue();
  for (let item = 0; item < 2; item++) controller.enqueue(item);
  controller.close();
  say('=on');
  for (const name of 'bcd') await wait(say, name, get());
}

/** What is in it is dropped, and who waits is refused. */
async function shutdownNow(say: Say): Promise<void> {
  const [empty, full] = [makeQueue(), makeQueue()];
  const waiting = wait(say, 'a', empty.get());
  full.controller.enqueue(0);
  empty.controller.error(new Error('over'));
  full.controller.error(new Error('over'));
  say('=on');
  await waiting;
  await wait(say, 'c', full.get());
}

/** All who wait go on in their order, after who emits; who comes later waits for the next. */
async function eventOrder(say: Say): Promise<void> {
  const emitter = new EventEmitter();
  const waiting = ['a', 'b', 'c'].map((name) =>
    wait(
      say,
      name,
      once(emitter, 'set').then(() => null),
    ),
  );
  emitter.emit('set');
  say('=on');
  await Promise.all(waiting);
  const late = wait(
    say,
    'd',
    once(emitter, 'set').then(() => null),
  );
  await nextTurn();
  say('=pending');
  emitter.emit('set');
  await late;
}

/** TypeScript's library of 2023 does not know it; Node 20 does. */
const atomics = Atomics as unknown as {
  waitAsync(cell: Int32Array, index: number, value: number): { readonly value: Promise<string> | string };
};

async function waitAsync(cell: Int32Array): Promise<null> {
  await atomics.waitAsync(cell, 0, 0).value;
  return null;
}

/** As many as are notified go on, first those who came first. */
async function conditionOrder(say: Say): Promise<void> {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const waiting = ['a', 'b', 'c', 'd'].map((name) => wait(say, name, waitAsync(cell)));
  await nextTurn();
  say(`#${Atomics.notify(cell, 0, 2)}`);
  await Promise.all(waiting.slice(0, 2));
  say('=on');
  say(`#${Atomics.notify(cell, 0)}`);
  await Promise.all(waiting);
}
