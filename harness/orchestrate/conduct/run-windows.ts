// The measured windows of a run: their share of the time, and disturbances that may have changed a number.
import type { InvocationRecord, RoundRecord } from '../../contract/invocation.ts';
import type { Calibration } from '../../contract/calibration.ts';
import type { SliceWindow } from '../../run/block/slice-block.ts';
import type { SliceValues } from '../../stats/slice-values.ts';

export interface RunWindows {
  /** After each block of slices. */
  readonly slices: (window: SliceWindow) => void;
  /** After each invocation; `values` where it was proved and sliced. */
  invocation(record: InvocationRecord, values: SliceValues | null): void;
  /** Time inside rounds and slices, in nanoseconds; rounds that ran side by side count once. */
  busyNs(): number;
  summary(): Calibration['windows'];
}

/** A slice that took so much longer than its CPU was not alone on it. For slices that do not sleep. */
const PREEMPTED_SHARE = 0.1;
const PREEMPTED_LEAST_NS = 50_000;
/** With this share of such slices the whole window of the invocation counts as contaminated. */
const CONTAMINATED_SLICES = 0.1;
/** A round whose threads waited so long for a CPU is contaminated too. */
const CONTAMINATED_WAIT = 0.05;

export function watchWindows(): RunWindows {
  const intervals: (readonly [fromNs: number, toNs: number])[] = [];
  let sliceNs = 0;
  const phase = { slotsNs: 0, orchestratorNs: 0 };
  const windows = { total: 0, contaminated: 0 };
  const slices = { measured: 0, preempted: 0 };
  const waits = { waitNs: 0, windowNs: 0 };

  const count = (contaminated: boolean): void => {
    windows.total++;
    if (contaminated) windows.contaminated++;
  };
  const round = (one: RoundRecord): void => {
    const windowNs = one.endNs - one.startNs;
    const { waitNs } = one.resources;
    if (waitNs !== null) {
      waits.waitNs += waitNs;
      waits.windowNs += windowNs;
    }
    if (one.purpose === 'measured') count(waitNs !== null && waitNs > CONTAMINATED_WAIT * windowNs);
  };
  return {
    slices({ slotsNs, orchestratorNs }) {
      phase.slotsNs += slotsNs;
      phase.orchestratorNs += orchestratorNs;
    },
    invocation({ rounds, clock, conditions, slices: sliced }, values) {
      for (const one of rounds) {
        const offsetNs = clock?.offsetNs ?? 0;
        intervals.push([one.startNs + offsetNs, one.endNs + offsetNs]);
        // On a shared CPU threads wait for each other and for partners, even on an idle machine.
        if (conditions.cpu === null) round(one);
      }
      if (sliced === null) return;
      sliceNs += sum(sliced.turnNs);
      if (values === null) return;
      const preempted = preemptedSlices(values);
      slices.measured += values.wallNs.length;
      slices.preempted += preempted;
      count(preempted > CONTAMINATED_SLICES * values.wallNs.length);
    },
    busyNs: () => sliceNs + unionNs(intervals),
    summary: () => ({
      ...windows,
      preemptedShare: share(slices.preempted, slices.measured),
      waitShare: share(waits.waitNs, waits.windowNs),
      orchestratorShare: share(phase.orchestratorNs, phase.slotsNs),
    }),
  };
}

/** By their CPU, slices that sleep look the same as slices that were preempted: those say nothing here. */
function preemptedSlices({ series, warmup }: SliceValues): number {
  const wall = series.wallNs.slice(warmup);
  const cpu = (series.cpuNs ?? []).slice(warmup);
  const lost = wall.map((ns, i) => ns - (cpu[i] ?? ns));
  const sleeps = lost.filter((ns, i) => ns > 0.5 * (wall[i] ?? 0)).length > wall.length / 2;
  if (sleeps) return 0;
  return lost.filter((ns, i) => ns > PREEMPTED_LEAST_NS && ns > PREEMPTED_SHARE * (wall[i] ?? 0)).length;
}

function unionNs(intervals: readonly (readonly [number, number])[]): number {
  let total = 0;
  let end = Number.NEGATIVE_INFINITY;
  for (const [from, to] of intervals.toSorted((a, b) => a[0] - b[0])) {
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total;
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
