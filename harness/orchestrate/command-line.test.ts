// The command that a finding tells its reader to type.
import { expect, test } from 'vitest';
import { reproduction } from './command-line.ts';

const cell = { scenario: 'timers.deadlines', set: '4x4ms', subject: 'node/promises', side: 'head' } as const;

test('what a check found is checked again, as often as it took', () => {
  const found = { profile: 'smoke', seed: 5, cell, repetition: 0, root: null, stress: false };
  const check = 'evenloop check --scenario timers.deadlines --subject node/promises --seed 5';
  expect(reproduction(found)).toBe(check);
  expect(reproduction({ ...found, repetition: 3 })).toBe(`${check} --repeat 4`);
  expect(reproduction({ ...found, stress: true })).toBe(`${check} --stress`);
});

test('what a run found is run again in its profile, because schedules come from its parameters too', () => {
  const found = { profile: 'quick', seed: 5, cell, repetition: 4, root: null, stress: false };
  const run = 'evenloop run --profile quick --scenario timers.deadlines --subject node/promises --seed 5';
  expect(reproduction(found)).toBe(`${run} --repetitions 5`);
  expect(reproduction({ ...found, repetition: 0 })).toBe(`${run} --repetitions 2`);
});

test('a subject is quoted where a shell would read more into it', () => {
  const subject = "python@3.13.0 (local)/it's";
  const command = reproduction({
    profile: 'smoke',
    seed: 1,
    cell: { ...cell, subject },
    repetition: 0,
    root: null,
    stress: false,
  });
  expect(command).toContain(String.raw`--subject 'python@3.13.0 (local)/it'\''s'`);
});

test('the base of a comparison is run by that comparison alone', () => {
  const base = { ...cell, side: 'base' } as const;
  expect(
    reproduction({ profile: 'quick', seed: 1, cell: base, repetition: 0, root: null, stress: false }),
  ).toBeNull();
});

test('a scenario from outside is found by its folder', () => {
  const found = { profile: 'smoke', seed: 5, cell, repetition: 0, root: '/my own', stress: false };
  expect(reproduction(found)).toBe(
    "evenloop check --scenarios '/my own' --scenario timers.deadlines --subject node/promises --seed 5",
  );
});

test('what the command line said of the project is said again', () => {
  const found = { profile: 'smoke', seed: 5, cell, repetition: 0, root: null, stress: true };
  expect(reproduction({ ...found, words: ['--define', 'mine=node:env.A=b c'] })).toBe(
    "evenloop check --scenario timers.deadlines --subject node/promises --seed 5 --define 'mine=node:env.A=b c' --stress",
  );
});
