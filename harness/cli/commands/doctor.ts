// `evenloop doctor`: is everything here that a measurement needs? One line for each thing, with what to do where it is not there.
import { resolve } from 'node:path';
import type { Diagnosis, DiagnosisState, DoctorReport } from '../../contract/doctor.ts';
import type { ExitCode } from '../../contract/failure.ts';
import { examine } from '../../doctor/examine.ts';
import { findPackage } from '../../orchestrate/package-root.ts';
import { OUT_ROOT } from '../../orchestrate/perform-run.ts';
import { flagOption, textOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import type { Paint, Shade } from '../ui/colour.ts';
import type { Terminal } from '../ui/terminal.ts';
import { wrapped } from '../ui/wrap.ts';

export async function doctor(raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const out = resolve(textOption(raw, 'out') ?? OUT_ROOT);
  const report = await examine({ packageRoot: findPackage().root, out, environment: process.env });
  terminal.out(
    flagOption(raw, 'json')
      ? JSON.stringify(report, null, 2)
      : doctorLines(report, terminal.columns, terminal.paintOut).join('\n'),
  );
  return report.exitCode;
}

const MARKS: Readonly<Record<DiagnosisState, readonly [string, Shade]>> = {
  fine: ['✓', 'green'],
  warning: ['!', 'yellow'],
  problem: ['✕', 'red'],
  unknown: ['?', 'dim'],
};

export function doctorLines({ diagnoses, tookMs }: DoctorReport, width: number, paint: Paint): string[] {
  const count = (state: DiagnosisState): number => diagnoses.filter((one) => one.state === state).length;
  const [problems, warnings] = [count('problem'), count('warning')];
  const sum = `${counted(problems, 'problem')}, ${counted(warnings, 'warning')}, after ${(tookMs / 1000).toFixed(1)} s.`;
  return [...diagnoses.flatMap((one) => diagnosisLines(one, width, paint)), '', sum];
}

function diagnosisLines({ state, text, fix, details }: Diagnosis, width: number, paint: Paint): string[] {
  const [mark, shade] = MARKS[state];
  const [first = '', ...rest] = wrapped(text, width, '  ');
  return [
    paint(shade, mark) + first.slice(1),
    ...rest,
    ...details.map((line) => paint('dim', `  | ${line}`)),
    ...(fix === null ? [] : wrapped(`next: ${fix}`, width, '    ')),
  ];
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
