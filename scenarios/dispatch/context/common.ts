// The cases of dispatch.context in which all runtimes agree. Each runs in a context of its own; others act in another one.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { See } from './cases.ts';
import { CHANGED, OTHER, context } from './cases.ts';

export type ContextCase = (see: See) => Promise<void>;

/** Answers when what was armed has run. */
function armed(see: See, arm: (run: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    arm(() => {
      see('inside');
      resolve();
    });
  });
}

export const SAW: Readonly<Record<string, ContextCase>> = {
  deferred: (see) => armed(see, setImmediate),
  timer: (see) => armed(see, (run) => void setTimeout(run, 1)),
  async awaited(see) {
    await nextTurn();
    see('after');
  },
  resolved,
  reaction: (see) =>
    armed(see, (run) => {
      const settled = Promise.resolve();
      context.run(OTHER, () => void settled.then(run));
    }),
  queue,
  async pool(see) {
    await readFile(fileURLToPath(import.meta.url));
    see('after');
  },
  input,
  async generator(see) {
    const steps = stepping(see);
    steps.next();
    context.run(OTHER, () => steps.next());
  },
};

export const APART: Readonly<Record<string, ContextCase>> = {
  async apart(see) {
    const task = changing(see, CHANGED, 'inside');
    see('creator');
    await task;
    see('after');
  },
  async siblings(see) {
    const first = armed(
      () => see('first'),
      (run) =>
        setImmediate(() => {
          context.enterWith(CHANGED);
          run();
        }),
    );
    await armed(() => see('second'), setImmediate);
    await first;
  },
  async gathered(see) {
    await Promise.all([changing(see, CHANGED, 'first'), changing(see, CHANGED + 1, 'second')]);
    see('after');
  },
};

/** Somebody else settles what is awaited here. */
async function resolved(see: See): Promise<void> {
  let settle = (): void => {};
  const promise = new Promise<void>((resolve) => {
    settle = resolve;
  });
  context.run(OTHER, () => void setImmediate(settle));
  await promise;
  see('after');
}

/** Somebody else puts in what is taken out here. */
async function queue(see: See): Promise<void> {
  const waiting: (() => void)[] = [];
  const taken = new Promise<void>((resolve) => waiting.push(resolve));
  context.run(OTHER, () => void setImmediate(() => waiting.shift()?.()));
  await taken;
  see('after');
}

/** Somebody else sends what arrives here. */
async function input(see: See): Promise<void> {
  const server = createServer((socket) => socket.end('.')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const socket = connect(port, '127.0.0.1');
  await armed(see, (run) => socket.once('data', run));
  socket.destroy();
  server.close();
}

function* stepping(see: See): Generator<void> {
  see('first');
  yield;
  see('second');
}

/** Goes on in a turn of its own, and changes the context there. */
async function changing(see: See, to: number, place: string): Promise<void> {
  await nextTurn();
  context.enterWith(to);
  await nextTurn();
  see(place);
}
