// What a stack tells of the place where an error was thrown, and no more.
import { expect, test } from 'vitest';
import { originOf } from './error-origin.ts';

test('the innermost frame of a JavaScript stack in a workload', () => {
  const stack =
    'TypeError: x is not a function\n    at go (file:///p/dist/scenarios/timers/mass/promises.js:12:5)\n    at node:internal/x:1:2';
  expect(originOf(stack)).toEqual({
    said: 'TypeError: x is not a function',
    where:
      ' It was thrown in scenarios/timers/mass/promises.js:12, by the workload, which may have refused what the runtime gave it.',
  });
});

test("the runtime's own code", () => {
  const stack =
    'Error: write EPIPE\n    at afterWriteDispatched (node:internal/stream_base_commons:161:15)\n    at x (/p/scenarios/a/b/c.js:1:1)';
  expect(originOf(stack).where).toBe(
    " It was thrown in the runtime's own code, node:internal/stream_base_commons:161.",
  );
});

test('the last frame and the last line of a Python traceback', () => {
  const traceback = [
    'Traceback (most recent call last):',
    '  File "/p/runners/python/evenloop_runner/job.py", line 90, in round',
    '    operations = await x',
    '  File "/usr/lib/python3.12/asyncio/queues.py", line 158, in get',
    '    await getter',
    'asyncio.exceptions.CancelledError: gone',
  ].join('\n');
  expect(originOf(traceback)).toEqual({
    said: 'asyncio.exceptions.CancelledError: gone',
    where: " It was thrown in the runtime's own code, /usr/lib/python3.12/asyncio/queues.py:158.",
  });
});

test('a message without a stack tells nothing', () => {
  expect(originOf('boom')).toEqual({ said: 'boom', where: '' });
  expect(originOf('')).toEqual({ said: '', where: '' });
});
