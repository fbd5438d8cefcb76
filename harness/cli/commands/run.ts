// `evenloop run`: runs scenarios on all subjects, proves, measures and compares them, and prints the result.
import { meaningSentence } from '../../../reports/html/headline.ts';
import { viewOf } from '../../../reports/html/view.ts';
import { scenarios } from '../../../scenarios/index.ts';
import type { ExitCode } from '../../contract/failure.ts';
import { readExports } from '../options/export-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { readRunOptions } from '../options/run-options.ts';
import { performRun } from '../pipeline/perform-run.ts';
import { writeExports } from '../pipeline/write-exports.ts';
import { calibrationLines } from '../ui/calibration-lines.ts';
import { conclude } from '../ui/conclude.ts';
import type { Terminal } from '../ui/terminal.ts';
import { troubleLines } from '../ui/troubles.ts';
import { verdictTable } from '../ui/verdict-table.ts';

export async function run(raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const options = readRunOptions(raw);
  const exports = readExports(raw);
  const ran = await performRun({
    options,
    comparing: 'subjects',
    breadth: 'default',
    checking: null,
    scenarios,
    terminal,
  });
  const measured =
    ran === null ? null : { ...ran, troubles: [...ran.troubles, ...writeExports(ran.result, exports)] };
  const width = options.wide ? null : terminal.columns;
  const { paintOut } = terminal;
  return conclude(measured, terminal, (result) =>
    options.json
      ? JSON.stringify(result, null, 2)
      : [
          ...verdictTable(result, width, paintOut),
          '',
          ...calibrationLines(result, width, paintOut),
          ...troubleLines(result, paintOut),
          meaningSentence(viewOf(result)),
        ].join('\n'),
  );
}
