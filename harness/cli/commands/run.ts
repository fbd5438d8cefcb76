// `evenloop run`: runs scenarios on all subjects, proves, measures and compares them, and prints the result.
import { scenarios } from '../../../scenarios/index.ts';
import type { ExitCode } from '../../contract/failure.ts';
import { readExports } from '../options/export-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { flagOption } from '../options/raw-options.ts';
import { readRunOptions } from '../options/run-options.ts';
import { readResultView } from '../options/view-options.ts';
import { performRun } from '../../orchestrate/perform-run.ts';
import { writeExports } from '../../publish/write-exports.ts';
import { conclude } from '../ui/conclude.ts';
import { openPage } from '../ui/open-page.ts';
import { resultLines } from '../ui/result-lines.ts';
import type { Terminal } from '../ui/terminal.ts';
import { watchRun } from '../ui/watch-run.ts';
import { whereTimeWentLines } from '../ui/where-time-went.ts';

export async function run(raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const options = readRunOptions(raw);
  const exports = readExports(raw);
  const view = readResultView(raw);
  const ran = await performRun({
    args: process.argv.slice(2),
    options,
    comparing: 'subjects',
    breadth: 'default',
    checking: null,
    scenarios,
    listener: watchRun(terminal, options.verbose),
  });
  const measured =
    ran === null ? null : { ...ran, troubles: [...ran.troubles, ...writeExports(ran.result, exports)] };
  const width = options.wide ? null : terminal.columns;
  const { paintOut } = terminal;
  const code = conclude(measured, terminal, (result) =>
    options.json
      ? JSON.stringify(result, null, 2)
      : [
          ...resultLines(result, view, width, paintOut),
          ...(flagOption(raw, 'where-time-went') ? ['', ...whereTimeWentLines(result, width, paintOut)] : []),
        ].join('\n'),
  );
  if (measured !== null && flagOption(raw, 'open')) await openPage(measured.folder.report, terminal);
  return code;
}
