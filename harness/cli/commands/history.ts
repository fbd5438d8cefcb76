// `evenloop history`: shows in the terminal how the values changed over a folder of runs.
import { relative } from 'node:path';
import type { ExitCode } from '../../contract/failure.ts';
import { FailureError, failure } from '../../contract/failure.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { readArchive } from '../../archive/archive.ts';
import { damageWarnings } from '../../keep/perform-store.ts';
import { openArchive } from '../../archive/open-archive.ts';
import { historyRunOf } from '../../../reports/history/archived-history.ts';
import { historyOf, CHANGE_POINTS } from '../../../reports/history/history.ts';
import type { AcceptedStep, HistoryChart } from '../../../reports/history/history.ts';
import type { HistoryRun } from '../../../reports/history/run-summary.ts';
import { readProject } from '../options/project-options.ts';
import { flagOption, listOption, textOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { recovering } from '../recover.ts';
import { readRuns } from '../../publish/read-runs.ts';
import { failureText } from '../../tables/failure-text.ts';
import { historyLines } from '../../tables/history-table.ts';
import { warn } from './store.ts';
import type { Terminal } from '../ui/terminal.ts';

export async function history(named: string | null, raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const place = textOption(raw, 'store');
  if (named !== null && place !== null)
    throw new FailureError(
      failure('EL1004', '--store was given together with a folder of runs.', 'Give one of them.'),
    );
  const folder = named ?? relative('', (await readProject(raw)).project.outRoot);
  const { runs, accepted } =
    place === null ? await fromFolder(folder, raw, terminal) : await fromStore(place, terminal);
  const wanted = listOption(raw, 'scenario');
  const all = historyOf(runs, CHANGE_POINTS, accepted);
  const charts = all.filter(({ scenario }) => isWanted(scenario, wanted));
  if (charts.length === 0) throw new FailureError(nothing(place ?? folder, wanted));
  if (flagOption(raw, 'json')) terminal.out(jsonText(charts.map(plain), 2));
  else {
    const width = flagOption(raw, 'wide') ? null : terminal.columns;
    terminal.out(historyLines(charts, CHANGE_POINTS !== null, width, terminal.paintOut).join('\n'));
  }
  return 0;
}

interface KeptRuns {
  /** Oldest first. */
  readonly runs: readonly HistoryRun[];
  readonly accepted: readonly AcceptedStep[];
}

async function fromStore(place: string, terminal: Terminal): Promise<KeptRuns> {
  const read = await readArchive(await openArchive(place, process.cwd(), 'read'));
  warn(damageWarnings(read), terminal);
  return { runs: read.entries.map(historyRunOf), accepted: read.marks };
}

async function fromFolder(folder: string, raw: RawOptions, terminal: Terminal): Promise<KeptRuns> {
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
  return { runs: runs.map(({ summary }) => summary), accepted: [] };
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
    lines: lines.map(({ subject, points, changes, marks }) => ({
      subject,
      points,
      changes: changes.map(({ at, before, after, ratio, confidence, accepted }) => ({
        at,
        before: before.id,
        after: after.id,
        ratio,
        confidence,
        accepted,
      })),
      marks: marks.map(({ index, kind, run, text }) => ({ index, kind, run: run.id, text })),
    })),
  };
}
