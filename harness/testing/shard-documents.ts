// For tests: a plan of some blocks, as one shard or as several, with cells whose values are given.
import type { Cell } from '../contract/result.ts';
import type { ShardDocument } from '../contract/shard-document.ts';
import { around, cellOf, runOf, sampleView } from './sample-run.ts';

/** A block of two subjects, the second slower by `factor`. */
export function blockOf(set: string, factor: number): Cell[] {
  const cell = (subject: string, value: number, side: Cell['side'] = 'head'): Cell =>
    cellOf(subject, around(value), {
      set,
      side,
      id: `${sampleView.id}:${set}:${subject}:${side}`,
      wallMs: 100,
    });
  return [
    cell('node/promises', 1000),
    cell('node/promises', 1001, 'control'),
    cell('python/coroutines', 1000 * factor),
  ];
}

/** Block i of the plan is in shard `assigned[i]`, counted from 1. */
export function shardDocuments(assigned: readonly number[], plan = 'p1'): ShardDocument[] {
  const sets = assigned.map((_, i) => `s${i}`);
  const count = Math.max(...assigned);
  return Array.from({ length: count }, (_, i): ShardDocument => {
    const own = sets.filter((__, block) => assigned[block] === i + 1);
    const result = runOf(own.flatMap((set) => blockOf(set, 1 + sets.indexOf(set) / 10)));
    const run = { ...result.run, id: `r${i + 1}`, shard: { plan, index: i + 1, count } };
    return {
      shard: { plan, index: i + 1, count },
      blocks: sets.map((set) => `${sampleView.id}/${set}`),
      unsupported: [],
      comparing: 'subjects',
      trusting: false,
      limits: [],
      failures: [],
      touched: [],
      samples: [],
      result: { ...result, run },
    };
  });
}
