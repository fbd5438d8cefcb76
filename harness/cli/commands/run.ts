// `evenloop run`: runs scenarios on all subjects, proves, measures and compares them, and prints the result.
import { meaningSentence } from '../../../reports/words/headline-sentences.ts';
import { startedLines } from '../../../reports/words/started-words.ts';
import { viewOf } from '../../../reports/words/view.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { Project } from '../../contract/project.ts';
import { readExports } from '../options/export-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { flagOption, textOption } from '../options/raw-options.ts';
import { RUN_TAKES } from '../../config/option-defaults.ts';
import { withProject } from '../options/project-options.ts';
import { readRunOptions } from '../options/run-options.ts';
import { performRun } from '../../orchestrate/perform-run.ts';
import { writeExports } from '../../publish/write-exports.ts';
import { calibrationLines } from '../ui/calibration-lines.ts';
import { conclude } from '../ui/conclude.ts';
import type { Terminal } from '../ui/terminal.ts';
import { troubleLines } from '../ui/troubles.ts';
import { verdictTable } from '../ui/verdict-table.ts';
import { scenariosIn } from '../scenarios.ts';
import { watchRun } from '../ui/watch-run.ts';
import { whereTimeWentLines } from '../ui/where-time-went.ts';

export const run = withProject(RUN_TAKES, runScenarios);

async function runScenarios(raw: RawOptions, terminal: Terminal, project: Project): Promise<ExitCode> {
  const options = readRunOptions(raw);
  const exports = readExports(raw);
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
  const measured =
    ran === null ? null : { ...ran, troubles: [...ran.troubles, ...writeExports(ran.result, exports)] };
  const width = options.wide ? null : terminal.columns;
  const { paintOut } = terminal;
  return conclude(measured, terminal, (result) =>
    options.json
      ? JSON.stringify(result, null, 2)
      : [
          ...startedLines(result.runtimes),
          ...verdictTable(result, width, paintOut),
          '',
          ...calibrationLines(result, width, paintOut),
          ...troubleLines(result, paintOut),
          meaningSentence(viewOf(result)),
          ...(flagOption(raw, 'where-time-went') ? ['', ...whereTimeWentLines(result, width, paintOut)] : []),
        ].join('\n'),
  );
}
