// Which attempts the corpus comes to: seeds, styles, and the patch asleep.
import { expect, test } from 'vitest';
import { scenarios } from '../../scenarios/index.ts';
import { fakeRuntime, offersOf } from '../testing/fake-runtime.ts';
import { listAttempts } from './list-attempts.ts';
import type { Mixed, Mutant, Seam, MutantTrial } from './mutant.ts';

const known = new Map(scenarios.map((scenario) => [scenario.id, scenario]));
const FAKE = { ...fakeRuntime(), offers: offersOf(scenarios, 'javascript') };
const LATE: MutantTrial = {
  scenario: 'timers.sleep_loop',
  rounds: 'all',
  choice: { pick: 'none' },
  patch: () => ({ act: 'late', ms: 1 }),
  caught: null,
};

function attempts(seam: Seam, seeds: number, trial: MutantTrial = LATE) {
  const mutant: Mutant = { id: 'M99', text: '', seam, trials: [trial] };
  return listAttempts([mutant], [FAKE], { seeds, quick: false }, known).attempts;
}

const stylesOf = (...args: Parameters<typeof attempts>): string[] =>
  attempts(...args)
    .filter(({ active }) => active)
    .map(({ style }) => style);

test('every second seed is tried in a further style, one after the other, where the patch is under all styles', () => {
  const styles = stylesOf('timers', 8);
  expect(styles.filter((_, seed) => seed % 2 === 0)).toEqual(Array.from({ length: 4 }, () => 'promises'));
  const further = styles.filter((_, seed) => seed % 2 === 1);
  expect(new Set(further).size).toBeGreaterThan(1);
  expect(further).not.toContain('promises');
  expect(further).not.toContain('blocking');
  expect(stylesOf('recorder', 2)).toHaveLength(2);
  expect(stylesOf('recorder', 2)[1]).not.toBe('promises');
});

test('a single seed, a seam of one style, a style that is named and a language that is excepted stay with the first', () => {
  expect(stylesOf('timers', 1)).toEqual(['promises']);
  expect(stylesOf('sockets', 2)).toEqual(['promises', 'promises']);
  expect(stylesOf('timers', 2, { ...LATE, styles: { javascript: 'events' } })).toEqual(['events', 'events']);
  expect(stylesOf('timers', 2, { ...LATE, onlyDefaultStyle: ['javascript'] })).toEqual([
    'promises',
    'promises',
  ]);
});

const mixedOf = (mixed: Mixed, scenario = LATE.scenario, seeds = 2) =>
  attempts('recorder', seeds, { ...LATE, scenario, mixed });

test('a fault in every second process is tried with four processes of one cell, with few seeds', () => {
  const tried = mixedOf({ in: 'every-nth-process', n: 2 }, LATE.scenario, 20);
  expect(tried).toHaveLength(3);
  for (const { processes, when, shows } of tried)
    expect([processes, when, shows]).toEqual([4, { everyNthProcess: 2 }, true]);
});

test('a fault in one style is also tried in others, where it must not show', () => {
  const tried = mixedOf({ in: 'one-style' });
  expect(tried.map(({ when }) => when.style)).toEqual(Array.from({ length: 4 }, () => 'promises'));
  expect(tried.map(({ style, shows }) => (style === 'promises') === shows)).toEqual([true, true, true, true]);
});

test('a fault under stress only is also tried without, and not where stalls count as wake-ups', () => {
  expect(mixedOf({ in: 'stress' }).map(({ stress, shows }) => [stress, shows])).toEqual([
    [true, true],
    [false, false],
    [true, true],
    [false, false],
  ]);
  expect(mixedOf({ in: 'stress' }, 'file_watch.idle')).toEqual([]);
});

test('a fault after some rounds is tried as it is', () => {
  expect(mixedOf({ in: 'later-rounds', after: 2 }).map(({ when }) => when)).toEqual([
    { afterRounds: 2 },
    { afterRounds: 2 },
  ]);
});

test('each patch is tried asleep once, and an unknown scenario is named', () => {
  expect(attempts('timers', 4).filter(({ active }) => !active)).toHaveLength(1);
  const mutant: Mutant = { id: 'M99', text: '', seam: 'timers', trials: [{ ...LATE, scenario: 'no.such' }] };
  expect(listAttempts([mutant], [FAKE], { seeds: 1, quick: false }, known)).toEqual({
    unknown: ['no.such'],
    attempts: [],
  });
});
