// What a program may ask for: the defaults of the command, and a failure with the name of the field that does not fit.
import { expect, test } from 'vitest';
import { readCheckOptions } from '../cli/options/check-options.ts';
import { readRunOptions } from '../cli/options/run-options.ts';
import { commandArguments } from './command-arguments.ts';
import {
  checkOptionsOf,
  runOptionsOf,
  whyNotCheck,
  whyNotCompare,
  whyNotProject,
  whyNotRun,
} from './requests.ts';
import type { CompareRequest, RunRequest } from './requests.ts';

test('a request without fields is the command without options', () => {
  expect(runOptionsOf({})).toEqual(readRunOptions({}));
  expect(runOptionsOf({ profile: 'smoke' })).toEqual(readRunOptions({ profile: 'smoke' }));
  const { rules, stress, styles, junit, ctrf, ...shared } = readCheckOptions({});
  expect(checkOptionsOf({})).toEqual(shared);
  expect([rules, stress, styles, junit, ctrf]).toEqual([[], false, 'default', null, null]);
});

test('repetitions take the place of the usual time', () => {
  const { repetitions, timeMs } = runOptionsOf({ repetitions: 4 });
  expect([repetitions, timeMs]).toEqual([4, null]);
});

test.each([
  [{ scenario: ['timers'] }, 'EL1003', 'Did you mean `scenarios`?'],
  [{ scenarios: 'timers' }, 'EL1004', 'Give `scenarios` a list of texts that are not empty.'],
  [{ scenarios: [''] }, 'EL1004', 'Give `scenarios` a list of texts that are not empty.'],
  [{ seed: 1.5 }, 'EL1004', 'Give `seed` a whole number from 0 to 4294967295.'],
  [{ repetitions: 1 }, 'EL1004', 'Give `repetitions` a whole number from 2 to 1000.'],
  [{ profile: 'fast' }, 'EL1004', 'Give `profile` one of smoke, quick, standard, full.'],
  [{ out: ' ' }, 'EL1004', 'Give `out` a text that is not empty.'],
  [{ shrink: 'yes' }, 'EL1004', 'Give `shrink` true or false.'],
  [{ signal: {} }, 'EL1004', 'Give `signal` the signal of an AbortController.'],
  [{ config: true }, 'EL1004', 'Give `config` a text that is not empty, or false.'],
  [{ runners: 'go' }, 'EL1004', 'Give `runners` a list of texts that are not empty.'],
  [{ onInvocation: 1 }, 'EL1004', 'Give `onInvocation` a function.'],
  [{ timeMs: 5000, repetitions: 4 }, 'EL1004', 'Give `timeMs` for a budget, or `repetitions`'],
])('%j is refused', (request, code, next) => {
  const refused = whyNotRun(request as RunRequest, []);
  expect(refused?.code).toBe(code);
  expect(refused?.next).toContain(next);
});

test('what fits is not refused, and a field may be there without a value', () => {
  const { signal } = new AbortController();
  expect(whyNotRun({ scenarios: ['timers'], timeMs: 2000, signal, onInvocation: () => {} }, [])).toBeNull();
  expect(whyNotRun(Object.fromEntries([['out', undefined]]), [])).toBeNull();
  expect(whyNotCheck({ styles: 'all', rules: ['T4'], repeat: 3, stress: true })).toBeNull();
  expect(whyNotCheck({ repeat: 0 })?.cause).toBe('`repeat` is 0.');
});

test('a profile is one of evenloop or of the config, and any until the config is read', () => {
  expect(whyNotRun({ profile: 'nightly' }, ['nightly'])).toBeNull();
  expect(whyNotRun({ profile: 'nightly' }, null)).toBeNull();
  expect(whyNotRun({ profile: 'nightley' }, ['nightly'])?.next).toBe(
    'Give `profile` one of smoke, quick, standard, full, nightly.',
  );
  expect(whyNotProject({ config: 'one.mjs', runners: ['go'], scenarioFolders: ['own'] })).toBeNull();
  expect(whyNotProject(Object.fromEntries([['conf', 'x']]))?.next).toBe('Did you mean `config`?');
});

test('a comparison may go across machines, runtimes or both', () => {
  expect(whyNotCompare({ across: ['machines', 'runtimes'], config: false })).toBeNull();
  const strange: CompareRequest = Object.fromEntries([['across', ['runtime']]]);
  expect(whyNotCompare(strange)?.next).toBe('Give `across` some of machines, runtimes.');
  expect(whyNotCompare(Object.fromEntries([['acros', []]]))?.next).toBe('Did you mean `across`?');
});

test('the report names the command that repeats the run', () => {
  const request: RunRequest = {
    scenarios: ['timers', 'io_fanout.tcp_echo'],
    config: 'ours.mjs',
    runners: ['go'],
    scenarioFolders: ['my own', 'b'],
    timeMs: 90_000,
    shrink: true,
    signal: new AbortController().signal,
  };
  expect(commandArguments('run', request).join(' ')).toBe(
    'run --config ours.mjs --runner go --scenarios my own --scenarios b --scenario timers,io_fanout.tcp_echo --time 90s --shrink',
  );
  expect(
    commandArguments('check', { config: false, styles: 'all', rules: ['T4'], stress: true }).join(' '),
  ).toBe('check --no-config --styles all --rule T4 --stress');
});
