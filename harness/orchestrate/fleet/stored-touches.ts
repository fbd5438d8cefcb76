// Which repetitions were disturbed, as each machine saw it for itself: spans of one machine say nothing about another. Pure.
import type { DisturbanceKind } from '../../contract/disturbance.ts';
import type { ShardDocument } from '../../contract/shard-document.ts';
import { UNTOUCHED_CELL } from '../assemble/disturbed.ts';
import type { Touched } from '../assemble/disturbed.ts';

export function storedTouches(documents: readonly Pick<ShardDocument, 'touched'>[]): Touched {
  const cells = new Map(
    documents.flatMap(({ touched }) =>
      touched.map(({ cell, count, repetitions }) => [
        cell,
        {
          count,
          repetitions: new Map(
            repetitions.map(({ repetition, kinds }) => [repetition, new Set<DisturbanceKind>(kinds)]),
          ),
        },
      ]),
    ),
  );
  return { of: (cell) => cells.get(cell) ?? UNTOUCHED_CELL };
}
