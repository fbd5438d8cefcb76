// `evenloop doctor` on this machine: one document that keeps its schema, lines with what to do, and the code for what cannot run.
import { readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { DoctorReport } from '../contract/doctor.ts';
import { runCli, startCli } from './testing/run-cli.ts';

const validate = new Ajv2020().compile(DoctorReport);

test('its document keeps the schema, says what was looked at, and leaves nothing', async () => {
  const cli = startCli(['doctor', '--json']);
  const { exitCode, stdout } = await cli.ended;
  const report = JSON.parse(stdout) as DoctorReport;
  expect([validate(report), exitCode]).toEqual([true, report.exitCode]);
  expect([...new Set(report.diagnoses.map(({ id }) => id))]).toEqual(
    expect.arrayContaining([
      'runtimes',
      'out',
      'scratch',
      'file-watch',
      'loopback',
      'open-files',
      'clock',
      'load',
    ]),
  );
  expect(report.diagnoses.find(({ id }) => id === 'runtimes')?.details.join()).toContain('node');
  expect(readdirSync(cli.directory)).toEqual([]);
});

test('an interpreter that was named and cannot be used is a problem, with what to do, and ends with 3', async () => {
  const { exitCode, stdout } = await runCli(['doctor'], { EVENLOOP_NODE: '/no/such/node' });
  expect(exitCode).toBe(3);
  expect(stdout).toMatch(/^✕ EL2001 \/no\/such\/node/m);
  expect(stdout).toMatch(/^ {4}next: Correct EVENLOOP_NODE/m);
  expect(stdout).toMatch(/^1 problem, \d+ warnings?, after \d\.\d s\.$/m);
});

test('a folder for runs that cannot be written is a problem', async () => {
  const { exitCode, stdout } = await runCli(['doctor', '--out', '/proc/nothing/here', '--ascii']);
  expect([exitCode, stdout]).toEqual([
    3,
    expect.stringMatching(/^x No run can be kept in \/proc\/nothing\/here/m),
  ]);
});
