// The plausibility gate: conditions that hold for every honest measurement. One function per check.
import { assertNever } from '../contract/failure.ts';
import type { Plausibility } from '../contract/numbers.ts';

interface Window {
  readonly startNs: number;
  readonly endNs: number;
}

/** The runner reported as many operations as were requested: omitted work would look like speed. */
export function operationsKept(asked: number, reported: number): Plausibility {
  return verdict(
    'operations',
    asked === reported,
    `${asked} operations were asked for and ${reported} reported`,
  );
}

/** Each window ends after it begins, and begins after the last one has ended. There is at least one. */
export function clockKept(windows: readonly Window[]): Plausibility {
  const bad = windows.findIndex(({ startNs, endNs }, i) => {
    const before = windows[i - 1]?.endNs ?? Number.NEGATIVE_INFINITY;
    return !(startNs < endNs && before <= startNs);
  });
  const [broken, before] = [windows[bad], windows[bad - 1]];
  if (broken === undefined)
    return verdict(
      'clock',
      windows.length > 0,
      `${windows.length} windows follow each other on the runner's clock`,
    );
  const reason =
    broken.startNs < broken.endNs
      ? `begins ${time((before?.endNs ?? Number.NaN) - broken.startNs)} before window ${bad} ends`
      : `ends ${time(broken.startNs - broken.endNs)} before it begins, or at once`;
  return verdict('clock', false, `window ${bad + 1} of ${windows.length} ${reason}`);
}

/** What the smallest sample may be. A timer may fire early by its tolerance; nothing else may be faster than the resolution of the clock. */
export type SmallestSample =
  | { readonly kind: 'latency'; readonly smallestNs: number; readonly resolutionNs: number }
  | { readonly kind: 'lateness'; readonly smallestNs: number; readonly toleranceNs: number };

export function smallestKept(sample: SmallestSample): Plausibility {
  switch (sample.kind) {
    case 'latency':
      return verdict(
        'smallest sample',
        sample.smallestNs >= sample.resolutionNs,
        `the shortest latency is ${time(sample.smallestNs)}, and the clock resolves ${time(sample.resolutionNs)}`,
      );
    case 'lateness':
      return verdict(
        'smallest sample',
        sample.smallestNs >= -sample.toleranceNs,
        `the earliest firing is ${time(sample.smallestNs)} late, and ${time(-sample.toleranceNs)} is allowed`,
      );
    default:
      return assertNever(sample);
  }
}

/** A higher quantile is never a smaller value. */
export function quantilesKept(
  points: readonly { readonly q: number; readonly valueNs: number }[],
): Plausibility {
  const bad = points.findIndex(({ q, valueNs }, i) => {
    const before = points[i - 1];
    return Number.isNaN(valueNs) || (before !== undefined && !(before.q < q && before.valueNs <= valueNs));
  });
  const [broken, before] = [points[bad], points[bad - 1]];
  const text =
    broken === undefined
      ? `${points.length} quantiles ascend`
      : `quantile ${broken.q} is ${time(broken.valueNs)}, after ${time(before?.valueNs ?? Number.NaN)} at ${before?.q ?? 'none'}`;
  return verdict('quantiles', broken === undefined, text);
}

export interface ClosedLoop {
  readonly operationsPerSecond: number;
  readonly meanLatencyNs: number;
  /** Connections times what each may have under way. */
  readonly limit: number;
  /** The number of samples. With few of them, beginning and end, when little is under way, are most of the time. */
  readonly samples: number;
}

/** Samples of edges overlap the window by a little. */
const IN_FLIGHT_ABOVE = 1.05;
/**
 * A closed loop that asks again at once keeps its places taken. But a machine whose cores are taken takes time that lies between the
 * samples: an honest round was seen at 0.44. A tenth means that most of the work has no sample at all.
 */
const IN_FLIGHT_BELOW = 0.1;
const ENOUGH_SAMPLES = 1000;
/** A connection is opened and closed for its messages: with few of them that takes much of the time. */
const ENOUGH_EACH = 50;

/**
 * Little's law: mean number in flight = throughput x mean latency, for any order and any distribution (J. D. C. Little 1961). More than the
 * closed loop admits, and one of the two numbers is wrong; far less, and time passed that no sample accounts for.
 */
export function inFlightKept(loop: ClosedLoop): Plausibility {
  const { operationsPerSecond, meanLatencyNs, limit, samples } = loop;
  const few = samples < Math.max(ENOUGH_SAMPLES, ENOUGH_EACH * limit);
  const inFlight = (operationsPerSecond * meanLatencyNs) / 1e9;
  return verdict(
    'in flight',
    inFlight <= limit * IN_FLIGHT_ABOVE && (few || inFlight >= limit * IN_FLIGHT_BELOW),
    `${digits(operationsPerSecond)} operations/s of ${time(meanLatencyNs)} each are ${digits(inFlight)} in flight on average; ` +
      `the loop admits ${limit}`,
  );
}

export interface BestCase {
  readonly operations: number;
  readonly windowNs: number;
  /** The least time between a question to this runner and its answer. */
  readonly roundTripNs: number;
}

/** Nothing that goes through an event loop, a queue or a promise takes less; 36 ns is the least that was seen. */
const LEAST_OPERATION_NS = 5;

/** No runner is faster than one that only answers the protocol, except where operations are so small that hundreds fit into an answer. */
export function throughputKept({ operations, windowNs, roundTripNs }: BestCase): Plausibility {
  const leastNs = Math.min(roundTripNs, operations * LEAST_OPERATION_NS);
  return verdict(
    'throughput',
    windowNs >= leastNs,
    `${operations} operations in ${time(windowNs)}; a runner that does nothing needs ${time(leastNs)}`,
  );
}

export interface Windows {
  /** By the runner's clock. */
  readonly runner: Window;
  /** By the harness's clock: from before it asked until after it was answered. */
  readonly harness: Window;
  /** Added to the runner's time gives the harness's. */
  readonly offsetNs: number;
  readonly errorNs: number;
}

/** The runner measured while the harness waited for it: neither before it was asked nor after it answered. */
export function windowKept({ runner, harness, offsetNs, errorNs }: Windows): Plausibility {
  const early = harness.startNs - (runner.startNs + offsetNs);
  const late = runner.endNs + offsetNs - harness.endNs;
  const text =
    `the runner's window begins ${time(-early)} after it was asked for and ends ${time(-late)} before it was answered; ` +
    `the clocks agree to ${time(errorNs)}`;
  return verdict('window', early <= errorNs && late <= errorNs, text);
}

export interface CpuUse {
  readonly cpuNs: number;
  readonly wallNs: number;
  readonly cpus: number;
  /** How far apart the two clocks may have been read. */
  readonly slackNs: number;
}

/** A process uses no more CPU time than there is. */
export function cpuKept({ cpuNs, wallNs, cpus, slackNs }: CpuUse): Plausibility {
  return verdict(
    'CPU time',
    cpuNs >= 0 && cpuNs <= wallNs * cpus + slackNs,
    `${time(cpuNs)} of CPU time in ${time(wallNs)} on ${cpus} CPU${cpus === 1 ? '' : 's'}`,
  );
}

/** The kernel may owe the threads that do not read their own clock a tick: 10 ms, where it ticks 100 times a second. */
export const cpuSlackNs = (cpus: number): number => cpus * 10e6;

const CPU_TOLERANCE = 0.1;

/** The runner's CPU time agrees with the kernel's count. */
export function cpuAgrees(runnerNs: number, kernelNs: number): Plausibility {
  return verdict(
    'CPU time of the kernel',
    Math.abs(runnerNs - kernelNs) <= CPU_TOLERANCE * kernelNs,
    `the runner reports ${time(runnerNs)} of CPU time and the kernel ${time(kernelNs)}; 10 % apart is allowed`,
  );
}

export interface SlotTimes {
  /** A slice that lasted longer than its slot; null: there is none. */
  readonly longer: { readonly slice: number; readonly wallNs: number; readonly turnNs: number } | null;
  /** The measured slice that fills the largest share of its slot: the least disturbed one. */
  readonly best: { readonly wallNs: number; readonly turnNs: number };
}

/** A token and its answer cost some tens of microseconds: beside longer slots they are negligible. */
const LONG_TURN_NS = 0.5e6;
/** On a machine so busy that both sides wait for a CPU in every slot, a millisecond may take nine. */
const LEAST_SHARE = 0.1;

/** A slice is a part of its slot, and on a quiet machine nearly all of it. */
export function turnsKept({ longer, best }: SlotTimes): Plausibility {
  if (longer !== null) {
    const { slice, wallNs, turnNs } = longer;
    const text = `slice ${slice} lasted ${time(wallNs)} by the runner, and the harness waited ${time(turnNs)} for it`;
    return verdict('turns', false, text);
  }
  return verdict(
    'turns',
    best.turnNs < LONG_TURN_NS || best.wallNs >= LEAST_SHARE * best.turnNs,
    `no slice is longer than its turn, and one fills ${time(best.wallNs)} of ${time(best.turnNs)}`,
  );
}

/** Helper threads of a runtime, and the answer to the token, take CPU time between the slices too: at most as much again. */
const LEAST_OF_RUN = 0.5;

/** The CPU time that the kernel counted must fit into the slices: a runner that understates its slices cannot change that count. */
export function slicesHold(wallNs: number, cpus: number, kernelNs: number): Plausibility {
  return verdict(
    'time of slices',
    wallNs * cpus >= LEAST_OF_RUN * kernelNs,
    `the slices last ${time(wallNs)} in all, and the kernel counted ${time(kernelNs)} of CPU time`,
  );
}

/** A comparison with NaN is false, so a number that is missing never passes. */
function verdict(check: string, kept: boolean, text: string): Plausibility {
  return { check, kept, text };
}

function digits(value: number): string {
  return Math.abs(value) >= 1000 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

function time(ns: number): string {
  const size = Math.abs(ns);
  if (size >= 1e9) return `${digits(ns / 1e9)} s`;
  if (size >= 1e6) return `${digits(ns / 1e6)} ms`;
  return size >= 1e3 ? `${digits(ns / 1e3)} us` : `${digits(ns)} ns`;
}
