// A rule's report on one trace, before the round and the surrounding events are added to make it a finding.
import type { EventColumns } from '../contract/trace.ts';
import type { Finding, FindingClass } from '../contract/verdict.ts';

/** A finding but for its round and invocation. */
export type FindingDraft = Omit<Finding, 'round' | 'invocation'>;

/** A broken rule at one row of a trace, or of a whole round when `row` is null. */
export interface Breach {
  readonly rule: string;
  readonly class: FindingClass;
  readonly key: number | null;
  readonly row: number | null;
  readonly text: string;
}

export interface Breaches {
  /** How many there were. */
  readonly count: number;
  /** The first of each key, at most `KEPT_BREACHES`. */
  readonly kept: readonly Breach[];
}

/** Follows a trace chunk by chunk. `firstRow` is the number of the chunk's first row in the trace. */
export interface TraceCheck {
  push(columns: EventColumns, firstRow: number): void;
  finish(): Breaches;
}

export const KEPT_BREACHES = 20;

export interface BreachList {
  add(breach: Breach): void;
  finish(): Breaches;
}

export function makeBreachList(): BreachList {
  const kept: Breach[] = [];
  const keys = new Set<number | null>();
  let count = 0;
  return {
    add(breach) {
      count++;
      if (kept.length === KEPT_BREACHES || keys.has(breach.key)) return;
      keys.add(breach.key);
      kept.push(breach);
    },
    finish: () => ({ count, kept }),
  };
}
