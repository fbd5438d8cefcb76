// Progress: plain lines away from a terminal, redrawn on one, and a sign of life in long blocks.
import { expect, test } from 'vitest';
import { scenario } from '../../../scenarios/timers/sleep_loop/scenario.ts';
import type { Block, Plan, Step } from '../../contract/plan.ts';
import { HEARTBEAT_MS, makeProgress } from './progress.ts';
import type { ProgressSink } from './progress.ts';

const [set] = scenario.profiles.quick;
if (set === undefined) throw new Error('the quick profile is empty');
const blockOf = (id: string): Block => ({
  id,
  scenario,
  set,
  subjects: [],
  sides: ['head'],
  stimulus: { kind: 'none' },
  mode: 'plain',
  slices: null,
  reference: null,
});
const stepOf = (block: Block, unit: number, subject: string): Step => ({
  invocation: `${block.id}-${unit}-${subject}`,
  unit,
  meeting: 0,
  block,
  cell: { scenario: scenario.id, set: set.name, subject, side: 'head' },
  subject: { id: subject, runtime: subject.split('/')[0] ?? '', style: 'promises' },
  seed: 0,
  nonce: '0'.repeat(16),
  secret: 0,
});
const [A, B] = [blockOf('a'), blockOf('b')];
const steps = [0, 1].flatMap((unit) =>
  [A, B].flatMap((block) =>
    ['node/promises', 'python/coroutines'].map((subject) => stepOf(block, unit, subject)),
  ),
);
const plan: Plan = {
  seed: 1,
  profile: 'quick',
  units: 2,
  blocks: [A, B],
  steps,
  unsupported: [],
  expectedMs: 8000,
};

function record(live: boolean): { sink: ProgressSink; lines: string[]; drawn: string[] } {
  const lines: string[] = [];
  const drawn: string[] = [];
  const sink: ProgressSink = {
    redraw: live ? (text) => void drawn.push(text) : null,
    line: (text) => void lines.push(text),
    end() {},
  };
  return { sink, lines, drawn };
}

function play(sink: ProgressSink, stepMs: number, bad: (step: Step) => string | null = () => null): void {
  let clockMs = 0;
  const progress = makeProgress(plan, sink, () => clockMs);
  progress.begin();
  for (const step of steps) {
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
    '[2/8] unit 1 of 2: a done (2)',
    '[4/8] unit 1 of 2: b done (2)',
    '[6/8] unit 2 of 2: a done (2)',
    '[8/8] unit 2 of 2: b done (2)',
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

test('on a terminal the current invocation is redrawn and only trouble leaves a line', () => {
  const { sink, lines, drawn } = record(true);
  play(sink, 1000, (step) => (step.invocation === 'b-1-node/promises' ? 'timed out' : null));
  expect(drawn[0]).toMatch(/^\[0\/8\] measuring node\/promises in a, about /);
  expect(drawn).toHaveLength(8);
  expect(lines).toEqual(['[7/8] node/promises in b: timed out']);
});
