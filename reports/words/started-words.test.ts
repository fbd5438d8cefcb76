// How a runtime of the user's own was started, in words.
import { expect, test } from 'vitest';
import type { RuntimeView } from '../../harness/contract/result.ts';
import { SAMPLE_RUNTIMES } from '../testing/sample-machine.ts';
import { startedLines, startedPhrase, startedWords } from './started-words.ts';

const STARTED = {
  style: 'promises',
  args: ['--max-old-space-size=200', '--no-opt'],
  withoutArgs: ['-S'],
  environment: { TZ: 'UTC', NODE_OPTIONS: '--trace-gc' },
  passedOn: ['NODE_OPTIONS'],
  definedBy: '--define',
};

test('arguments, what was left out, and variables, with what is otherwise withheld', () => {
  expect(startedWords(STARTED)).toBe(
    '--max-old-space-size=200 --no-opt, TZ=UTC, NODE_OPTIONS=--trace-gc (otherwise withheld), without -S',
  );
  expect(startedWords({ ...STARTED, args: [], withoutArgs: [], environment: {} })).toBe('');
});

test('the end of a sentence', () => {
  const plain = { ...STARTED, args: [], environment: {}, withoutArgs: [] };
  expect(startedPhrase(plain)).toBe('started as its runner is');
  expect(startedPhrase({ ...plain, withoutArgs: ['-S'] })).toBe('started without -S');
  expect(startedPhrase({ ...plain, environment: { TZ: 'UTC' }, withoutArgs: ['-S'] })).toBe(
    'started with TZ=UTC, without -S',
  );
});

test('one line for each runtime of the user, none for the others', () => {
  const [node] = SAMPLE_RUNTIMES as [RuntimeView];
  const plain = { ...STARTED, args: [], withoutArgs: [], environment: {}, passedOn: [] };
  expect(
    startedLines([
      node,
      { ...node, id: 'old', startedWith: { ...STARTED, withoutArgs: [], environment: {} } },
      { ...node, id: 'other', executable: '/opt/node', startedWith: plain },
    ]),
  ).toEqual([
    'old/promises: Node.js 20.19.0, /usr/bin/node, started with --max-old-space-size=200 --no-opt',
    'other/promises: Node.js 20.19.0, /opt/node, started as its runner is',
  ]);
});
