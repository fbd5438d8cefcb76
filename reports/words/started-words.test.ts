// How a runtime of the user's own was started, in words.
import { expect, test } from 'vitest';
import type { RuntimeView } from '../../harness/contract/result.ts';
import { SAMPLE_RUNTIMES } from '../testing/sample-machine.ts';
import { startedLines, startedWords } from './started-words.ts';

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
    '--max-old-space-size=200 --no-opt, without -S, TZ=UTC, NODE_OPTIONS=--trace-gc (otherwise withheld)',
  );
  expect(startedWords({ ...STARTED, args: [], withoutArgs: [], environment: {} })).toBe('');
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
