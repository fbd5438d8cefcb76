// Progress: plain lines away from a terminal, a small view on one, events where they are asked for, and a sign of life in long blocks.
import { expect, test } from 'vitest';
import { scenario } from '../../../scenarios/timers/sleep_loop/scenario.ts';
import type { EventBody } from '../../contract/event.ts';
import type { Block, Plan, Step } from '../../contract/plan.ts';
import { HEARTBEAT_MS, makeProgress } from './progress.ts';
import type { ProgressSink } from './progress.ts';
import { remainingText, steadyMinute } from './remaining.ts';

const [set] = scenario.profiles.quick;
if (set === undefined) throw new Error('the quick profile is empty');
const blockOf = (id: string): Block => ({
  id,
  scenario,
  set,
  subjects: [],
  sides: ['head'],
  stimulus: { kind: 'none' },
  sampling: 'plain',
  alone: true,
  slices: null,
  reference: null,
});
let groups = 0;
const stepOf = (block: Block, repetition: number, subject: string): Step => ({
  invocation: `${block.id}-${repetition}-${subject}`,
  repetition,
  group: groups++,
  block,
  cell: { scenario: scenario.id, set: set.name, subject, side: 'head' },
  subject: { id: subject, runtime: subject.split('/')[0] ?? '', style: 'promises' },
  seed: 0,
  nonce: '0'.repeat(16),
  secret: 0,
});
const [A, B] = [blockOf('a'), blockOf('b')];
const steps = [0, 1].flatMap((repetition) =>
  [A, B].flatMap((block) =>
    ['node/promises', 'python/coroutines'].map((subject) => stepOf(block, repetition, subject)),
  ),
);
const plan: Plan = {
  seed: 1,
  profile: 'quick',
  repetitions: 2,
  blocks: [A, B],
  steps,
  unsupported: [],
  expectedMs: 8000,
};

interface Recorded {
  readonly sink: ProgressSink;
  readonly lines: string[];
  readonly drawn: (readonly string[])[];
  readonly told: EventBody[];
}

function record(live: boolean): Recorded {
  const lines: string[] = [];
  const drawn: (readonly string[])[] = [];
  const told: EventBody[] = [];
  const sink: ProgressSink = {
    redraw: live ? (view) => void drawn.push(view) : null,
    events: (event) => void told.push(event),
    line: (text) => void lines.push(text),
    end() {},
  };
  return { sink, lines, drawn, told };
}

/** Half past two, wherever this runs. */
const WALL_MS = new Date(2026, 2, 14, 14, 30, 0).getTime();

function play(sink: ProgressSink, stepMs: number, bad: (step: Step) => string | null = () => null): void {
  let clockMs = 0;
  const progress = makeProgress(plan, sink, {
    cpus: 1,
    budgetMs: null,
    now: () => clockMs,
    wallClock: () => WALL_MS,
  });
  progress.begin();
  for (const step of steps) {
    progress.started(step);
    clockMs += stepMs;
    progress.done(step, bad(step));
  }
  progress.end();
}

test('away from a terminal there is one line for each finished block and nothing is redrawn', () => {
  const { sink, lines, drawn } = record(false);
  play(sink, 1000);
  expect(drawn).toEqual([]);
  expect(lines.map((line) => line.replace(/, about.*/, ''))).toEqual([
    '[2/8] repetition 1 of 2: a done (2)',
    '[4/8] repetition 1 of 2: b done (2)',
    '[6/8] repetition 2 of 2: a done (2)',
    '[8/8] repetition 2 of 2: b done (2)',
  ]);
});

test('the remaining time follows the pace seen so far', () => {
  const { sink, lines } = record(false);
  play(sink, 1000);
  const seconds = lines.map((line) => Number(/about (\d+)/.exec(line)?.[1]));
  expect(seconds[0]).toBeGreaterThan(seconds[2] ?? Number.NaN);
});

test('a long block writes a sign of life before it is over', () => {
  const { sink, lines } = record(false);
  play(sink, HEARTBEAT_MS);
  expect(lines[0]).toMatch(/^\[1\/8\] still in a, about /);
});

test('on a terminal at most eight lines are redrawn, and only trouble leaves a line', () => {
  const { sink, lines, drawn } = record(true);
  play(sink, 1000, (step) => (step.invocation === 'b-1-node/promises' ? 'timed out' : null));
  expect(drawn).toHaveLength(8);
  for (const view of drawn) expect(view.length).toBeLessThanOrEqual(8);
  expect(drawn[0]?.join('\n')).toMatch(/^\[0\/8\] repetition 1 of 2, about 6 s left, ends 14:30\n/);
  expect(drawn[0]?.join('\n')).toContain('measuring node/promises in a, about ');
  expect(drawn.at(-1)?.join('\n')).toContain('6 kept their contract, 1 did not');
  expect(lines).toEqual(['[7/8] node/promises in b: timed out']);
});

test('blocks that run at once have a line each, and repetitions of one block share theirs', () => {
  const { sink, drawn } = record(true);
  const progress = makeProgress(plan, sink, {
    cpus: 3,
    budgetMs: null,
    now: () => 0,
    wallClock: () => WALL_MS,
  });
  const begun = (block: Block, repetition: number): Step =>
    stepOf({ ...block, sampling: 'duet' }, repetition, 'node/promises');
  for (const step of [begun(A, 0), begun(A, 1), begun(B, 0)]) progress.started(step);
  expect(
    drawn
      .at(-1)
      ?.slice(2, 4)
      .map((line) => line.replace(/about [^,]* a subject/, '…')),
  ).toEqual(['measuring a, …, 2 at once', 'measuring b, …']);
});

test('a run with a time budget tells the time, and not a number of invocations that nobody knows', () => {
  const { sink, lines } = record(false);
  let clockMs = 0;
  const progress = makeProgress(plan, sink, {
    cpus: 1,
    budgetMs: 90_000,
    now: () => clockMs,
    wallClock: () => WALL_MS + clockMs,
  });
  progress.begin();
  for (const step of steps.slice(0, 2)) {
    progress.started(step);
    clockMs += 20_000;
    progress.done(step, null);
  }
  expect(lines).toEqual(['[2] repetition 1: a done (2), about 50 s left, ends 14:31']);
});

test('the end is told as a time of the day', () => {
  const { sink, lines } = record(false);
  play(sink, 60_000);
  expect(lines[0]).toContain('about 7 min 00 s left, ends 14:37');
});

test('one invocation that ran into its time limit does not double the rest', () => {
  const { sink, told } = record(false);
  let clockMs = 0;
  const progress = makeProgress(plan, sink, { cpus: 1, budgetMs: null, now: () => clockMs });
  progress.begin();
  for (const [index, step] of steps.slice(0, 5).entries()) {
    progress.started(step);
    clockMs += index === 2 ? 60_000 : 1000;
    progress.done(step, null);
  }
  const last = told.at(-1);
  expect(last?.kind === 'invocation' && last.leftMs).toBe(3000);
});

test('the plan and each invocation are told as events, whatever the terminal is', () => {
  const { sink, told } = record(true);
  play(sink, 1000, (step) => (step.invocation === 'a-0-node/promises' ? 'breaks T1' : null));
  expect(told.map(({ kind }) => kind)).toEqual(['planned', ...steps.map(() => 'invocation')]);
  expect(told[0]).toMatchObject({ invocations: 8, repetitions: 2, seed: 1 });
  expect(told.slice(1, 3)).toMatchObject([
    { invocation: 'a-0-node/promises', repetition: 0, finished: 1, trouble: 'breaks T1' },
    { invocation: 'a-0-python/coroutines', finished: 2, trouble: null },
  ]);
});

test('waiting times are told in steps that do not jump', () => {
  const texts = [400, 59_400, 131_200, 3_600_000, 200 * 3_600_000].map((ms) =>
    remainingText(ms, WALL_MS + ms),
  );
  expect(texts).toEqual([
    'about 1 s left, ends 14:30',
    'about 59 s left, ends 14:30',
    'about 2 min 10 s left, ends 14:32',
    'about 1 h 00 min left, ends 15:30',
    'about 200 h 00 min left, ends 22:30 in 8 d',
  ]);
});

test('an end that is estimated near the turn of a minute does not flicker between two, and one that really moved is followed', () => {
  const minuteOf = steadyMinute();
  const turn = Math.ceil(WALL_MS / 60_000) * 60_000;
  const shown = [-500, 400, -2000, 19_000, -19_000].map((ms) => minuteOf(turn + ms));
  expect(new Set(shown)).toEqual(new Set([turn - 60_000]));
  expect(minuteOf(turn + 21_000)).toBe(turn);
  expect(minuteOf(turn - 19_000)).toBe(turn);
  expect(minuteOf(turn - 21_000)).toBe(turn - 60_000);
  expect(minuteOf(turn + 600_000)).toBe(turn + 600_000);
});
