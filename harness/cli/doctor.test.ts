// What the doctor prints: a mark and a sentence for each thing, what to do below what is wrong, and the counts at the end.
import { expect, test } from 'vitest';
import type { DoctorReport } from '../contract/doctor.ts';
import { doctorLines } from './commands/doctor.ts';
import { plainPaint } from './ui/colour.ts';

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

test('each diagnosis has its mark, its details and what to do', () => {
  expect(doctorLines(REPORT, 80, plainPaint)).toEqual([
    '✓ 1 runtime was found.',
    '  | node 20.19.0',
    '! Others use 40 %.',
    '    next: End what else is running.',
    '✕ No run can be kept.',
    '    next: Name another folder.',
    '? It does not tell.',
    '',
    '1 problem, 1 warning, after 0.7 s.',
  ]);
});

test('no sentence is wider than the terminal, and a further line stands below the first', () => {
  const lines = doctorLines(REPORT, 20, plainPaint).slice(0, -1);
  expect(lines.filter((line) => line.length > 20)).toEqual([]);
  expect(lines.slice(3, 6)).toEqual(['    next: End what', '    else is running.', '✕ No run can be']);
});
