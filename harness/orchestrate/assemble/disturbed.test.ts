// A row whose pairs were disturbed has no verdict, and says by what; one that was hardly touched keeps its own.
import { expect, test } from 'vitest';
import type { DisturbanceSpan } from '../../contract/disturbance.ts';
import type { CellKey } from '../../contract/invocation.ts';
import type { Change, Comparison } from '../../contract/result.ts';
import { cellOf, sampleView } from '../../testing/sample-run.ts';
import { invocationRecord } from '../../testing/invocation-record.ts';
import type { CellEntry } from '../conduct/ledger.ts';
import {
  disturbancesOf,
  disturbedCells,
  disturbedChanges,
  disturbedComparisons,
  disturbedLimit,
  touchedBy,
  trusting,
} from './disturbed.ts';

const REFERENCE = 'node/promises';
const SUBJECT = 'python/coroutines';
const SECOND = 1000;

const keyOf = (subject: string, side: CellKey['side'] = 'head'): CellKey => ({
  scenario: sampleView.id,
  set: 's',
  subject,
  side,
});

/** Twenty invocations of a second each, one after the other, those of all cells at the same time. */
function ledgerOf(...keys: readonly CellKey[]): { readonly cells: readonly CellEntry[] } {
  const cells = keys.map((key) => ({
    key,
    inspected: Array.from({ length: 20 }, (_, repetition) => ({
      record: {
        ...invocationRecord({ cell: key, repetition }),
        startedAtMs: repetition * SECOND,
        wallMs: SECOND,
      },
    })),
  }));
  return { cells: cells as unknown as readonly CellEntry[] };
}

const ledger = ledgerOf(keyOf(REFERENCE), keyOf(SUBJECT));
const span = (kind: DisturbanceSpan['kind'], from: number, to: number): DisturbanceSpan => ({
  kind,
  who: kind === 'other-run' ? 'process 7' : '',
  share: kind === 'neighbour' ? to / 100 : null,
  fromMs: from * SECOND,
  toMs: to * SECOND,
});

const row = (verdict: Comparison['verdict'], over: Partial<Comparison> = {}): Comparison => ({
  scenario: sampleView.id,
  set: 's',
  metric: 'cpu',
  primary: true,
  reference: REFERENCE,
  subject: SUBJECT,
  scale: 'ratio',
  verdict,
  estimate: 2,
  low: 1.9,
  high: 2.1,
  pairs: 20,
  level: 0.99,
  detectable: 1.1,
  reason: '',
  values: Array.from({ length: 20 }, () => 0.7),
  ...over,
});

const judged = (spans: readonly DisturbanceSpan[], one: Comparison, isTrusting = false) =>
  disturbedComparisons([one], touchedBy(spans, ledger), isTrusting)[0];

test.each(['faster', 'slower', 'same'] as const)(
  'no row is %s of which a tenth of the pairs was disturbed',
  (verdict) => {
    const seen = [span('other-run', 3, 4), span('neighbour', 8, 9)];
    expect(judged(seen, row(verdict))).toMatchObject({
      verdict: 'unclear',
      estimate: 2,
      reason:
        'disturbed: another evenloop ran on this machine and other processes used the CPU, in 2 of 20 pairs',
    });
    expect(judged([span('pause', 3, 4)], row(verdict))).toMatchObject({ verdict, reason: '' });
    expect(judged([], row(verdict))).toMatchObject({ verdict, reason: '' });
  },
);

test('only pairs with a value count, and one that began later was not disturbed', () => {
  const values = Array.from({ length: 20 }, (_, i) => (i < 5 ? 0.7 : null));
  expect(judged([span('pause', 4, 5)], row('slower', { values, pairs: 5 }))).toMatchObject({
    verdict: 'unclear',
    reason: 'disturbed: something stood still, in 1 of 5 pairs',
  });
  expect(judged([span('pause', 5, 20)], row('slower', { values, pairs: 5 }))?.verdict).toBe('slower');
});

test('who asks for it gets the verdict, and is told all the same', () => {
  expect(judged([span('quota', 0, 20)], row('slower', { reason: 'bimodal' }), true)).toMatchObject({
    verdict: 'slower',
    reason: 'given despite a disturbance: a CPU quota held processes back, in 20 of 20 pairs; bimodal',
  });
  expect([trusting({}), trusting({ trustDisturbed: true })]).toEqual([false, true]);
});

test('a row of the limit is held to the same', () => {
  const limit = { subject: REFERENCE, comparisons: [row('slower')], intervals: 1 };
  const said = (spans: readonly DisturbanceSpan[]) =>
    disturbedLimit(limit, touchedBy(spans, ledger), false).comparisons.map(({ verdict }) => verdict);
  expect([said([]), said([span('pause', 0, 9)])]).toEqual([['slower'], ['unclear']]);
});

test('of two builds a disturbed row is inconclusive, whichever side was disturbed', () => {
  const both = ledgerOf(keyOf(REFERENCE), keyOf(REFERENCE, 'base'));
  const change = (verdict: Change['verdict']): Change => ({
    scenario: sampleView.id,
    set: 's',
    subject: REFERENCE,
    metric: 'cpu',
    primary: true,
    scale: 'ratio',
    verdict,
    estimate: 1.2,
    low: 1.1,
    high: 1.3,
    reason: '20 pairs',
  });
  const touched = touchedBy([span('stolen', 0, 9)], both);
  const rows = disturbedChanges([change('regression'), change('gone')], touched, false);
  expect(rows.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'gone']);
  expect(rows[0]?.reason).toContain('the hypervisor gave CPU time to others, in 9 of 20 pairs; 20 pairs');
  expect(disturbedChanges([change('regression')], touchedBy([], both), false)[0]?.verdict).toBe('regression');
});

test('results say what was seen, how long, and how many invocations lived meanwhile; a cell says how many of its own', () => {
  const spans = [span('neighbour', 0, 2), span('neighbour', 3, 4), span('other-run', 0, 1)];
  expect(disturbancesOf({ spans, unseen: ['the rest'] }, ledger)).toEqual({
    seen: [
      { kind: 'neighbour', who: '', share: 0.04, ms: 3000, invocations: 6 },
      { kind: 'other-run', who: 'process 7', share: null, ms: 1000, invocations: 2 },
    ],
    unseen: ['the rest'],
  });
  const cells = disturbedCells([cellOf(REFERENCE, []), cellOf('elsewhere', [])], touchedBy(spans, ledger));
  expect(cells.map(({ disturbed }) => disturbed)).toEqual([
    [
      { kind: 'neighbour', invocations: 3 },
      { kind: 'other-run', invocations: 1 },
    ],
    undefined,
  ]);
});
