// `evenloop check`: does every subject mean the same? The smallest work, nothing measured.
import { meaningSentence } from '../../../reports/html/headline.ts';
import { viewOf } from '../../../reports/html/view.ts';
import { scenarios } from '../../../scenarios/index.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { readCheckOptions } from '../options/run-options.ts';
import { performRun } from '../pipeline/perform-run.ts';
import { conclude } from '../ui/conclude.ts';
import { conformanceMatrix } from '../ui/conformance-matrix.ts';
import type { Terminal } from '../ui/terminal.ts';
import { troubleLines } from '../ui/troubles.ts';

export async function check(raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const options = readCheckOptions(raw);
  const measured = await performRun({ options, comparing: 'nothing', breadth: 'all', scenarios, terminal });
  const width = options.wide ? null : terminal.columns;
  const { paintOut } = terminal;
  return conclude(measured, terminal, (result) =>
    options.json
      ? JSON.stringify(result, null, 2)
      : [
          ...conformanceMatrix(result, width, paintOut),
          '',
          ...troubleLines(result, paintOut),
          meaningSentence(viewOf(result)),
        ].join('\n'),
  );
}
