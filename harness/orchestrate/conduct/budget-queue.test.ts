// A time budget as a queue: everything once around, then what is nearest to a verdict, and an end in time.
import { describe, expect, test } from 'vitest';
import type { Block, Plan, Step } from '../../contract/plan.ts';
import { LOOKS } from '../../stats/group-sequential.ts';
import { fakeStep } from '../../testing/fake-runtime.ts';
import { budgetQueue, PILOT, STEERED_FROM } from './budget-queue.ts';
import type { RowsOutlook } from './budget-queue.ts';

const [FIRST = 0, SECOND = 0] = LOOKS;
const MOST = LOOKS.at(-1) ?? 0;

const { subject } = fakeStep();
const TWO = [subject, { ...subject, id: `${subject.runtime}/events` }];

function planOf(blocks: readonly (readonly [id: string, alone: boolean])[], repetitions = MOST): Plan {
  const made = blocks.map(([id, alone]): Block => ({ ...fakeStep().block, subjects: TWO, id, alone }));
  const steps = Array.from({ length: repetitions }, (_, repetition) =>
    made.map(
      (block): Step => ({ ...fakeStep({ repetition, invocation: `${block.id}-${repetition}` }), block }),
    ),
  ).flat();
  return { seed: 1, profile: 'quick', repetitions, blocks: made, steps, unsupported: [], expectedMs: 0 };
}

interface Played {
  readonly order: readonly string[];
  readonly endedMs: number;
  readonly left: number;
  readonly asked: number;
  readonly steered: boolean;
}

/** Carries everything out on one CPU; a block takes the time that its name says. */
function play(
  plan: Plan,
  {
    endMs,
    took,
    rows = {},
  }: { endMs: number; took: Record<string, number>; rows?: Record<string, RowsOutlook> },
): Played {
  let clockMs = 0;
  let asked = 0;
  const queue = budgetQueue(plan, 1, { endMs, now: () => clockMs }, () => {
    asked++;
    return new Map(Object.entries(rows));
  });
  const order: string[] = [];
  for (let unit = queue.next(); unit !== null; unit = queue.next()) {
    const id = unit.steps[0]?.block.id ?? '';
    order.push(id);
    clockMs += took[id] ?? 0;
    queue.ended(unit);
  }
  return { order, endedMs: clockMs, left: queue.left().length, asked, steered: queue.steered() };
}

const counts = ({ order }: Played): Record<string, number> =>
  Object.fromEntries([...new Set(order)].map((id) => [id, order.filter((one) => one === id).length]));

describe('the pilot', () => {
  test('gives every block a repetition before any gets its next, those that need the machine last', () => {
    const { order, asked } = play(
      planOf([
        ['whole', true],
        ['a', false],
        ['b', false],
      ]),
      {
        endMs: 1500,
        took: { whole: 100, a: 100, b: 100 },
      },
    );
    expect(order.slice(0, 7)).toEqual(['a', 'b', 'whole', 'a', 'b', 'whole', 'a']);
    expect(asked).toBe(0);
  });
});

/** Two blocks with time for as many repetitions of each as steering takes. */
const steer = (rows: Record<'a' | 'b', RowsOutlook>): Played =>
  play(
    planOf([
      ['a', false],
      ['b', false],
    ]),
    { endMs: 100 * 2 * STEERED_FROM, took: { a: 100, b: 100 }, rows },
  );

describe('after the pilot', () => {
  test('time goes where verdicts are near, up to the look that they need', () => {
    const { order, steered } = steer({
      a: { undecided: [], rows: 5 },
      b: { undecided: [SECOND], rows: 1 },
    });
    expect(steered).toBe(true);
    expect(new Set(order.slice(2 * PILOT, PILOT + SECOND))).toEqual(new Set(['b']));
  });

  test('where no verdict is in reach, what is left narrows the rest', () => {
    const { order } = steer({ a: { undecided: [], rows: 5 }, b: { undecided: [null], rows: 1 } });
    expect(order.slice(2 * PILOT, PILOT + FIRST)).toEqual(['a', 'a']);
  });
});

describe('a budget that is too short for steering', () => {
  test('gives every block the same, and never asks what was measured', () => {
    const played = play(
      planOf([
        ['a', false],
        ['b', false],
      ]),
      {
        endMs: 100 * 2 * (STEERED_FROM - 1),
        took: { a: 100, b: 100 },
        rows: { a: { undecided: [], rows: 5 }, b: { undecided: [SECOND], rows: 1 } },
      },
    );
    expect(counts(played)).toEqual({ a: STEERED_FROM - 1, b: STEERED_FROM - 1 });
    expect([played.steered, played.asked]).toEqual([false, 0]);
  });
});

describe('a budget for less than four repetitions of everything', () => {
  test('has enough of some blocks, and one of the others, whatever was measured', () => {
    const played = play(
      planOf([
        ['a', false],
        ['b', false],
        ['c', false],
      ]),
      { endMs: 700, took: { a: 100, b: 100, c: 100 } },
    );
    expect(Object.values(counts(played)).toSorted((x, y) => x - y)).toEqual([1, 2, 4]);
    expect([played.steered, played.asked]).toEqual([false, 0]);
  });
});

describe('the end', () => {
  test('comes with the last verdict', () => {
    const played = play(planOf([['a', false]]), {
      endMs: 1e6,
      took: { a: 100 },
      rows: { a: { undecided: [], rows: 5 } },
    });
    expect(counts(played)).toEqual({ a: PILOT });
  });

  test('is in time: no repetition begins that would not end before it, as long as it was last', () => {
    const played = play(
      planOf([
        ['slow', false],
        ['quick', false],
      ]),
      {
        endMs: 1000,
        took: { slow: 300, quick: 10 },
      },
    );
    expect(played.endedMs).toBeLessThanOrEqual(1000);
    expect(played.endedMs).toBeGreaterThan(700);
  });

  test('leaves no time to a block that is too long for it, where another fits', () => {
    const played = play(
      planOf([
        ['slow', false],
        ['quick', false],
      ]),
      {
        endMs: 1000,
        took: { slow: 450, quick: 10 },
        rows: { slow: { undecided: [null], rows: 1 }, quick: { undecided: [null], rows: 1 } },
      },
    );
    expect(counts(played)['slow']).toBe(2);
    expect(played.endedMs).toBeGreaterThan(980);
  });

  test('has one repetition before it, also where the start took all the time', () => {
    const plan = planOf([
      ['a', false],
      ['b', false],
    ]);
    const { order, left } = play(plan, { endMs: -5, took: { a: 100, b: 100 } });
    expect([order, left]).toEqual([['a'], 2 * MOST - 1]);
  });

  test('is the end of the plan where that comes first', () => {
    const played = play(planOf([['a', false]], 3), { endMs: 1e6, took: { a: 1 } });
    expect([played.order.length, played.left]).toEqual([3, 0]);
  });

  test('leaves what was not carried out to be told', () => {
    const { order, left } = play(planOf([['a', false]]), { endMs: 500, took: { a: 100 } });
    expect([order.length, left]).toEqual([5, MOST - 5]);
  });
});
