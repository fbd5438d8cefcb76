// Handles of the files that a runner fills, from before its process lives until what is in them was read.
import { releaseFile } from '../files/held-file.ts';
import type { HeldFile } from '../files/held-file.ts';

export interface HeldSidecars {
  readonly samples: HeldFile;
  readonly events: HeldFile;
  readonly trail: HeldFile;
}

/** Handles of invocations that are over, until what is in them was read. */
export interface KeptSidecars {
  keep(invocation: string, held: HeldSidecars): void;
  /** Who takes them releases them; null: there are none. */
  take(invocation: string): HeldSidecars | null;
  /** Releases what nobody took. */
  close(): void;
}

export function keepSidecars(): KeptSidecars {
  const kept = new Map<string, HeldSidecars>();
  return {
    keep(invocation, held) {
      const former = kept.get(invocation);
      if (former !== undefined) releaseSidecars(former);
      kept.set(invocation, held);
    },
    take(invocation) {
      const held = kept.get(invocation) ?? null;
      kept.delete(invocation);
      return held;
    },
    close() {
      for (const held of kept.values()) releaseSidecars(held);
      kept.clear();
    },
  };
}

export function releaseSidecars({ samples, events, trail }: HeldSidecars): void {
  for (const file of [samples, events, trail]) releaseFile(file);
}
