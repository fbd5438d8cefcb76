// The rules `alternate`, `converge` over several kinds, and `resource` fire where they must, and nowhere else.
import { expect, test } from 'vitest';
import type { Rule } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import { makeAlphabet } from '../alphabet.ts';
import type { Breaches } from '../breach.ts';
import { makeColumns } from '../expected-form.ts';
import { traceCheck } from '../trace-checks.ts';
import { resourceDrafts } from './resource.ts';

type Row = readonly [kind: string, key: number, digest: number];

const words = { order: 'raw', text: '', key: '', id: '', digest: '' } as const;
const alphabet = makeAlphabet([
  { name: 'created', code: 1, ...words },
  { name: 'modified', code: 2, ...words },
  { name: 'removed', code: 3, ...words },
  { name: 'settled', code: 4, ...words },
]);
const base = { id: 'R', level: 'must', text: 'A test.' } as const;
const TURNS: Rule = { ...base, kind: 'alternate', open: 'created', between: 'modified', close: 'removed' };
const LAST: Rule = { ...base, kind: 'converge', raw: ['created', 'removed'], barrier: 'settled' };
const SLEEP: Extract<Rule, { kind: 'resource' }> = { ...base, kind: 'resource', wakeUpsPerSecond: 25 };

function checked(rule: Rule, rows: readonly Row[]): Breaches {
  const check = traceCheck(rule, alphabet, {}, 0);
  if (check === null) throw new Error('the rule reads no traces');
  // One event a chunk: nothing may rely on seeing a trace at once.
  for (const [at, [kind, key, digest]] of rows.entries()) {
    const columns = makeColumns(1);
    columns.kind[0] = alphabet.codeOf(kind);
    columns.key[0] = key;
    columns.digest[0] = digest;
    check.push(columns, at);
  }
  return check.finish();
}

function rested(wakeUps: number | null, ms: number): WitnessRecord {
  return {
    kind: 'acts',
    states: [],
    rests: [{ askedNs: 1, beganNs: 5, endedNs: 5 + ms * 1e6, fallingAsleep: 9, wakeUps, processes: 1 }],
  };
}

test('files that come, change and go in turn are in order, whatever they begin with', () => {
  const rows: Row[] = [
    ['created', 0, 1],
    ['modified', 1, 1],
    ['modified', 0, 2],
    ['removed', 2, 0],
    ['removed', 0, 0],
    ['created', 0, 3],
    ['removed', 1, 0],
  ];
  expect(checked(TURNS, rows)).toEqual({ count: 0, kept: [] });
});

test('what is there does not come, what is gone neither goes nor changes', () => {
  const broken: [Row[], string][] = [
    [
      [
        ['created', 1, 0],
        ['created', 1, 0],
      ],
      'duplicate',
    ],
    [
      [
        ['modified', 1, 0],
        ['created', 1, 0],
      ],
      'duplicate',
    ],
    [
      [
        ['removed', 1, 0],
        ['removed', 1, 0],
      ],
      'duplicate',
    ],
    [
      [
        ['removed', 1, 0],
        ['modified', 1, 0],
      ],
      'reordered',
    ],
  ];
  for (const [rows, found] of broken)
    expect(checked(TURNS, rows)).toMatchObject({ count: 1, kept: [{ class: found, key: 1, row: 1 }] });
});

test('the last event of any of the kinds has the state of the barrier', () => {
  const rows: Row[] = [
    ['created', 0, 7],
    ['removed', 0, 9],
    ['modified', 0, 1],
    ['settled', 0, 9],
  ];
  expect(checked(LAST, rows)).toEqual({ count: 0, kept: [] });
  expect(checked(LAST, [...rows, ['created', 0, 8], ['settled', 0, 9]])).toMatchObject({
    kept: [{ class: 'changed', row: 5 }],
  });
  expect(checked(LAST, [['settled', 3, 9]])).toMatchObject({ kept: [{ class: 'missing', key: 3 }] });
});

test('who is woken more often than a sleeper has not slept', () => {
  // 25 a second in 200 ms are 5. What falling asleep took does not count.
  expect(resourceDrafts(SLEEP, rested(0, 200))).toEqual([]);
  expect(resourceDrafts(SLEEP, rested(5, 200))).toEqual([]);
  expect(resourceDrafts(SLEEP, rested(6, 200))).toMatchObject([{ rule: 'R', class: 'count', key: null }]);
});

test('who looks every 20 ms has not slept, even in the shortest rest of a scenario', () => {
  expect(resourceDrafts(SLEEP, rested(2, 100))).toEqual([]);
  expect(resourceDrafts(SLEEP, rested(5, 100))).toMatchObject([{ rule: 'R', class: 'count' }]);
});

test('a rest that nobody could count puts nothing to the test', () => {
  expect(resourceDrafts(SLEEP, rested(null, 200))).toBeNull();
  expect(resourceDrafts(SLEEP, null)).toBeNull();
  expect(resourceDrafts(SLEEP, { kind: 'files', written: 1 })).toBeNull();
});
