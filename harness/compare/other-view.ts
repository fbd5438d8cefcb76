// A change of two stored runs is seen in two ways, by itself and beside the reference: what one of them shows and the other does not is no verdict.
import { beyondP } from '../stats/beyond-p.ts';
import type { Interval } from '../stats/interval.ts';
import { INTERVAL_LEVEL } from './scale.ts';
import type { Band, ScaledMetric } from './scale.ts';

export interface OtherView {
  readonly interval: Interval;
  readonly reference: string;
  /** The row is the reference's own: it is shown by itself, and this is its change beside the others. Else the other way round. */
  readonly own: boolean;
}

/** A row as it is shown, with the other view of it. */
export interface Viewed {
  readonly metric: ScaledMetric;
  readonly interval: Interval;
  readonly band: Band;
  readonly other: OtherView | null;
}

/** Of an interval under the hypothesis that the change is not worth a word. */
export function surpriseOf(metric: ScaledMetric, interval: Interval, band: Band): number {
  return metric.scale === 'ratio'
    ? beyondP(interval, -Math.log(band.low), Math.log(band.high))
    : beyondP(interval, -band.low, band.high);
}

/**
 * Does the other view bear out what is shown? Of two programs that moved apart, the one that moved itself, at least half of the way, is the
 * one that changed. A reference that moved by itself must have moved away from the others, too: else it was the machine.
 */
export function borneOut({ metric, interval, band, other }: Viewed): boolean {
  if (other === null) return true;
  const along = other.interval.estimate * Math.sign(interval.estimate);
  if (!other.own) return along >= Math.abs(interval.estimate) / 2;
  return along > 0 && surpriseOf(metric, other.interval, band) < 1 - INTERVAL_LEVEL;
}

/** Why a change that is shown and not borne out is none; null where there is nothing to say. */
export function contradiction(row: Viewed): string | null {
  const { metric, interval, band, other } = row;
  if (other === null || borneOut(row) || surpriseOf(metric, interval, band) >= 1 - INTERVAL_LEVEL)
    return null;
  return other.own
    ? 'by itself it changed, but not beside the subjects that ran with it: the machine may have changed'
    : `beside ${other.reference} it changed, but by itself it did not: either of the two may have changed`;
}

/** What a subject that is as before beside the reference has in common with it. */
export const commonChange = (reference: string): string =>
  `as before beside ${reference}, but both changed by themselves: the machine, or something that they share, may have changed`;
