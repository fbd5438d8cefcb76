// The doctor on this machine, with all the time that it needs: what it finds, what somebody named and cannot be used, and that it does not wait for ever.
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import type { Diagnosis } from '../contract/doctor.ts';
import { openProject } from '../config/open-project.ts';
import { examine } from './examine.ts';

const packageRoot = fileURLToPath(new URL('../..', import.meta.url));
const request = { packageRoot, out: '/tmp', environment: {}, limitMs: 60_000 };

const of = (diagnoses: readonly Diagnosis[], id: string) => diagnoses.filter((one) => one.id === id);

test('the runtimes of this machine are found, loopback answers and a change is noticed', async () => {
  const { diagnoses } = await examine(request);
  expect(of(diagnoses, 'runtimes')[0]?.details.join()).toContain(`node ${process.versions.node}`);
  expect(of(diagnoses, 'loopback')[0]?.text).toContain('A byte came back');
  expect(of(diagnoses, 'file-watch')).toHaveLength(2);
  for (const { text } of of(diagnoses, 'file-watch')) expect(text).toContain('A change was noticed');
});

test('an interpreter that was named and cannot be used is a problem, with what to do, and ends with 3', async () => {
  process.env['EVENLOOP_NODE'] = '/no/such/node';
  onTestFinished(() => void delete process.env['EVENLOOP_NODE']);
  const { diagnoses, exitCode } = await examine(request);
  const problems = of(diagnoses, 'runtimes').filter(({ state }) => state === 'problem');
  expect([exitCode, problems]).toEqual([
    3,
    [
      expect.objectContaining({
        text: expect.stringContaining('EL2001 /no/such/node'),
        fix: expect.stringContaining('Correct EVENLOOP_NODE'),
      }),
    ],
  ]);
});

test('a subject of the project that cannot be started is a problem, and the others are found', async () => {
  const words = { folder: '/tmp', config: null, without: true, runners: [], scenarios: [] };
  const { project } = await openProject({ ...words, defined: ['gone=node:executable=/no/such/node'] });
  const { diagnoses, exitCode } = await examine({ ...request, project });
  const [found, gone] = of(diagnoses, 'runtimes');
  expect([exitCode, found?.state, gone?.state]).toEqual([3, 'fine', 'problem']);
  expect(gone?.text).toContain('/no/such/node');
});

test('a folder for runs that cannot be written is a problem', async () => {
  const { diagnoses, exitCode } = await examine({ ...request, out: '/proc/nothing/here' });
  expect(exitCode).toBe(3);
  expect(of(diagnoses, 'out')[0]).toMatchObject({
    state: 'problem',
    text: expect.stringContaining('No run'),
  });
});

test('what does not answer in time is unknown, and no problem', async () => {
  const { diagnoses, exitCode } = await examine({ ...request, limitMs: 0 });
  const silent = diagnoses.filter(({ state }) => state === 'unknown').map(({ id }) => id);
  expect(silent).toEqual(expect.arrayContaining(['runtimes', 'out', 'file-watch', 'loopback', 'pinning']));
  expect(exitCode).toBe(0);
});
