// How much of what was asked for has numbers: what tells a partial run from a whole one in every export.
import type { Cell, RunResult } from '../../harness/contract/result.ts';

export interface Coverage {
  /** Cells that were to have numbers: those of the head, without what a runtime does not support or is known to do otherwise. */
  readonly asked: number;
  readonly measured: number;
  /** `asked - measured`: 0 in a whole run, so that smaller is better. */
  readonly missing: number;
  /** Everything that was asked for ran and has numbers. */
  readonly whole: boolean;
  readonly sentence: string;
}

export function coverageOf({ run, cells }: RunResult): Coverage {
  const wanted = cells.filter(isWanted);
  const measured = wanted.filter(({ proof }) => proof !== null).length;
  const missing = wanted.length - measured;
  const absent = run.absent ?? [];
  const whole = missing === 0 && run.complete && !run.interrupted && absent.length === 0;
  const facts = [
    `${measured} of ${wanted.length} cells have numbers`,
    ...(run.interrupted ? ['the run was interrupted'] : run.complete ? [] : ['the run did not end its plan']),
    ...(absent.length === 0 ? [] : [`absent: ${absent.join(', ')}`]),
  ];
  const sentence = `${whole ? 'whole' : 'partial'}: ${facts.join('; ')}`;
  return { asked: wanted.length, measured, missing, whole, sentence };
}

const EXCUSED: ReadonlySet<Cell['verdict']> = new Set(['unsupported', 'known-divergence']);

function isWanted({ side, verdict }: Cell): boolean {
  return side === 'head' && !EXCUSED.has(verdict);
}
