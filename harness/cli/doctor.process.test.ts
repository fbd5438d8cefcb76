// `evenloop doctor` as a command: one document that keeps its schema, and the code that it says.
import { readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { DoctorReport } from '../contract/doctor.ts';
import { startCli } from './testing/run-cli.ts';

const validate = new Ajv2020().compile(DoctorReport);

test('its document keeps the schema, says what was looked at, and leaves nothing', async () => {
  const cli = startCli(['doctor', '--json']);
  const { exitCode, stdout } = await cli.ended;
  const report = JSON.parse(stdout) as DoctorReport;
  expect([validate(report), exitCode]).toEqual([true, report.exitCode]);
  expect([...new Set(report.diagnoses.map(({ id }) => id))]).toEqual(
    expect.arrayContaining(['runtimes', 'out', 'file-watch', 'loopback', 'open-files', 'clock', 'load']),
  );
  expect(readdirSync(cli.directory)).toEqual([]);
});
