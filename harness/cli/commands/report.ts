// `evenloop report`: draws a stored run again, or a folder of runs as a site, without running anything.
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { historyOf, CHANGE_POINTS } from '../../../reports/history/history.ts';
import type { HistoryChart } from '../../../reports/history/history.ts';
import { compareRuns } from '../../compare/compare-runs.ts';
import type { Across } from '../../compare/machine-differences.ts';
import { FAILURE_CODES, failure } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { RunResult } from '../../contract/result.ts';
import { gravest } from '../exit.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { recovering } from '../recover.ts';
import type { Recover } from '../../publish/read-runs.ts';
import { printsTo } from '../options/export-options.ts';
import { readReportOptions } from '../options/report-options.ts';
import type { ReportOptions } from '../options/report-options.ts';
import { findPackage } from '../../orchestrate/package-root.ts';
import { fileLink } from '../../publish/open-link.ts';
import { readRuns, readStoredRun } from '../../publish/read-runs.ts';
import { writeExports } from '../../publish/write-exports.ts';
import { readAssets, writePage } from '../../publish/write-page.ts';
import { writeSite } from '../../publish/write-site.ts';
import { failureText } from '../../tables/failure-text.ts';
import { openPage } from '../ui/open-page.ts';
import { resultLines } from '../../tables/result-lines.ts';
import type { Terminal } from '../ui/terminal.ts';

type Page = Extract<ReportOptions, { readonly kind: 'page' }>;
type Site = Extract<ReportOptions, { readonly kind: 'site' }>;

export async function report(run: string | null, raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const options = readReportOptions(run, raw);
  return options.kind === 'page'
    ? drawPage(options, await recovering(raw, [options.run, options.against, options.history]), terminal)
    : drawSite(options, terminal);
}

async function drawPage(options: Page, recover: Recover | undefined, terminal: Terminal): Promise<ExitCode> {
  const stored = readStoredRun(options.run, recover);
  const target = resolve(options.out ?? stored.pagePath);
  const against = options.against === null ? null : readStoredRun(options.against, recover).result;
  const context = {
    ...(against === null ? {} : { against }),
    ...(options.history === null ? {} : { history: historyIn(options.history, recover) }),
  };
  await writePage(withChanges(stored.result, against, options.across), target, findPackage().root, context);
  const { exports } = options;
  const say = (text: string): void => (printsTo(exports.requests) ? terminal.err(text) : terminal.out(text));
  say(fileLink(target));
  const earlier =
    options.history === null || exports.requests.length === 0
      ? []
      : runsBefore(stored.result, options.history, recover);
  const source = { result: stored.result, earlier, print: (text: string) => terminal.document(text) };
  const unwritten = writeExports(source, exports);
  for (const trouble of unwritten) terminal.err(failureText(trouble, terminal.paintErr));
  if (options.view !== null)
    say(resultLines(stored.result, options.view, terminal.columns, terminal.paintOut).join('\n'));
  if (options.open) await openPage(target, terminal);
  return gravest(unwritten.map(({ code }) => FAILURE_CODES[code].exit));
}

/** The other runs of the folder, for exports that keep many. */
function runsBefore(result: RunResult, folder: string, recover: Recover | undefined): readonly RunResult[] {
  return (
    readRuns(folder, recover)
      .runs.filter(({ summary }) => summary.id !== result.run.id)
      // A run that was cut short has a journal in its folder, and no results beside it.
      .map(({ path }) => readStoredRun(existsSync(path) ? path : dirname(path), recover).result)
  );
}

/** Two runs that were never neighbours: what is found here takes the place of what was measured side by side. */
function withChanges(result: RunResult, base: RunResult | null, across: readonly Across[]): RunResult {
  return base === null ? result : { ...result, changes: compareRuns(base, result, across) };
}

function historyIn(folder: string, recover: Recover | undefined): readonly HistoryChart[] {
  const summaries = readRuns(folder, recover).runs.map(({ summary }) => summary);
  return historyOf(summaries, CHANGE_POINTS);
}

async function drawSite({ runs, out, reports, open }: Site, terminal: Terminal): Promise<ExitCode> {
  const assets = await readAssets(findPackage().root);
  const site = writeSite({ runs, out, reports, assets, find: CHANGE_POINTS });
  for (const { name, reason } of site.skipped)
    terminal.err(
      failureText(
        failure(
          'EL1005',
          `${name} is not shown: ${reason}.`,
          'Remove it, or ignore this warning: the other runs are shown.',
        ),
        terminal.paintErr,
        'warning',
      ),
    );
  terminal.err(`${site.runs} run${site.runs === 1 ? '' : 's'} in the site.`);
  terminal.out(fileLink(site.index));
  if (open) await openPage(site.index, terminal);
  return 0;
}
