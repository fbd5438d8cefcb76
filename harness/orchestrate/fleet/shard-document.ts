// What a shard hands over, made of its ledger and its result.
import type { ShardDocument, SampleFile } from '../../contract/shard-document.ts';
import { cellId } from '../../contract/invocation.ts';
import type { RunResult } from '../../contract/result.ts';
import { limitsOf } from '../assemble/assemble.ts';
import type { AssembleInput } from '../assemble/assemble.ts';
import { touchedBy } from '../assemble/disturbed.ts';
import type { PlannedShard } from '../prepare/plan-run.ts';

export interface ShardSources {
  readonly shard: PlannedShard;
  readonly input: Pick<
    AssembleInput,
    'comparing' | 'trusting' | 'runtimes' | 'failures' | 'ledger' | 'disturbances'
  >;
  readonly result: RunResult;
  readonly samples: readonly SampleFile[];
}

export function shardDocumentOf({ shard, input, result, samples }: ShardSources): ShardDocument {
  const { packed, view } = shard;
  const { comparing, ledger } = input;
  if (comparing === 'sides') throw new Error('two builds are compared on one machine, not in shards');
  const touched = touchedBy(input.disturbances.spans, ledger);
  return {
    shard: view,
    blocks: packed.blocks.map(({ id }) => id),
    unsupported: [...packed.unsupported],
    comparing,
    trusting: input.trusting,
    limits: limitsOf(input),
    failures: input.failures.map(({ evidence, ...said }) => ({ ...said, evidence: [...evidence] })),
    touched: ledger.cells.flatMap(({ key }) => {
      const cell = cellId(key);
      const { repetitions, count } = touched.of(cell);
      if (repetitions.size === 0) return [];
      const of = [...repetitions].map(([repetition, kinds]) => ({ repetition, kinds: [...kinds] }));
      return [{ cell, count, repetitions: of }];
    }),
    samples: [...samples],
    result,
  };
}
