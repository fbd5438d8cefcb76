// The options of `report`: one stored run as a page, or a folder of runs as a site.
import { FailureError, failure } from '../../contract/failure.ts';
import type { Across } from '../../compare/machine-differences.ts';
import { readAcross } from './across-option.ts';
import { readExports } from './export-options.ts';
import type { ExportOptions } from './export-options.ts';
import { flagOption, integerOption, listOption, textOption } from './raw-options.ts';
import type { RawOptions } from './raw-options.ts';
import { readResultView } from './view-options.ts';
import type { ResultView } from '../../tables/result-lines.ts';

export type ReportOptions =
  | {
      readonly kind: 'page';
      readonly run: string;
      /** Null: beside the results. */
      readonly out: string | null;
      readonly against: string | null;
      /** What `against` may differ in. */
      readonly across: readonly Across[];
      /** The folder of runs whose history is drawn too. */
      readonly history: string | null;
      readonly exports: ExportOptions;
      /** How the result is printed beside the link; null: not at all. */
      readonly view: ResultView | null;
      readonly open: boolean;
    }
  | {
      readonly kind: 'site';
      readonly runs: string;
      readonly out: string;
      /** How many of the newest runs get a report of their own. */
      readonly reports: number;
      readonly open: boolean;
    };

/** A report has some 250 KB: a site with this many is easily published. */
const USUAL_REPORTS = 50;
const MOST_REPORTS = 100_000;

export function readReportOptions(run: string | null, raw: RawOptions): ReportOptions {
  const [runs = null, out = null, against = null, history = null] = ['site', 'out', 'against', 'history'].map(
    (name) => textOption(raw, name),
  );
  const reports = integerOption(raw, 'reports', { from: 0, to: MOST_REPORTS });
  const scenarios = listOption(raw, 'scenario');
  const exports = readExports(raw, { scenarios });
  if (scenarios.length > 0 && exports.requests.length === 0)
    throw usage('--scenario was given without --export.');
  const open = flagOption(raw, 'open');
  const across = readAcross(raw);
  const asked = readResultView(raw);
  const view = flagOption(raw, 'text') || asked.kind !== 'answer' ? asked : null;
  if (runs !== null) {
    if (run !== null || against !== null || history !== null || exports.requests.length > 0 || view !== null)
      throw usage('--site was given together with a run or an option for one run.');
    if (out === null) throw usage('--site was given without --out.');
    return { kind: 'site', runs, out, reports: reports ?? USUAL_REPORTS, open };
  }
  if (run === null) throw usage('No run was named.');
  if (reports !== null) throw usage('--reports was given without --site.');
  if (across.length > 0 && against === null) throw usage('--across was given without --against.');
  return { kind: 'page', run, out, against, across, history, exports, view, open };
}

function usage(cause: string): FailureError {
  const next =
    'Give one run (`evenloop report <run>`), or a folder of runs (`--site <folder> --out <folder>`).';
  return new FailureError(failure('EL1004', cause, next));
}
