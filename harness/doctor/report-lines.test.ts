// What the doctor prints: a sentence for each thing, what to do below what is wrong, and the counts at the end.
import { expect, test } from 'vitest';
import type { DoctorReport } from '../contract/doctor.ts';
import { doctorLines } from './report-lines.ts';

const REPORT: DoctorReport = {
  schema: 'evenloop/doctor@1',
  tool: { name: 'evenloop', version: '0.1.0' },
  out: '/work/reports/out',
  diagnoses: [
    { id: 'runtimes', state: 'fine', text: '1 runtime was found.', fix: null, details: ['node 20.19.0'] },
    { id: 'load', state: 'warning', text: 'Others use 40 %.', fix: 'End what else is running.', details: [] },
    { id: 'out', state: 'problem', text: 'No run can be kept.', fix: 'Name another folder.', details: [] },
    { id: 'machine', state: 'unknown', text: 'It does not tell.', fix: null, details: [] },
  ],
  exitCode: 3,
  tookMs: 710,
};

test('each diagnosis has its state, its details and what to do, and the counts come last', () => {
  const lines = doctorLines(REPORT).map(({ text, indent, state }) => [state ?? '', indent, text]);
  expect(lines).toEqual([
    ['fine', 2, '1 runtime was found.'],
    ['', 2, '| node 20.19.0'],
    ['warning', 2, 'Others use 40 %.'],
    ['', 4, 'next: End what else is running.'],
    ['problem', 2, 'No run can be kept.'],
    ['', 4, 'next: Name another folder.'],
    ['unknown', 2, 'It does not tell.'],
    ['', 0, ''],
    ['', 0, '1 problem, 1 warning, after 0.7 s.'],
  ]);
});

test('paths are not broken', () => {
  expect(
    doctorLines(REPORT)
      .filter(({ whole }) => whole)
      .map(({ text }) => text),
  ).toEqual(['| node 20.19.0']);
});
