// Stopping a run: the first signal is a request, the second an order, the third leaves.
import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { listenForStop, stopWith } from './stop.ts';
import type { RunStop } from './stop.ts';

function listen(): { source: EventEmitter; stop: RunStop; said: string[]; abandoned: () => number } {
  const source = new EventEmitter();
  const said: string[] = [];
  let abandoned = 0;
  const stop = listenForStop({
    source,
    maxTimeMs: null,
    say: (text) => void said.push(text),
    abandon: () => void abandoned++,
  });
  return { source, stop, said, abandoned: () => abandoned };
}

test('the first signal stops softly, the second hard, the third abandons', () => {
  const { source, stop, said, abandoned } = listen();
  expect([stop.soft.aborted, stop.hard.aborted, stop.cause()]).toEqual([false, false, null]);
  source.emit('SIGINT');
  expect([stop.soft.aborted, stop.hard.aborted, stop.cause()]).toEqual([true, false, 'signal']);
  source.emit('SIGTERM');
  expect([stop.hard.aborted, abandoned()]).toEqual([true, 0]);
  source.emit('SIGINT');
  expect([abandoned(), said.length]).toEqual([1, 2]);
});

test('SIGQUIT stops as SIGINT does, and the signal at which Node opens its inspector does nothing', () => {
  const { source, stop, said } = listen();
  source.emit('SIGUSR1');
  expect([stop.cause(), said]).toEqual([null, []]);
  source.emit('SIGQUIT');
  expect([stop.soft.aborted, stop.hard.aborted, stop.cause()]).toEqual([true, false, 'signal']);
});

test('an ignored hang-up stays ignored', () => {
  const source = new EventEmitter();
  const stop = listenForStop({
    source,
    maxTimeMs: null,
    hangupIsIgnored: true,
    say() {},
    abandon() {},
  });
  source.emit('SIGHUP');
  expect(stop.cause()).toBe(null);
  source.emit('SIGINT');
  expect(stop.cause()).toBe('signal');
  stop.dispose();
});

test('as many members of a block may listen as there are, without a warning', async () => {
  const { stop } = listen();
  const warnings: string[] = [];
  const onWarning = ({ name }: Error): void => void warnings.push(name);
  process.on('warning', onWarning);
  for (let member = 0; member < 30; member++)
    for (const signal of [stop.soft, stop.hard]) signal.addEventListener('abort', () => member);
  await turn();
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
  stop.dispose();
});

test('after the end of the run signals mean what they mean everywhere', () => {
  const { source, stop } = listen();
  stop.dispose();
  expect(source.eventNames()).toEqual([]);
});

test('the time limit is a soft stop that is not an interruption', async () => {
  const stop = listenForStop({ source: new EventEmitter(), maxTimeMs: 1, say() {}, abandon() {} });
  await new Promise((resolve) => {
    stop.soft.addEventListener('abort', resolve);
  });
  expect([stop.hard.aborted, stop.cause()]).toEqual([false, 'limit']);
  stop.dispose();
});

test('the signal of a program that called stops softly, and those of the process stay its own', () => {
  const before = process.listenerCount('SIGINT');
  const controller = new AbortController();
  const stop = stopWith(controller.signal, null);
  expect([stop.soft.aborted, stop.cause(), process.listenerCount('SIGINT')]).toEqual([false, null, before]);
  controller.abort();
  expect([stop.soft.aborted, stop.hard.aborted, stop.cause()]).toEqual([true, false, 'signal']);
  stop.dispose();
  expect(stopWith(AbortSignal.abort(), null).soft.aborted).toBe(true);
  expect(stopWith(null, null).cause()).toBeNull();
});
