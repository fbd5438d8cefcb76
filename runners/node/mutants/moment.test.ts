// When a patch acts: always, or only in some processes, styles and rounds.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { When } from '../../../harness/mutants/spec.ts';
import { countProcess, makeMoment } from './moment.ts';

interface Wish {
  readonly process?: number;
  readonly style?: string;
  readonly stalled?: boolean;
}

/** In which of four rounds it acts. */
function acting(when: When, { process = 1, style = 'promises', stalled = false }: Wish = {}): boolean[] {
  const orders = {
    mutant: 'M',
    active: true,
    rounds: 'all',
    when,
    seed: 1,
    patch: { act: 'zeros' },
  } as const;
  const moment = makeMoment(orders, process);
  moment.load(style);
  return [1, 2, 3, 4].map(() => {
    if (stalled) moment.stall();
    moment.begin(false);
    const acts = moment.acts();
    moment.end();
    return acts;
  });
}

const ALL = [true, true, true, true];
const NONE = [false, false, false, false];

test('without a condition it acts in every round', () => {
  expect(acting({})).toEqual(ALL);
});

test('in every second process it acts in the second and the fourth', () => {
  const processes = [1, 2, 3, 4].map((process) => acting({ everyNthProcess: 2 }, { process })[0]);
  expect(processes).toEqual([false, true, false, true]);
});

test('in one style it acts in no other', () => {
  expect(acting({ style: 'promises' })).toEqual(ALL);
  expect(acting({ style: 'promises' }, { style: 'streams' })).toEqual(NONE);
});

test('under stress only it acts in rounds that are stalled', () => {
  expect(acting({ underStress: true })).toEqual(NONE);
  expect(acting({ underStress: true }, { stalled: true })).toEqual(ALL);
});

test('after two rounds it acts from the third on', () => {
  expect(acting({ afterRounds: 2 })).toEqual([false, false, true, true]);
});

test('processes that read the same orders count on', () => {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-moment-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  expect([1, 2, 3].map(() => countProcess(join(folder, 'orders.json')))).toEqual([1, 2, 3]);
});
