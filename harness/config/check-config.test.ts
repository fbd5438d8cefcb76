// What a config may say: every key with what it admits, every mistake with its path.
import { expect, test } from 'vitest';
import { checkConfig } from './check-config.ts';

const PATH = '/project/evenloop.config.json';

function troubleOf(value: unknown): { cause: string; next: string; evidence: readonly string[] } {
  const checked = checkConfig(value, PATH);
  if (checked.ok) throw new Error('it was accepted');
  expect(checked.failure.code).toBe('EL1012');
  expect(checked.failure.cause.startsWith(`${PATH}: `)).toBe(true);
  return { ...checked.failure, cause: checked.failure.cause.slice(PATH.length + 2) };
}

test('an empty config is one', () => {
  expect(checkConfig({}, PATH)).toEqual({
    ok: true,
    value: {
      path: PATH,
      runners: [],
      subjects: [],
      scenarios: [],
      profiles: {},
      reference: null,
      out: null,
      thresholds: {},
    },
  });
});

test('paths count from the folder of the config, and a bare executable is a name', () => {
  const checked = checkConfig(
    {
      runners: ['go', '/opt/runner/runner.json'],
      scenarios: ['../scenarios'],
      out: 'runs',
      subjects: [
        { id: 'old', runner: 'node', executable: 'node_modules/node/bin/node' },
        { id: 'plain', runner: 'node', executable: 'node22' },
        { id: 'absolute', runner: 'node', executable: '/opt/node' },
      ],
    },
    PATH,
  );
  if (!checked.ok) throw new Error(checked.failure.cause);
  const { runners, scenarios, out, subjects } = checked.value;
  expect({ runners, scenarios, out }).toEqual({
    runners: ['/project/go', '/opt/runner/runner.json'],
    scenarios: ['/scenarios'],
    out: '/project/runs',
  });
  expect(subjects.map(({ executable }) => executable)).toEqual([
    '/project/node_modules/node/bin/node',
    'node22',
    '/opt/node',
  ]);
  expect(subjects[1]).toMatchObject({
    definedBy: `subjects[1] of ${PATH}`,
    args: [],
    environment: {},
    style: null,
  });
});

test('an unknown key is named with its place and the nearest name', () => {
  expect(troubleOf({ subject: [] })).toMatchObject({
    cause: 'There is no key "subject".',
    next: expect.stringMatching(/^Did you mean "subjects"\? The keys are \$schema, runners, subjects/),
  });
  expect(troubleOf({ subjects: [{ id: 'a', runner: 'node', arg: [] }] })).toMatchObject({
    cause: 'There is no key "arg" in subjects[0].',
    next: expect.stringContaining('Did you mean "args"?'),
  });
  expect(troubleOf({ profiles: { nightly: { repetition: 3 } } })).toMatchObject({
    cause: 'There is no key "repetition" in profiles.nightly.',
    next: expect.stringContaining('Did you mean "repetitions"?'),
  });
});

test.each([
  [[], 'It is [].', 'It takes an object.'],
  [null, 'It is null.', 'It takes an object.'],
  [{ runners: 'go' }, 'runners is "go".', 'runners takes a list: further runners.'],
  [{ scenarios: [''] }, 'scenarios[0] is "".', 'scenarios[0] takes the path of a folder.'],
  [{ out: 3 }, 'out is 3.', 'out takes the path of the folder of all runs.'],
  [{ subjects: [{ runner: 'node' }] }, 'subjects[0] has no "id".', /^Give "id": a name: small letters/],
  [{ subjects: [{ id: 'A', runner: 'node' }] }, 'subjects[0].id is "A".', /small letters/],
  [
    { subjects: [{ id: 'a', runner: 'node', environment: { TZ: 1 } }] },
    'subjects[0].environment.TZ is 1.',
    'subjects[0].environment.TZ takes the value of a variable, as a text.',
  ],
  [
    { subjects: [{ id: 'a', runner: 'node', environment: { 'A-B': '' } }] },
    '"A-B" in subjects[0].environment is no name that it takes.',
    /variables by name/,
  ],
  [
    { subjects: [{ id: 'a', runner: 'node', version: '22' }] },
    'subjects[0]: "version" is "22".',
    /comparators/,
  ],
  [
    { subjects: [{ id: 'a', runner: 'node', executable: 'x', runtime: 'node' }] },
    'subjects[0]: Both "runtime" and "executable" are given.',
    /^Give "runtime" for one that evenloop finds/,
  ],
  [
    {
      subjects: [
        { id: 'a', runner: 'node' },
        { id: 'a', runner: 'python' },
      ],
    },
    'subjects[1].id is "a", as that of subjects[0] is.',
    'Give each subject an id of its own.',
  ],
  [
    { profiles: { quick: {} } },
    'profiles.quick has the name of a profile of evenloop.',
    /"extends": "quick"/,
  ],
  [
    { profiles: { night: { extends: 'long' } } },
    'profiles.night.extends is "long".',
    /"smoke", "quick", "standard" or "full"/,
  ],
  [{ profiles: { night: { time: '5 days' } } }, 'profiles.night.time is "5 days".', /such as "90s"/],
  [{ profiles: { Night: {} } }, '"Night" in profiles is no name that it takes.', /sets of options by name/],
  [{ thresholds: { cpu: 0 } }, 'thresholds.cpu is 0.', /a number above 0/],
  [{ thresholds: { 'Timers/cpu': 1 } }, '"Timers/cpu" in thresholds is no name that it takes.', /by metric/],
])('%j is refused with its place', (value, cause, next) => {
  const trouble = troubleOf(value);
  expect(trouble.cause).toBe(cause);
  expect(trouble.next).toEqual(typeof next === 'string' ? next : expect.stringMatching(next));
});

test('every wrong place is named, the first as the cause', () => {
  const trouble = troubleOf({ out: '', runners: [1], reference: 2 });
  expect(trouble.evidence).toHaveLength(2);
  expect([trouble.cause, ...trouble.evidence].join(' ')).toMatch(
    /runners\[0\] is 1.*reference is 2.*out is ""/,
  );
});
