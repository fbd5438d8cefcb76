// What the styles of io_fanout.pool share: the two phases, where the files are, and how long a read is waited for.
import { join } from 'node:path';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';

type Kinds = Record<'beside' | 'freed_few' | 'freed_many' | 'behind' | 'slow', number>;

export interface PoolPhase {
  readonly key: number;
  readonly slow: number;
  readonly kinds: { readonly read: number; readonly freed: number; readonly slow: number };
  /** How often the read is looked for before the slow calls are let go. One long wait could be over in one turn of a loop that stalled. */
  readonly looks: number;
}

export const LOOK_MS = 5;

export function phasesOf(params: Parameters, kit: Kit): readonly [PoolPhase, PoolPhase] {
  const { beside, freed_few: freedFew, freed_many: freedMany, behind, slow } = kit.kinds as Kinds;
  return [
    { key: 0, slow: Number(params['few']), kinds: { read: beside, freed: freedFew, slow }, looks: 300 },
    { key: 1, slow: Number(params['many']), kinds: { read: behind, freed: freedMany, slow }, looks: 4 },
  ];
}

export const smallFile = (kit: Kit): string => join(kit.directory, 'small');
/** A FIFO: who opens it is held until the harness opens it too. */
export const slowFile = (kit: Kit, index: number): string => join(kit.directory, `slow-${index}`);
