// The memory layout of a process, drawn anew for each process: an uncontrolled condition must not be constant in a run.
import { symlink } from 'node:fs/promises';
import { crc32 } from '../contract/digest.ts';
import type { Conditions } from '../contract/invocation.ts';
import { splitMix32 } from '../contract/payload.ts';
import type { Step } from '../contract/plan.ts';

export type Layout = Pick<Conditions, 'heapBlockBytes' | 'environmentBytes' | 'hashSeed'> & {
  /** By how many characters the path of the package is longer than the invocation's folder; null: the path as it is. */
  readonly pathExtra: number | null;
};

/** As the machine happens to be: of what is judged and not measured. */
export const AS_IT_IS: Layout = { heapBlockBytes: 0, environmentBytes: 0, hashSeed: 0, pathExtra: null };

/** Below 128 KiB glibc takes memory from where small objects come from, too. */
const HEAP_BLOCK_LEAST_BYTES = 128 * 1024;
const HEAP_BLOCK_MOST_BYTES = 1024 * 1024;
/** One page: further ones only move the rest by whole pages. */
const ENVIRONMENT_BYTES = 4096;
const PATH_EXTRA = 64;

/**
 * The layout of one invocation. What compares runtimes draws for each process; of two builds both sides and the control get the same,
 * so that only the builds differ.
 */
export function layoutOf({ block, invocation, seed }: Step): Layout {
  if (block.reference === null) return AS_IT_IS;
  const own = block.sides.length > 1 ? 0 : crc32(new TextEncoder().encode(invocation));
  const next = splitMix32(seed ^ own ^ 0x1a40);
  return {
    heapBlockBytes: heapBlock(next),
    environmentBytes: next() % ENVIRONMENT_BYTES,
    hashSeed: next(),
    pathExtra: 1 + (next() % PATH_EXTRA),
  };
}

/** None in a third of the processes: that is a layout too. */
function heapBlock(next: () => number): number {
  if (next() % 3 === 0) return 0;
  return HEAP_BLOCK_LEAST_BYTES + (next() % (HEAP_BLOCK_MOST_BYTES - HEAP_BLOCK_LEAST_BYTES));
}

/** A path of the drawn length that leads to the package, beside the invocation's folder; the package's own where no link can be made. */
export async function linkPackage(
  packageRoot: string,
  directory: string,
  { pathExtra }: Layout,
): Promise<string> {
  if (pathExtra === null) return packageRoot;
  const link = `${directory}${'-'.repeat(pathExtra)}`;
  return await symlink(packageRoot, link, 'dir').then(
    () => link,
    () => packageRoot,
  );
}
