// `evenloop history`: shows in the terminal how the values changed over a folder of runs.
import { relative } from 'node:path';
import type { ExitCode } from '../../contract/failure.ts';
import { FailureError, failure } from '../../contract/failure.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { historyOf, CHANGE_POINTS } from '../../../reports/history/history.ts';
import type { HistoryChart } from '../../../reports/history/history.ts';
import { readProject } from '../options/project-options.ts';
import { flagOption, listOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { recovering } from '../recover.ts';
import { readRuns } from '../../publish/read-runs.ts';
import { failureText } from '../../tables/failure-text.ts';
import { historyLines } from '../../tables/history-table.ts';
import type { Terminal } from '../ui/terminal.ts';

export async function history(named: string | null, raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const folder = named ?? relative('', (await readProject(raw)).project.outRoot);
  const wanted = listOption(raw, 'scenario');
  const { runs, skipped } = readRuns(folder, await recovering(raw, [folder]));
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
  if (charts.length === 0) throw new FailureError(nothing(folder, wanted));
  if (flagOption(raw, 'json')) terminal.out(jsonText(charts.map(plain), 2));
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
