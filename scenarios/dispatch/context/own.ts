// The cases of dispatch.context in which each runtime has its own answer, by version.
import { AsyncResource } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import { MessageChannel } from 'node:worker_threads';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { See } from './cases.ts';
import { CHANGED, OTHER, context } from './cases.ts';
import type { ContextCase } from './common.ts';

/** Lets what is given run, and answers when it has. */
function heard(see: See, arm: (run: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    arm(() => {
      see('inside');
      resolve();
    });
  });
}

export const OWN_CASES: Readonly<Record<string, ContextCase>> = {
  tick: (see) => heard(see, (run) => process.nextTick(run)),
  micro: (see) => heard(see, queueMicrotask),
  async callee(see) {
    await changed(see);
    see('after');
  },
  async leak(see) {
    const begun = changedAtOnce(see);
    see('creator');
    await begun;
    see('after');
  },
  listener: (see) =>
    heard(see, (run) => {
      const emitter = new EventEmitter().once('it', run);
      context.run(OTHER, () => emitter.emit('it'));
    }),
  target: (see) =>
    heard(see, (run) => {
      const controller = new AbortController();
      controller.signal.addEventListener('abort', run);
      context.run(OTHER, () => controller.abort());
    }),
  bound: (see) =>
    heard(see, (run) => {
      const emitter = new EventEmitter().once('it', AsyncResource.bind(run));
      context.run(OTHER, () => emitter.emit('it'));
    }),
  message,
  asyncgen,
  thenable,
  async exit(see) {
    context.exit(() => see('inside'));
    see('after');
  },
  error,
};

async function changed(see: See): Promise<void> {
  await nextTurn();
  context.enterWith(CHANGED);
  see('inside');
}

async function changedAtOnce(see: See): Promise<void> {
  context.enterWith(CHANGED);
  await nextTurn();
  see('inside');
}

async function message(see: See): Promise<void> {
  const { port1, port2 } = new MessageChannel();
  await heard(see, (run) => {
    port1.once('message', run);
    context.run(OTHER, () => port2.postMessage(''));
  });
  port1.close();
}

async function asyncgen(see: See): Promise<void> {
  async function* stepping(): AsyncGenerator<void> {
    await nextTurn();
    see('first');
    yield;
    await nextTurn();
    see('second');
  }
  const steps = stepping();
  await steps.next();
  await context.run(OTHER, () => steps.next());
}

/** What is awaited is no promise: its own `then` is called, later, and settles in another context. */
async function thenable(see: See): Promise<void> {
  const target = {};
  Reflect.set(target, 'then', (resolve: () => void) => {
    see('inside');
    context.run(OTHER, resolve);
  });
  await (target as PromiseLike<void>);
  see('after');
}

/** Who is told of an error that a callback throws. */
async function error(see: See): Promise<void> {
  await heard(see, (run) => {
    process.setUncaughtExceptionCaptureCallback(() => {
      process.setUncaughtExceptionCaptureCallback(null);
      run();
    });
    setImmediate(() => {
      throw new Error('for the handler');
    });
  });
}
