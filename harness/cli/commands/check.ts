// `evenloop check`: does every subject do the same? It runs the smallest work of the whole catalogue and measures nothing.
import { ctrfOf } from '../../../reports/export/ctrf.ts';
import { junitOf } from '../../../reports/export/junit.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { Project } from '../../contract/project.ts';
import { jsonText, visibleIn } from '../../contract/visible-text.ts';
import { readCheckOptions } from '../options/check-options.ts';
import type { CheckOptions } from '../options/check-options.ts';
import { withProject } from '../options/project-options.ts';
import { flagOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { textOption } from '../options/raw-options.ts';
import type { Measured } from '../../orchestrate/measure-run.ts';
import { performRun } from '../../orchestrate/perform-run.ts';
import { writeExport } from '../../publish/write-exports.ts';
import { checkText } from '../../tables/check-text.ts';
import { conclude } from '../ui/conclude.ts';
import type { Terminal } from '../ui/terminal.ts';
import { scenariosIn } from '../scenarios.ts';
import { watchRun } from '../ui/watch-run.ts';

export const check = withProject([], checkScenarios);

async function checkScenarios(raw: RawOptions, terminal: Terminal, project: Project): Promise<ExitCode> {
  if (flagOption(raw, 'golden'))
    return (await import('./check-golden.ts')).checkGolden(raw, terminal, project);
  const options = readCheckOptions(raw);
  const measured = await performRun({
    args: process.argv.slice(2),
    options,
    comparing: 'nothing',
    breadth: options.styles === 'all' ? 'styles' : 'catalogue',
    checking: { rules: options.rules, stress: options.stress },
    scenarios: await scenariosIn(project),
    project,
    resume: textOption(raw, 'resume'),
    listener: watchRun(terminal, options.verbose),
  });
  const told = measured === null ? null : exported(measured, options);
  return conclude(told, terminal, (result) =>
    options.json ? jsonText(result, 2) : checkText(result, options.wide ? null : terminal.columns, terminal),
  );
}

/** With the reports for other programs written. */
function exported(measured: Measured, { junit, ctrf }: CheckOptions): Measured {
  const { result, troubles } = measured;
  const unwritten = [
    ...(junit === null ? [] : writeExport(junit, junitOf(visibleIn(result)))),
    ...(ctrf === null ? [] : writeExport(ctrf, `${jsonText(ctrfOf(visibleIn(result)), 2)}\n`)),
  ];
  return { ...measured, troubles: [...troubles, ...unwritten] };
}
