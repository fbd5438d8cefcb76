// `evenloop run`: runs scenarios on all subjects, proves, measures and compares them, and prints the result.
import { startedLines } from '../../../reports/words/started-words.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { RunResult } from '../../contract/result.ts';
import type { Project } from '../../contract/project.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { printsTo, readExports } from '../options/export-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { flagOption, textOption } from '../options/raw-options.ts';
import { RUN_TAKES } from '../../config/option-defaults.ts';
import { withProject } from '../options/project-options.ts';
import { readRunOptions } from '../options/run-options.ts';
import { readResultView } from '../options/view-options.ts';
import { performRun } from '../../orchestrate/perform-run.ts';
import { writeExports } from '../../publish/write-exports.ts';
import { conclude } from '../ui/conclude.ts';
import { openPage } from '../ui/open-page.ts';
import { resultLines } from '../../tables/result-lines.ts';
import type { Terminal } from '../ui/terminal.ts';
import { scenariosIn } from '../scenarios.ts';
import { watchRun } from '../ui/watch-run.ts';
import { whereTimeWentLines } from '../../tables/where-time-went.ts';

export const run = withProject(RUN_TAKES, runScenarios);

async function runScenarios(raw: RawOptions, terminal: Terminal, project: Project): Promise<ExitCode> {
  const options = readRunOptions(raw);
  // Nothing is run that was not asked for, so nothing is left out of an export but metrics.
  const exports = readExports(raw, { scenarios: [] });
  const view = readResultView(raw);
  const ran = await performRun({
    args: process.argv.slice(2),
    options,
    comparing: 'subjects',
    breadth: 'default',
    checking: null,
    scenarios: await scenariosIn(project),
    project,
    resume: textOption(raw, 'resume'),
    listener: watchRun(terminal, options.verbose),
  });
  const exported = (result: RunResult) =>
    writeExports({ result, earlier: [], print: (text) => terminal.document(text) }, exports);
  const measured = ran === null ? null : { ...ran, troubles: [...ran.troubles, ...exported(ran.result)] };
  const shown = printsTo(exports.requests)
    ? { ...terminal, out: (text: string) => terminal.err(text) }
    : terminal;
  const width = options.wide ? null : terminal.columns;
  const { paintOut } = terminal;
  const code = conclude(measured, shown, (result) =>
    options.json
      ? jsonText(result, 2)
      : [
          ...startedLines(result.runtimes),
          ...resultLines(result, view, width, paintOut),
          ...(flagOption(raw, 'where-time-went') ? ['', ...whereTimeWentLines(result, width, paintOut)] : []),
        ].join('\n'),
  );
  if (measured !== null && flagOption(raw, 'open')) await openPage(measured.folder.report, terminal);
  return code;
}
