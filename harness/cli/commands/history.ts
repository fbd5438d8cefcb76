// `evenloop history`: shows in the terminal how the values changed over a folder of runs.
import type { ExitCode } from '../../contract/failure.ts';
import { FailureError, failure } from '../../contract/failure.ts';
import { historyOf, CHANGE_POINTS } from '../../../reports/history/history.ts';
import type { HistoryChart } from '../../../reports/history/history.ts';
import { flagOption, listOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { recoverWith } from '../recover.ts';
import { scenariosOf } from '../scenarios.ts';
import { readRuns } from '../../publish/read-runs.ts';
import { failureText } from '../ui/failure-text.ts';
import { historyLines } from '../ui/history-table.ts';
import type { Terminal } from '../ui/terminal.ts';

/** Where runs are when no folder is named. */
const USUAL_FOLDER = 'reports/out';

export async function history(folder: string | null, raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const wanted = listOption(raw, 'scenario');
  const { runs, skipped } = readRuns(folder ?? USUAL_FOLDER, recoverWith(await scenariosOf(raw)));
  for (const { name, reason } of skipped)
    terminal.err(
      failureText(
        failure(
          'EL1005',
          `${name} is left out: ${reason}.`,
          'Remove it, or ignore this warning: the other runs are used.',
        ),
        terminal.paintErr,
        'warning',
      ),
    );
  const all = historyOf(
    runs.map(({ summary }) => summary),
    CHANGE_POINTS,
  );
  const charts = all.filter(({ scenario }) => isWanted(scenario, wanted));
  if (charts.length === 0) throw new FailureError(nothing(folder ?? USUAL_FOLDER, wanted));
  if (flagOption(raw, 'json')) terminal.out(JSON.stringify(charts.map(plain), null, 2));
  else {
    const width = flagOption(raw, 'wide') ? null : terminal.columns;
    terminal.out(historyLines(charts, CHANGE_POINTS !== null, width, terminal.paintOut).join('\n'));
  }
  return 0;
}

/** Ids and families. */
function isWanted(scenario: string, wanted: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((name) => scenario === name || scenario.startsWith(`${name}.`));
}

function nothing(folder: string, wanted: readonly string[]) {
  const of = wanted.length === 0 ? '' : ` for ${wanted.join(', ')}`;
  return failure(
    'EL4006',
    `No run in ${folder} has a measured value${of}.`,
    'Name another folder, or measure first: `evenloop run`.',
  );
}

/** Runs by their ids: the rest of them stands in their results. */
function plain({ runs, lines, ...facts }: HistoryChart) {
  return {
    ...facts,
    runs: runs.map(({ id, startedAt, commit }) => ({ id, startedAt, commit })),
    lines: lines.map(({ subject, points, changes }) => ({
      subject,
      points,
      changes: changes.map(({ at, before, after, ratio, confidence }) => ({
        at,
        before: before.id,
        after: after.id,
        ratio,
        confidence,
      })),
    })),
  };
}
