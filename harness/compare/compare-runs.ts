// Compares two stored runs: what became slower or faster, as far as two separate runs can show.
import type { Cell, Change, RunResult, ScenarioView } from '../contract/result.ts';
import { median } from '../stats/median.ts';
import { intervalAround } from '../stats/interval.ts';
import type { Interval } from '../stats/interval.ts';
import type { OtherView, Viewed } from './other-view.ts';
import { welchInterval } from '../stats/welch-interval.ts';
import { withoutDisturbed } from './disturbed-rows.ts';
import { machineDifferences, machineNote } from './machine-differences.ts';
import type { Across } from './machine-differences.ts';
import { startDifferences, startNote } from './start-differences.ts';
import { besideReference } from './beside-reference.ts';
import type { BesideOf } from './beside-reference.ts';
import { repetitionsOf } from './cell-repetitions.ts';
import type { ChangeHead, OpenChange } from './change-verdict.ts';
import { decideChanges, decidedWithoutNumbers } from './change-verdict.ts';
import type { Band, ScaledMetric } from './scale.ts';
import { bandOf, INTERVAL_LEVEL, MINIMUM_PAIRS, toScale } from './scale.ts';

/**
 * Two runs never share the state of the machine: clock speed, heap layouts and neighbours change in between, by a few
 * percent even where nothing changed. Below this share of the value no verdict is drawn from unpaired runs.
 */
export const UNPAIRED_EFFECT = 0.05;

/**
 * In the order of head's cells, those that are gone at the end. Two machines, or runtimes of other versions or other flags, are two experiments:
 * their rows are compared only `across` what differs, and then each says so.
 */
export function compareRuns(base: RunResult, head: RunResult, across: readonly Across[] = []): Change[] {
  const two = { base, head, unlike: unlikeOf(base, head, across), beside: yardstick(base, head) };
  const before = headCells(base);
  const after = headCells(head);
  const rows = after.flatMap((cell) => {
    const scenario = head.scenarios.find(({ id }) => id === cell.scenario);
    const old = before.find((other) => sameCell(other, cell));
    return (scenario?.metrics ?? []).map((metric) => rowOf(two, old, cell, metric));
  });
  const gone = before
    .filter((cell) => !after.some((other) => sameCell(other, cell)))
    .flatMap((cell) => goneRows(base, cell));
  return withoutDisturbed(decideChanges([...rows, ...gone]), base, head);
}

/** What differs in how a cell was measured, as its row says it: `accepted` where it may. */
interface Unlike {
  readonly note: (cell: Cell) => string;
  readonly accepted: boolean;
}

interface TwoRuns {
  readonly base: RunResult;
  readonly head: RunResult;
  readonly unlike: readonly Unlike[];
  readonly beside: BesideOf;
}

/** The reference is a yardstick only where it is the same program on the same machine. */
function yardstick(base: RunResult, head: RunResult): BesideOf {
  if (machineDifferences(base, head).length > 0) return () => null;
  const starts = startDifferences(base, head);
  const beside = besideReference(base, head);
  return (cell, metric) => {
    const found = beside(cell, metric);
    return found === null || startNote(starts, { subject: found.reference }) !== '' ? null : found;
  };
}

function unlikeOf(base: RunResult, head: RunResult, across: readonly Across[]): Unlike[] {
  const machine = machineNote(machineDifferences(base, head));
  const starts = startDifferences(base, head);
  return [
    { note: () => machine, accepted: across.includes('machines') },
    { note: (cell) => startNote(starts, cell), accepted: across.includes('runtimes') },
  ];
}

/** A style that was never to be run is no cell: it is `new` once it is supported, and `gone` once it no longer is. */
function headCells(run: RunResult): Cell[] {
  return run.cells.filter(({ side, verdict }) => side === 'head' && verdict !== 'unsupported');
}

function sameCell(a: Cell, b: Cell): boolean {
  return a.scenario === b.scenario && a.set === b.set && a.subject === b.subject;
}

function goneRows(base: RunResult, cell: Cell): OpenChange[] {
  const metrics = base.scenarios.find(({ id }) => id === cell.scenario)?.metrics ?? [];
  return metrics.map((metric) =>
    decidedWithoutNumbers(headOf(cell, metric), 'gone', 'the new run does not have this cell'),
  );
}

function rowOf(two: TwoRuns, old: Cell | undefined, cell: Cell, metric: ScaledMetric): OpenChange {
  const row = headOf(cell, metric);
  if (old === undefined) return decidedWithoutNumbers(row, 'new', 'the old run does not have this cell');
  const obstacle = obstacleOf(two, old, cell, metric);
  if (obstacle !== null) return decidedWithoutNumbers(row, 'not-comparable', obstacle);
  const oldValues = scaled(metric, old);
  const newValues = scaled(metric, cell);
  const fewest = Math.min(oldValues.length, newValues.length);
  if (fewest < MINIMUM_PAIRS)
    return decidedWithoutNumbers(
      row,
      'inconclusive',
      `${fewest} values on one side; ${MINIMUM_PAIRS} are needed for an interval`,
    );
  const itself = areTheSame(oldValues, newValues);
  const interval = itself
    ? intervalAround(0, 0, { standardError: 0, degreesOfFreedom: oldValues.length - 1 })
    : welchInterval(oldValues, newValues, INTERVAL_LEVEL);
  const band = unpairedBand(metric, old);
  return {
    kind: 'open',
    head: row,
    metric,
    ...viewed(interval, itself ? null : two.beside(cell, metric)),
    band,
    same: band,
    note: notesOn(two, cell).join('; '),
  };
}

/** A subject is shown beside the reference, the reference by itself. */
function viewed(alone: Interval, beside: OtherView | null): Pick<Viewed, 'interval' | 'other'> {
  if (beside === null) return { interval: alone, other: null };
  const { interval, reference, own } = beside;
  return own ? { interval: alone, other: beside } : { interval, other: { interval: alone, reference, own } };
}

/** No two measurements agree in every digit: these are one, compared with itself. */
function areTheSame(old: readonly number[], now: readonly number[]): boolean {
  return old.length === now.length && old.every((value, index) => value === now[index]);
}

function headOf(cell: Cell, metric: ScaledMetric): ChangeHead {
  const { scenario, set, subject } = cell;
  return { scenario, set, subject, metric: metric.id, primary: metric.primary, scale: metric.scale };
}

function obstacleOf(
  { base, head, unlike }: TwoRuns,
  old: Cell,
  cell: Cell,
  metric: ScaledMetric,
): string | null {
  if (base.run.profile !== head.run.profile)
    return `the profiles differ: ${base.run.profile} and ${head.run.profile}`;
  const other = unlike.filter(({ accepted }) => !accepted).map(({ note }) => note(cell));
  if (other.some((note) => note !== '')) return other.filter((note) => note !== '').join('; ');
  const versions = [base, head].map((run) => scenarioOf(run, cell)?.version ?? 0);
  if (versions[0] !== versions[1]) return `the scenario's versions differ: ${versions.join(' and ')}`;
  if (!sameParameters(old, cell)) return 'the parameters differ';
  const was = scenarioOf(base, old)?.metrics.find(({ id }) => id === metric.id);
  if (was?.unit !== metric.unit || was.better !== metric.better || was.scale !== metric.scale)
    return 'the definitions of the metric differ';
  if (old.verdict !== 'equivalent') return `the old cell is ${old.verdict}: ${old.reason}`;
  return cell.verdict === 'equivalent' ? null : `the new cell is ${cell.verdict}: ${cell.reason}`;
}

function scenarioOf(run: RunResult, cell: Cell): ScenarioView | undefined {
  return run.scenarios.find(({ id }) => id === cell.scenario);
}

function sameParameters(a: Cell, b: Cell): boolean {
  const names = new Set([...Object.keys(a.params), ...Object.keys(b.params)]);
  return [...names].every((name) => a.params[name] === b.params[name]);
}

function scaled(metric: ScaledMetric, cell: Cell): number[] {
  return repetitionsOf(cell, metric.id).flatMap((value) => {
    const number = toScale(metric, value);
    return number === null ? [] : [number];
  });
}

function unpairedBand(metric: ScaledMetric, old: Cell): Band {
  if (metric.scale === 'ratio') return bandOf(metric, Math.max(metric.minimumEffect, UNPAIRED_EFFECT));
  const usual = Math.abs(median(repetitionsOf(old, metric.id).filter((value) => value !== null)));
  return bandOf(metric, Math.max(metric.minimumEffect, UNPAIRED_EFFECT * usual));
}

const notesOn = ({ unlike }: TwoRuns, cell: Cell): string[] =>
  unlike.map(({ note }) => note(cell)).filter((note) => note !== '');
