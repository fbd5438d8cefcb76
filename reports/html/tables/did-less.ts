// Whether a subject did less: a speed-up is shown beside the events that the subject may skip, such as coalesced notices.
import type { Cell } from '../../../harness/contract/result.ts';
import { formatCount } from '../../words/format.ts';

/** From here on the events of two subjects differ by more than a stray one. */
const LESS = 0.98;

/** A sentence when the proofs of the subject rest on fewer events an invocation than those of the reference; else null. */
export function didLess(cell: Cell | undefined, reference: Cell | undefined): string | null {
  const [own, other] = [eventsOf(cell), eventsOf(reference)];
  if (own === null || other === null || own >= other * LESS) return null;
  return `It did less: ${formatCount(own)} events an invocation, the reference ${formatCount(other)}.`;
}

function eventsOf(cell: Cell | undefined): number | null {
  const proof = cell?.proof ?? null;
  return proof === null || proof.invocations === 0 ? null : proof.events / proof.invocations;
}
