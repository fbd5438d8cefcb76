// What must hold of the slices of one invocation before their times are numbers: the runner's columns against what the harness saw.
import type { InvocationRecord, SliceRecord } from '../contract/invocation.ts';
import type { Plausibility } from '../contract/numbers.ts';
import type { SliceColumns } from '../contract/trace.ts';
import { gatherChecks } from './gather-checks.ts';
import {
  clockKept,
  cpuAgrees,
  cpuKept,
  cpuSlackNs,
  operationsKept,
  slicesHold,
  turnsKept,
} from './plausibility.ts';

/** Below this the kernel's and the runner's moments of reading lie too far apart for the time between. */
const LEAST_RUN_NS = 20e6;
/** The clock steps by this or less, and slewing moves it by less than a thousandth. */
const TURN_SLACK_NS = 2000;

export interface SliceEvidence {
  readonly record: InvocationRecord;
  readonly sliced: SliceRecord;
  readonly columns: SliceColumns;
  /** On which the process could run. */
  readonly cpus: number;
}

export function sliceChecks({ record, sliced, columns, cpus }: SliceEvidence): Plausibility[] {
  const { warmup, runNs } = sliced;
  const used = useAfter(columns, warmup);
  const within = { cpuNs: sum(cpuOf(columns).slice(warmup)), wallNs: sum(wallsOf(columns).slice(warmup)) };
  const slackNs = cpuSlackNs(cpus);
  const checks = [
    ...operationsOf(sliced, columns),
    clockKept([
      ...record.rounds.slice(0, sliced.roundsBefore),
      ...windowsOf(columns),
      ...record.rounds.slice(sliced.roundsBefore),
    ]),
    turnsOf(sliced, columns),
    cpuNeverFalls(columns),
    cpuKept({ ...used, cpus, slackNs }),
    cpuKept({ ...within, cpus, slackNs }),
  ];
  if (runNs !== null && runNs > LEAST_RUN_NS)
    checks.push(cpuAgrees(nearestTo(runNs, columns, warmup), runNs), slicesHold(within.wallNs, cpus, runNs));
  return gatherChecks(checks, 'slices');
}

/** Slice by slice where they differ, else in all. */
function operationsOf({ asked }: SliceRecord, { operations }: SliceColumns): Plausibility[] {
  const odd = asked.findIndex((count, i) => operations[i] !== count);
  if (odd !== -1 || asked.length !== operations.length) {
    const at = odd === -1 ? asked.length : odd;
    const { text, ...broken } = operationsKept(asked[at] ?? 0, operations[at] ?? Number.NaN);
    return [{ ...broken, kept: false, text: `slice ${at + 1}: ${text}` }];
  }
  return [operationsKept(sum(asked), sum([...operations]))];
}

function windowsOf({ start, end }: SliceColumns): { readonly startNs: number; readonly endNs: number }[] {
  return [...start].map((startNs, i) => ({ startNs, endNs: end[i] ?? Number.NaN }));
}

function turnsOf({ turnNs, warmup }: SliceRecord, columns: SliceColumns): Plausibility {
  const turns = wallsOf(columns).map((wallNs, i) => ({ wallNs, turnNs: turnNs[i] ?? Number.NaN }));
  const over = turns.findIndex((turn) => !(turn.wallNs <= turn.turnNs * 1.001 + TURN_SLACK_NS));
  const longer = turns[over];
  const best = turns.slice(warmup).reduce((a, b) => (b.wallNs / b.turnNs > a.wallNs / a.turnNs ? b : a), {
    wallNs: 0,
    turnNs: Number.POSITIVE_INFINITY,
  });
  return turnsKept({ longer: longer === undefined ? null : { slice: over + 1, ...longer }, best });
}

function wallsOf({ start, end }: SliceColumns): number[] {
  return [...start].map((from, i) => (end[i] ?? Number.NaN) - from);
}

function cpuOf({ cpuStart, cpuEnd }: SliceColumns): number[] {
  return [...cpuStart].map((from, i) => (cpuEnd[i] ?? Number.NaN) - from);
}

/** Read by the runner before and after each slice, of all its threads since it began. */
function cpuNeverFalls({ cpuStart, cpuEnd }: SliceColumns): Plausibility {
  const readings = [...cpuStart].flatMap((from, i) => [from, cpuEnd[i] ?? Number.NaN]);
  const bad = readings.findIndex((value, i) => !(value >= (readings[i - 1] ?? 0)));
  const text =
    bad === -1
      ? `${readings.length} readings of the CPU time never fall`
      : `the CPU time ${bad % 2 === 0 ? 'before' : 'after'} slice ${Math.floor(bad / 2) + 1} is less than the reading before it`;
  return { check: 'CPU clock', kept: bad === -1, text };
}

/** From the end of the last warm-up slice to the end of the last slice, as the metric `slice-cpu` counts. */
function useAfter(
  { start, end, cpuStart, cpuEnd }: SliceColumns,
  warmup: number,
): { readonly cpuNs: number; readonly wallNs: number } {
  const since = (from: number | undefined, to: number | undefined): number =>
    (to ?? Number.NaN) - (from ?? Number.NaN);
  return {
    cpuNs: since(warmup === 0 ? cpuStart[0] : cpuEnd[warmup - 1], cpuEnd.at(-1)),
    wallNs: since(warmup === 0 ? start[0] : end[warmup - 1], end.at(-1)),
  };
}

/**
 * The kernel is read some time between the last slice of the warm-up and the first one behind it, while helper threads may work: what
 * the runner reports for that stretch may or may not be in what the kernel counts. Of all that it may mean, the nearest.
 */
function nearestTo(runNs: number, { cpuStart, cpuEnd }: SliceColumns, warmup: number): number {
  const last = cpuEnd.at(-1) ?? Number.NaN;
  const least = last - (cpuStart[warmup] ?? Number.NaN);
  const most = last - (warmup === 0 ? (cpuStart[0] ?? Number.NaN) : (cpuEnd[warmup - 1] ?? Number.NaN));
  return Math.min(most, Math.max(least, runNs));
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
