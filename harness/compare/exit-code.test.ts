// Each exit code has its reason, and the worst one wins.
import { expect, test } from 'vitest';
import { failure } from '../contract/failure.ts';
import type { Change } from '../contract/result.ts';
import type { ExitInput } from './exit-code.ts';
import { exitOf } from './exit-code.ts';
import { cellOf } from '../testing/sample-run.ts';

const good = cellOf('node/promises', [1, 1, 1]);
const calm: ExitInput = {
  cells: [good],
  comparisons: [],
  changes: null,
  interrupted: false,
  strict: false,
  failures: [],
};
const change: Change = {
  scenario: 'a.b',
  set: 's',
  subject: 'node/promises',
  metric: 'cpu',
  primary: true,
  scale: 'ratio',
  verdict: 'unchanged',
  estimate: 1,
  low: 1,
  high: 1,
  reason: '',
};
const crashed = cellOf('python/coroutines', [], {
  verdict: 'failed',
  failures: [{ code: 'EL2007', cause: 'killed', next: 'Look.', evidence: [] }],
});
const divergent = cellOf('python/coroutines', [], { verdict: 'divergent', reason: 'X1' });

const codes = (over: Partial<ExitInput>): (number | string)[] => {
  const { code, reasons } = exitOf({ ...calm, ...over });
  return [code, ...reasons.map((reason) => reason.code)];
};

test('all is well when everything was proved', () => {
  expect(exitOf(calm)).toEqual({ code: 0, reasons: [] });
  expect(codes({ cells: [good, cellOf('node/streams', [], { verdict: 'unsupported' })] })).toEqual([0]);
  expect(codes({ cells: [cellOf('node/streams', [], { verdict: 'known-divergence' })] })).toEqual([0]);
});

test('a cell that diverges, went stale, crashed or proved nothing has its own code', () => {
  expect(codes({ cells: [divergent] })).toEqual([10, 'EL4001']);
  expect(codes({ cells: [good, cellOf('x/y', [], { verdict: 'stale-divergence' })] })).toEqual([
    10,
    'EL4002',
  ]);
  expect(codes({ cells: [good, crashed] })).toEqual([13, 'EL2007']);
  const empty = [{ code: 'EL4003', cause: 'empty', next: 'Run.', evidence: [] }];
  expect(codes({ cells: [good, cellOf('x/y', [], { verdict: 'failed', failures: empty })] })).toEqual([
    13,
    'EL4003',
  ]);
});

test('a hang that a known divergence explains is none of its own, a crash is', () => {
  const failed = (code: string, verdict: 'known-divergence' | 'divergent' | 'failed') =>
    codes({
      cells: [
        cellOf('x/y', [], { verdict, failures: [{ code, cause: 'it ended', next: 'Look.', evidence: [] }] }),
      ],
    });
  expect(failed('EL2006', 'known-divergence')).toEqual([0]);
  expect(failed('EL2007', 'known-divergence')).toEqual([13, 'EL2007']);
  expect(failed('EL2006', 'divergent')).toEqual([10, 'EL4001', 'EL2006']);
});

test('nothing measured is never green', () => {
  expect(codes({ cells: [] })).toEqual([3, 'EL4006']);
  expect(codes({ cells: [cellOf('x/y', [], { verdict: 'unsupported' })] })).toEqual([3, 'EL4006']);
  expect(codes({ cells: [], failures: [failure('EL2001', 'no python', 'Install it.')] })).toEqual([
    3,
    'EL2001',
    'EL4006',
  ]);
});

test('a run that was interrupted before anything was measured is not told to look at its selection', () => {
  const next = (interrupted: boolean) =>
    exitOf({ ...calm, cells: [], interrupted }).reasons.find(({ code }) => code === 'EL4006')?.next;
  expect(next(false)).toBe('Check the selection, and the failures above.');
  expect(next(true)).toBe('The run was interrupted before that. Finish it with `--resume <run>`.');
});

test('a regression of a primary metric fails, others and improvements do not', () => {
  expect(codes({ changes: [change, { ...change, verdict: 'regression' }] })).toEqual([11, 'EL4004']);
  expect(codes({ changes: [{ ...change, verdict: 'regression', primary: false }] })).toEqual([0]);
  expect(codes({ changes: [{ ...change, verdict: 'improvement' }] })).toEqual([0]);
});

test('results that share nothing comparable are no baseline', () => {
  expect(codes({ changes: [] })).toEqual([4, 'EL4005']);
  expect(
    codes({ cells: [], changes: [{ ...change, verdict: 'not-comparable', reason: 'profiles' }] }),
  ).toEqual([4, 'EL4005']);
});

test('inconclusive rows fail only where that was asked for', () => {
  const rows = [{ ...change, verdict: 'inconclusive' }] as const;
  expect(codes({ changes: rows })).toEqual([0]);
  expect(codes({ changes: rows, strict: true })).toEqual([12, 'inconclusive']);
});

test('the worst reason gives the code and every reason is listed, worst first', () => {
  const input = { cells: [divergent, crashed], changes: [{ ...change, verdict: 'regression' } as const] };
  expect(codes(input)).toEqual([10, 'EL4001', 'EL2007', 'EL4004']);
  expect(codes({ ...input, interrupted: true })[0]).toBe(130);
  expect(codes({ ...input, failures: [failure('EL1004', 'bad', 'Mend.')] })[0]).toBe(2);
});

test('a cell that diverged in one invocation and crashed in another tells the divergence first', () => {
  const { verdict, reason } = divergent;
  const both = cellOf('python/coroutines', [], { verdict, reason, failures: crashed.failures });
  expect(codes({ cells: [good, both] })).toEqual([10, 'EL4001', 'EL2007']);
});

test('a cell of which some invocations cannot run the scenario does not end well', () => {
  const part = [{ code: 'EL4007', cause: '1 of 3', next: 'Find out.', evidence: [] }];
  const cell = cellOf('x/y', [], { verdict: 'inconclusive', failures: part });
  expect(codes({ cells: [good, cell] })).toEqual([13, 'EL4007']);
});

test('a code that nobody knows counts as a bug of ours', () => {
  const strange = [{ code: 'XX1', cause: '?', next: '?', evidence: [] }];
  expect(codes({ cells: [good, cellOf('x/y', [], { failures: strange })] })).toEqual([1, 'XX1']);
});
