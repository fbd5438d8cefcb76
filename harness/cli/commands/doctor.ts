// `evenloop doctor`: is everything here that a measurement needs, and what to do where it is not.
import { resolve } from 'node:path';
import type { DiagnosisState } from '../../contract/doctor.ts';
import type { ExitCode } from '../../contract/failure.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { examine } from '../../doctor/examine.ts';
import { doctorLines } from '../../doctor/report-lines.ts';
import { findPackage } from '../../orchestrate/package-root.ts';
import { readProject } from '../options/project-options.ts';
import { flagOption, textOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import type { Shade } from '../../tables/colour.ts';
import type { Terminal } from '../ui/terminal.ts';
import { wrapped } from '../../tables/wrap.ts';

const MARKS: Readonly<Record<DiagnosisState, readonly [string, Shade]>> = {
  fine: ['✓', 'green'],
  warning: ['!', 'yellow'],
  problem: ['✕', 'red'],
  unknown: ['?', 'dim'],
};

export async function doctor(raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const { project } = await readProject(raw);
  const out = resolve(textOption(raw, 'out') ?? project.outRoot);
  const packageRoot = findPackage().root;
  const report = await examine({ packageRoot, out, environment: process.env, project });
  if (flagOption(raw, 'json')) terminal.out(jsonText(report, 2));
  else
    for (const { text, indent, state, whole } of doctorLines(report)) {
      const [first = '', ...rest] = wrapped(text, whole ? null : terminal.columns, ' '.repeat(indent));
      const [mark, shade] = state === null ? ['', 'dim' as const] : MARKS[state];
      terminal.out(
        [mark === '' ? first : terminal.paintOut(shade, mark) + first.slice(1), ...rest].join('\n'),
      );
    }
  return report.exitCode;
}
