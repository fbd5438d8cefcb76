// What a scenario declares about its samples: how many there are, and what of the trace each must agree with. Rule W7 holds runners to it.
import type { OperationsProduct } from './measurement.ts';
import type { Parameters } from './message.ts';

/** What one sample is, and which events of a traced round it belongs to. Times are in nanoseconds. */
export type SampleValue =
  /**
   * How late the event is: its time minus the time and the digest (in microseconds) of a `start` event. `id`: the one with the
   * same id. `grid`: the first of the round, from which the due times go on by the digest of the event (its period) for each id. `last`: the last one before all events. Where it is one event for all, the workload reads its base after it, so all may be earlier by the same time.
   */
  | { readonly kind: 'lateness'; readonly start: string; readonly from: 'id' | 'last' | 'grid' }
  /** From some time after the `start` event with the same id to the event: never longer than the trace has it. */
  | { readonly kind: 'latency'; readonly start: string }
  /** A round trip of a closed loop on the key of the event. The parameter says how many are under way on a key at once. */
  | { readonly kind: 'round-trip'; readonly pipeline: string }
  /** A time on the runner's clock, within the round and not after the event. */
  | { readonly kind: 'moment' }
  /** A stretch of the round whose ends are no events. */
  | { readonly kind: 'stretch' };

export interface SamplePlan {
  /** Each event of this kind gives one sample. Samples are in the order of these events in the trace. */
  readonly event: string;
  /** Only the events on this key. */
  readonly key?: number;
  /** Only the events whose id is below this parameter. */
  readonly idBelow?: string;
  /** Where not every event of the kind gives a sample: the number of samples of a round, a product of parameters and numbers. */
  readonly count?: OperationsProduct;
  readonly value: SampleValue;
  /**
   * The greatest number of samples that are under way at once, a product. Their sum, and for lateness the delays with it, is at most the
   * round's duration times this number. Absent: any number is.
   */
  readonly atOnce?: OperationsProduct;
  /** For `lateness` with `atOnce`: the parameter with the delay of each timer, in milliseconds. */
  readonly delayMs?: string;
}

/** The value of a product for these parameters. */
export function productOf(product: OperationsProduct, params: Parameters): number {
  return product.reduce<number>(
    (all, factor) => all * (typeof factor === 'number' ? factor : Number(params[factor])),
    1,
  );
}
