// Properties of the plan: complete, paired by neighbourhood, and a function of its seed.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';
import type { Side } from '../contract/invocation.ts';
import { splitMix32 } from '../contract/payload.ts';
import type { Plan, Step } from '../contract/plan.ts';
import { plainRuntime } from '../testing/fake-runtime.ts';
import type { Scenario } from '../contract/scenario.ts';
import { checkedSubjects, defaultSubjects } from './default-subjects.ts';
import { makePlan } from './make-plan.ts';
import { START_COST_MS } from './pace.ts';
import { subjectsOf } from './support.ts';

const variant = (name: string, change: Partial<Scenario>): Scenario => ({
  ...sleepLoop,
  id: `timers.${name}`,
  comparesStyles: false,
  ...change,
});
const SCENARIOS: readonly Scenario[] = [
  variant('a', { comparesStyles: true }),
  variant('b', {}),
  variant('c', {}),
  variant('d', {
    styles: {
      ...sleepLoop.styles,
      javascript: { events: 'supported', promises: { unsupported: 'no promise here' } },
    },
  }),
];

const NODE = plainRuntime('node', 'javascript', 'promises', [...SCENARIOS, variant('e', {})]);
const PYTHON_STYLES = ['callbacks', 'protocols', 'generators', 'coroutines', 'blocking'];
const PYTHON = plainRuntime(
  'python',
  'python',
  'coroutines',
  [...SCENARIOS, variant('e', {})],
  PYTHON_STYLES,
);
const OTHER = { ...PYTHON, id: 'python@3.13.0' };
const RUNTIMES = [NODE, PYTHON, OTHER];

const random = (seed: number): (() => number) => splitMix32(seed);
const plan = (seed: number, repetitions: number, sides: readonly Side[] = ['head'], chance = 1): Plan =>
  makePlan({
    wanted: SCENARIOS.map((scenario) => ({ scenario, subjects: defaultSubjects(scenario, RUNTIMES) })),
    runtimes: RUNTIMES,
    profile: 'standard',
    repetitions,
    seed,
    sides,
    reference: null,
    random32: random(chance),
  });
const nameOf = ({ cell }: Step): string => [cell.scenario, cell.set, cell.subject, cell.side].join('|');
const layouts = fc.tuple(
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.integer({ min: 1, max: 5 }),
  fc.constantFrom<readonly Side[]>(['head'], ['head', 'base']),
);

test('every cell is planned exactly once in every repetition', () => {
  fc.assert(
    fc.property(layouts, ([seed, repetitions, sides]) => {
      const { blocks, steps } = plan(seed, repetitions, sides);
      const cells = blocks
        .flatMap(({ subjects }) => subjects.length * sides.length)
        .reduce((a, b) => a + b, 0);
      for (let repetition = 0; repetition < repetitions; repetition++) {
        const names = steps.filter((step) => step.repetition === repetition).map(nameOf);
        expect(new Set(names).size).toBe(cells);
        expect(names).toHaveLength(cells);
      }
    }),
    { numRuns: 30 },
  );
});

test('the steps of one repetition and block are neighbours, and so are the sides of one subject', () => {
  fc.assert(
    fc.property(layouts, ([seed, repetitions, sides]) => {
      const { steps } = plan(seed, repetitions, sides);
      const runsOf = (key: (step: Step) => string): number =>
        steps.filter((step, i) => i === 0 || key(step) !== key(steps[i - 1] ?? step)).length;
      const repetitionBlock = (step: Step): string => `${step.repetition} ${step.block.id}`;
      const pair = (step: Step): string => `${repetitionBlock(step)} ${step.subject.id}`;
      expect(runsOf(repetitionBlock)).toBe(new Set(steps.map(repetitionBlock)).size);
      expect(runsOf(pair)).toBe(new Set(steps.map(pair)).size);
    }),
    { numRuns: 30 },
  );
});

test('the same seed and the same chance give the same plan', () => {
  fc.assert(
    fc.property(layouts, ([seed, repetitions, sides]) => {
      expect(JSON.stringify(plan(seed, repetitions, sides))).toBe(
        JSON.stringify(plan(seed, repetitions, sides)),
      );
    }),
    { numRuns: 10 },
  );
});

test('nonces and secrets come from chance and not from the seed', () => {
  const [one, other] = [plan(7, 2, ['head'], 1), plan(7, 2, ['head'], 2)];
  expect(one.steps.map(nameOf)).toEqual(other.steps.map(nameOf));
  expect(one.steps.map(({ seed }) => seed)).toEqual(other.steps.map(({ seed }) => seed));
  expect(one.steps.map(({ nonce }) => nonce)).not.toEqual(other.steps.map(({ nonce }) => nonce));
  const nonces = one.steps.map(({ nonce }) => nonce);
  expect(new Set(nonces).size).toBe(nonces.length);
  expect(nonces.every((nonce) => /^[0-9a-f]{16}$/.test(nonce))).toBe(true);
});

test('all subjects of a repetition and block have the same schedule, other repetitions and blocks have others', () => {
  const { steps } = plan(3, 4);
  const seeds = new Map<string, Set<number>>();
  for (const { repetition, block, seed } of steps) {
    const key = `${repetition} ${block.id}`;
    seeds.set(key, (seeds.get(key) ?? new Set()).add(seed));
  }
  expect([...seeds.values()].every(({ size }) => size === 1)).toBe(true);
  expect(new Set(steps.map(({ seed }) => seed)).size).toBe(seeds.size);
});

test('other seeds give other orders', () => {
  expect(plan(1, 3).steps.map(nameOf)).not.toEqual(plan(2, 3).steps.map(nameOf));
});

test('both sides come first about equally often', () => {
  const { steps } = plan(5, 40, ['head', 'base']);
  const firsts = steps.filter((_, i) => i % 2 === 0);
  const heads = firsts.filter(({ cell }) => cell.side === 'head').length / firsts.length;
  expect(heads).toBeGreaterThan(0.4);
  expect(heads).toBeLessThan(0.6);
});

test('a scenario that compares styles gets every supported style, blocking included, the others one subject a runtime', () => {
  const { blocks } = plan(1, 1);
  const subjects = (id: string): readonly string[] =>
    blocks.find(({ scenario }) => scenario.id === id)?.subjects.map((subject) => subject.id) ?? [];
  expect(subjects('timers.a')).toEqual([
    'node/callbacks',
    'node/events',
    'node/promises',
    'node/streams',
    'node/blocking',
    'python/callbacks',
    'python/generators',
    'python/coroutines',
    'python/blocking',
  ]);
  expect(subjects('timers.b')).toEqual(['node/promises', 'python/coroutines']);
});

test('what is not supported is listed with its reason, and the first event-driven style stands in', () => {
  const { blocks, unsupported } = plan(1, 1);
  const reasons = unsupported.map(({ cell, reason }) => `${cell.scenario} ${cell.subject}: ${reason}`);
  expect(reasons).toContain('timers.d node/promises: no promise here');
  expect(reasons).toContain(
    'timers.a python/protocols: a protocol reacts to a transport, and a timer has none',
  );
  const last = blocks.find(({ scenario }) => scenario.id === 'timers.d');
  expect(last?.subjects.map(({ id }) => id)).toEqual(['node/events', 'python/coroutines']);
});

test('a block without any subject is not planned, yet its cells are still named', () => {
  const scenario: Scenario = {
    ...sleepLoop,
    styles: { javascript: { promises: { unsupported: 'never' } }, python: {} },
  };
  const made = makePlan({
    wanted: [{ scenario, subjects: subjectsOf([NODE]).filter(({ style }) => style === 'promises') }],
    runtimes: [NODE],
    profile: 'quick',
    repetitions: 2,
    seed: 1,
    sides: ['head'],
    reference: null,
    random32: random(1),
  });
  expect([made.blocks, made.steps, made.unsupported.map(({ reason }) => reason)]).toEqual([
    [],
    [],
    ['never'],
  ]);
});

test('invocation names are unique and safe as file names', () => {
  const names = plan(1, 3, ['head', 'base']).steps.map(({ invocation }) => invocation);
  expect(new Set(names).size).toBe(names.length);
  expect(names.every((name) => /^[A-Za-z0-9._-]{1,64}$/.test(name))).toBe(true);
});

test('the expected time is the pacing of all steps and one start each', () => {
  const { steps, expectedMs } = plan(1, 2);
  const pacing = steps.reduce(
    (sum, { block }) => sum + block.set.pacing.warmupMs + block.set.pacing.measuredMs,
    0,
  );
  expect(expectedMs).toBe(pacing + steps.length * START_COST_MS);
});

test('a repetition in two processes is the same work twice, one right after the other, and each seed is new work', () => {
  const wanted = SCENARIOS.map((scenario) => ({ scenario, subjects: checkedSubjects(scenario, RUNTIMES) }));
  const base = {
    wanted,
    runtimes: RUNTIMES,
    profile: 'smoke',
    repetitions: 2,
    seed: 5,
    sides: ['head'],
    reference: null,
  } as const;
  const { steps } = makePlan({ ...base, processes: 2, random32: random(1) });
  const single = makePlan({ ...base, random32: random(1) });
  const workOf = ({ seed, nonce, secret, repetition }: Step) => [seed, nonce, secret, repetition].join(' ');
  const firsts = steps.filter((_, i) => i % 2 === 0);
  const seconds = steps.filter((_, i) => i % 2 === 1);
  expect(firsts.map(nameOf)).toEqual(seconds.map(nameOf));
  expect(firsts.map(workOf)).toEqual(seconds.map(workOf));
  expect(firsts.map(workOf)).toEqual(single.steps.map(workOf));
  expect(new Set(firsts.map(workOf)).size).toBe(firsts.length);
  expect(new Set(steps.map(({ invocation }) => invocation)).size).toBe(steps.length);
});

test('a check takes one subject a runtime, of a scenario that compares styles too', () => {
  const [comparing] = SCENARIOS;
  if (comparing === undefined) throw new Error('no scenario');
  expect(checkedSubjects(comparing, RUNTIMES).map(({ id }) => id)).toEqual([
    'node/promises',
    'python/coroutines',
  ]);
  expect(defaultSubjects(comparing, RUNTIMES)).toHaveLength(10);
});

test('a variant is measured in its default style where the scenario asks for it, and nowhere else', () => {
  const [scenario] = SCENARIOS;
  const python = RUNTIMES.find(({ runner }) => runner === 'python');
  if (scenario === undefined || python === undefined) throw new Error('no scenario');
  const runtimes = [...RUNTIMES, { ...python, id: 'python+tuned', variant: 'tuned' }];
  const own = (scenario: Scenario): string[] =>
    defaultSubjects(scenario, runtimes).flatMap(({ id }) => (id.startsWith('python+') ? [id] : []));
  expect(own(scenario)).toEqual([]);
  expect(own({ ...scenario, variants: ['tuned'] })).toEqual(['python+tuned/coroutines']);
  expect(checkedSubjects({ ...scenario, variants: ['tuned'] }, runtimes)).toHaveLength(2);
});

test('without a reference every block is plain, and nobody is there twice', () => {
  const { blocks, steps } = plan(1, 8);
  expect(new Set(blocks.map(({ sampling }) => sampling))).toEqual(new Set(['plain']));
  expect(steps.some(({ cell }) => cell.side === 'control')).toBe(false);
});

test('builds of what runs alone meet in slices where the scenario has some, and its subjects never do', () => {
  const gate = { operations: [50], warmup: 4, warmupMs: 0, passes: 12, typical: 'cpu' as const };
  const blockOf = (sides: readonly Side[], reference: string | null, gated = true) =>
    makePlan({
      wanted: [
        {
          scenario: variant('e', {
            measurement: { kind: 'plain', reason: 'A test.', ...(gated ? { gate } : {}) },
          }),
          subjects: subjectsOf([NODE]),
        },
      ],
      runtimes: RUNTIMES,
      profile: 'quick',
      repetitions: 1,
      gateRepetitions: 3,
      seed: 1,
      sides,
      reference,
      random32: random(1),
    }).blocks.map(({ sampling, slices }) => [sampling, slices?.operations ?? null]);
  expect(blockOf(['base', 'head'], 'node/promises')).toEqual([['sliced', 50]]);
  expect(blockOf(['head'], 'node/promises')).toEqual([['plain', null]]);
  expect(blockOf(['base', 'head'], 'node/promises', false)).toEqual([['plain', null]]);
  expect(blockOf(['base', 'head'], null)).toEqual([['plain', null]]);
});
