// The run as the page needs it: blocks in order, subjects in order, and look-ups between cells, metrics and measurements.
import type { Measurement } from '../../harness/contract/numbers.ts';
import type { Cell, Comparison, RunResult, ScenarioView } from '../../harness/contract/result.ts';
import { formatShare, formatValue } from './format.ts';
import type { Scale } from './format.ts';
import { mergedOrder } from './merged-order.ts';

type ModeOfValues = NonNullable<Cell['modes']>[number];
export type Metric = ScenarioView['metrics'][number];

/** One scenario and one parameter set with its cells, the reference first. */
export interface BlockView {
  readonly scenario: ScenarioView;
  readonly set: string;
  readonly cells: readonly Cell[];
}

export interface ReportView {
  readonly result: RunResult;
  /** All subjects, the reference first, then by runtime, in the order in which the run has them, and style. A subject's place decides its look. */
  readonly subjects: readonly string[];
  /** All styles of all runtimes, in the order of the tables. */
  readonly styles: readonly string[];
  readonly blocks: readonly BlockView[];
  readonly comparisonsOf: (block: BlockView) => readonly Comparison[];
}

export function viewOf(result: RunResult): ReportView {
  const styles = orderedStyles(result);
  const subjects = orderedSubjects(result, styles);
  const place = new Map(subjects.map((subject, index) => [subject, index]));
  const blocks = result.scenarios.flatMap((scenario) => {
    const own = result.cells.filter((cell) => cell.scenario === scenario.id && cell.side === 'head');
    const sets = [...new Set(own.map((cell) => cell.set))];
    return sets.map((set) => ({
      scenario,
      set,
      cells: own
        .filter((cell) => cell.set === set)
        .sort((a, b) => (place.get(a.subject) ?? 0) - (place.get(b.subject) ?? 0)),
    }));
  });
  const compared = new Map<string, Comparison[]>();
  for (const entry of result.comparisons) {
    const key = placeOf(entry.scenario, entry.set);
    compared.set(key, [...(compared.get(key) ?? []), entry]);
  }
  return {
    result,
    subjects,
    styles,
    blocks,
    comparisonsOf: ({ scenario, set }) => compared.get(placeOf(scenario.id, set)) ?? [],
  };
}

function placeOf(scenario: string, set: string): string {
  return JSON.stringify([scenario, set]);
}

export function measurementOf(cell: Cell | undefined, metric: string): Measurement | undefined {
  return cell?.measurements.find((entry) => entry.metric === metric);
}

export function modesOf(cell: Cell | undefined): readonly ModeOfValues[] {
  return cell?.modes ?? [];
}

/** `41 µs (60 %) or 58 µs (40 %)`, each on a line of its own. */
export function modesText(modes: readonly ModeOfValues[], unit: string, scale: Scale): string {
  return modes
    .map(({ value, share }) => `${formatValue(value, unit, null, scale)} (${formatShare(share)})`)
    .join(' or\n');
}

/** It broke a rule in some of its judged invocations and kept it in others. */
export function isFlaky(cell: Cell | undefined): boolean {
  return (cell?.divergences ?? []).some(({ runs, of }) => runs < of);
}

function orderedSubjects(
  { cells, comparisons, run, runtimes: had }: RunResult,
  styles: readonly string[],
): string[] {
  const all = new Set([...cells.map((cell) => cell.subject), ...comparisons.map((entry) => entry.subject)]);
  const first = runtimeOf(run.reference);
  const runtimes = [...new Set([first, ...had.map(({ id }) => id), ...[...all].map(runtimeOf)])];
  const order = (subject: string): number =>
    subject === run.reference
      ? -1
      : runtimes.indexOf(runtimeOf(subject)) * (styles.length + 1) + styles.indexOf(styleOf(subject));
  return [...all].sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
}

export function runtimeOf(subject: string): string {
  return subject.split('/')[0] ?? subject;
}

export function styleOf(subject: string): string {
  return subject.slice(runtimeOf(subject).length + 1);
}

/** As each runtime has them; of a result that does not say, as its blocks have them. */
function orderedStyles({ runtimes, cells, comparisons }: RunResult): string[] {
  const said = runtimes.map(({ styles = [] }) => styles);
  const blocks = new Map<string, string[]>();
  for (const { scenario, set, subject } of [...cells, ...comparisons]) {
    const place = JSON.stringify([scenario, set, runtimeOf(subject)]);
    blocks.set(place, [...(blocks.get(place) ?? []), styleOf(subject)]);
  }
  return mergedOrder([...said, ...blocks.values()]);
}
