// Two stored runs beside their reference: what the machine did to all is no change of one, and what one did is not hidden by the machine.
import { describe, expect, test } from 'vitest';
import type { Change, RunResult } from '../contract/result.ts';
import { normals } from '../stats/simulate-levels.ts';
import { seededXoshiro } from '../stats/xoshiro.ts';
import { cellOf, runOf, sampleView } from '../testing/sample-run.ts';
import { compareRuns } from './compare-runs.ts';
import { compareSubjects } from './compare-subjects.ts';

const REFERENCE = 'node/promises';
const OTHERS = ['node/streams', 'python/callbacks', 'python/coroutines'];
const LEVELS = [1000, 1300, 2500, 3100];

interface Made {
  /** By subject: what it takes beside the usual. */
  readonly factors?: Readonly<Record<string, number>>;
  /** What a repetition takes beside the usual, by the machine: of all subjects alike. */
  readonly machine?: (repetition: number) => number;
  readonly spread?: number;
  readonly normal?: () => number;
  readonly repetitions?: number;
}

/** A run of four subjects, as a run compares them. */
function made({
  factors = {},
  machine = () => 1,
  spread = 0.005,
  normal = normals(seededXoshiro(1)),
  repetitions = 6,
}: Made): RunResult {
  const cells = [REFERENCE, ...OTHERS].map((subject, i) =>
    cellOf(
      subject,
      Array.from(
        { length: repetitions },
        (_, repetition) =>
          (LEVELS[i] ?? 1) * (factors[subject] ?? 1) * machine(repetition) * Math.exp(spread * normal()),
      ),
    ),
  );
  const { comparisons } = compareSubjects({ cells, scenarios: [sampleView], reference: REFERENCE });
  return { ...runOf(cells), comparisons: [...comparisons] };
}

const cpu = (changes: readonly Change[]): Map<string, Change> =>
  new Map(changes.filter(({ metric }) => metric === 'cpu').map((change) => [change.subject, change]));
const between = (base: RunResult, head: RunResult): Map<string, Change> => cpu(compareRuns(base, head));
const alone = (run: RunResult): RunResult => ({ ...run, comparisons: [] });

const usual = made({});
const again = (what: Made): RunResult => made({ normal: normals(seededXoshiro(2)), ...what });

describe('a machine that became slower as a whole', () => {
  const slower = again({ machine: () => 1.2 });

  test('is no regression of anything, and each row says what it saw', () => {
    expect([...between(alone(usual), alone(slower)).values()].map(({ verdict }) => verdict)).toEqual(
      Array.from({ length: 4 }, () => 'regression'),
    );
    const rows = between(usual, slower);
    for (const subject of OTHERS) {
      expect(rows.get(subject)).toMatchObject({ verdict: 'inconclusive', beside: REFERENCE });
      expect(rows.get(subject)?.reason).toContain('both changed by themselves');
      expect(rows.get(subject)?.estimate).toBeCloseTo(1, 1);
    }
    expect(rows.get(REFERENCE)?.verdict).toBe('inconclusive');
    expect(rows.get(REFERENCE)?.reason).toContain('by itself it changed, but not beside the subjects');
  });

  test('a little, or in the course of the run, hides no row that is as before', () => {
    const drifting = (run: typeof made, depth: number) => run({ machine: (i) => 1 + (depth * (i - 2)) / 5 });
    const [base, head] = [drifting(made, 0.2), drifting(again, -0.2)];
    const seen = [alone(base), alone(head)] as const;
    for (const subject of OTHERS) {
      expect(between(...seen).get(subject)?.verdict).toBe('inconclusive');
      expect(between(base, head).get(subject)?.verdict).toBe('unchanged');
      const [found, before] = [between(base, head), between(...seen)].map(
        (rows) => rows.get(subject)?.detectable,
      );
      expect(found).toBeLessThan(1.1);
      expect(before).toBeGreaterThan(1.2);
    }
  });
});

describe('what changed', () => {
  test('is called where it changed, in either direction, and nowhere else', () => {
    for (const [factor, verdict] of [
      [1.2, 'regression'],
      [1 / 1.2, 'improvement'],
    ] as const) {
      const rows = between(usual, again({ factors: { 'python/callbacks': factor } }));
      expect(rows.get('python/callbacks')).toMatchObject({ verdict, beside: REFERENCE });
      expect(rows.get('python/callbacks')?.estimate).toBeCloseTo(factor, 1);
      for (const subject of [REFERENCE, 'node/streams', 'python/coroutines'])
        expect([subject, rows.get(subject)?.verdict]).toEqual([subject, 'unchanged']);
    }
  });

  test('in the reference is its own, and no change of the others', () => {
    const rows = between(usual, again({ factors: { [REFERENCE]: 1.2 } }));
    expect(rows.get(REFERENCE)).toMatchObject({ verdict: 'regression' });
    expect(rows.get(REFERENCE)?.beside).toBeUndefined();
    for (const subject of OTHERS) {
      expect(rows.get(subject)?.verdict).toBe('inconclusive');
      expect(rows.get(subject)?.reason).toContain('by itself it did not: either of the two may have changed');
    }
  });
});

test('rows stand by themselves where there is no yardstick: another reference, machine or runtime, or too few values', () => {
  const head = again({ factors: { 'node/streams': 1.2 } });
  const beside = (base: RunResult, now: RunResult, across: Parameters<typeof compareRuns>[2] = []) =>
    cpu(compareRuns(base, now, across)).get('node/streams')?.beside;
  expect(beside(usual, head)).toBe(REFERENCE);
  const otherwise = head.comparisons.map((row) => Object.assign({}, row, { reference: 'node/callbacks' }));
  expect(beside(usual, { ...head, comparisons: otherwise })).toBeUndefined();
  const elsewhere = { ...head, environment: { ...head.environment, cpuModel: 'two' } };
  expect(beside(usual, elsewhere, ['machines'])).toBeUndefined();
  const node = {
    id: 'node',
    runner: 'node',
    title: 'Node',
    loop: null,
    executable: 'n',
    source: 's',
    clock: null,
  };
  const withNode = (run: RunResult, version: string): RunResult => ({
    ...run,
    runtimes: [{ ...node, version, executableSha256: version }],
  });
  expect(beside(withNode(usual, '20'), withNode(head, '20'))).toBe(REFERENCE);
  expect(beside(withNode(usual, '20'), withNode(head, '24'), ['runtimes'])).toBeUndefined();
  expect(beside(made({ repetitions: 2 }), again({ repetitions: 2 }))).toBeUndefined();
});

test('a run beside itself is unchanged', () => {
  for (const change of between(usual, usual).values())
    expect(change).toMatchObject({ verdict: 'unchanged', estimate: 1, low: 1, high: 1 });
});

test('of runs of one build on a machine that drifts by a tenth, hardly any has a change', () => {
  const normal = normals(seededXoshiro(7));
  const run = (): RunResult => {
    const level = Math.exp(0.1 * normal());
    return made({ normal, spread: 0.04, machine: () => level });
  };
  const called = (view: (run: RunResult) => RunResult): number => {
    let count = 0;
    for (let pair = 0; pair < 300; pair++)
      if ([...between(view(run()), view(run())).values()].some(({ verdict }) => CALLS.has(verdict))) count++;
    return count;
  };
  expect(called((one) => one)).toBeLessThanOrEqual(3);
  expect(called(alone)).toBeGreaterThan(30);
});

const CALLS: ReadonlySet<Change['verdict']> = new Set(['regression', 'improvement']);
