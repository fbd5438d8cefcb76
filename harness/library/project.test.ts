// What the config gives to a request of a program: the request first, then the profile, then the config.
import { expect, test } from 'vitest';
import { checkConfig } from '../config/check-config.ts';
import { FailureError, failure } from '../contract/failure.ts';
import { settled, withConfigured } from './project.ts';
import type { RunRequest } from './requests.ts';

const PATH = '/project/evenloop.config.json';
const checked = checkConfig(
  {
    reference: 'node/callbacks',
    profiles: {
      nightly: { extends: 'full', scenarios: ['timers'], time: '2min', maxTime: 90, cpus: 2, observer: true },
      counted: { repetitions: 9, reference: 'old/promises' },
    },
  },
  PATH,
);
const config = checked.ok ? checked.value : null;
const of = (request: RunRequest) => withConfigured(request, config);

test('without a config a request stays as it is', () => {
  const request = { profile: 'smoke', scenarios: ['timers'] };
  expect(withConfigured(request, null)).toEqual({ request, origins: [] });
});

test('a profile gives its options in the units of a request, and says where each stands', () => {
  const { request, origins } = of({ profile: 'nightly', subjects: ['node'] });
  expect(request).toEqual({
    profile: 'full',
    scenarios: ['timers'],
    subjects: ['node'],
    reference: 'node/callbacks',
    timeMs: 120_000,
    maxTimeMs: 90_000,
    cpus: 2,
    observer: true,
  });
  expect(origins.map(({ option, place }) => `${option} ${place}`)).toEqual([
    `\`scenarios\` profiles.nightly.scenarios of ${PATH}`,
    `\`reference\` reference of ${PATH}`,
    `\`timeMs\` profiles.nightly.time of ${PATH}`,
    `\`maxTimeMs\` profiles.nightly.maxTime of ${PATH}`,
    `\`cpus\` profiles.nightly.cpus of ${PATH}`,
    `\`observer\` profiles.nightly.observer of ${PATH}`,
  ]);
});

test('the request wins, and one that says when it ends takes neither end from the config', () => {
  expect(of({ profile: 'counted', timeMs: 5000, reference: 'node/promises' }).request).toEqual({
    profile: 'quick',
    timeMs: 5000,
    reference: 'node/promises',
  });
  expect(of({ profile: 'counted' }).request).toMatchObject({ repetitions: 9, reference: 'old/promises' });
  expect(of({ profile: 'nightly', repetitions: 4 }).request).not.toHaveProperty('timeMs');
});

test('a field without a value is as one that is absent', () => {
  const request: RunRequest = Object.fromEntries([['reference', undefined]]);
  expect(of(request).request).toEqual({ reference: 'node/callbacks' });
});

test('a failure that quotes a value of the config is a value, and says where it stands', async () => {
  const { origins } = of({ profile: 'nightly' });
  const trouble = new FailureError(failure('EL1001', 'No scenario matches "timers".', 'Choose another.'));
  const told = await settled(() => Promise.reject(trouble), origins);
  expect(told).toMatchObject({
    ok: false,
    failure: { evidence: [`\`scenarios\` comes from profiles.nightly.scenarios of ${PATH}`] },
  });
  await expect(settled(() => Promise.reject(new TypeError('a bug')))).rejects.toThrow('a bug');
});
