// Makes latencies of notices: the runner says when it knew, the witness says when it had happened.
import type { ClockOffset } from '../contract/invocation.ts';
import type { WitnessRecord } from '../contract/witness.ts';

/**
 * Turns times by the runner's clock into latencies, in place. A notice counts from the end of the change (`endedNs`, just
 * after the last system call of the edit; of a burst, after its last write): before that the content was not final, and no
 * correct runner could have held it for certain. The latency is signed: a runner that reads between the write and the stamp
 * behind it is early by those microseconds, and that is shown, not clipped. The scenario's proof (W3) has already
 * established that sample i belongs to edit i.
 */
export function noticeLatencies(
  samples: Float64Array,
  witness: WitnessRecord | null,
  clock: ClockOffset | null,
): void {
  if (clock === null)
    throw new Error('notices cannot be joined without a clock offset: the proof should have failed');
  for (let i = 0; i < samples.length; i++)
    samples[i] = (samples[i] ?? 0) + clock.offsetNs - endOfChange(witness, i);
}

function endOfChange(witness: WitnessRecord | null, index: number): number {
  if (witness?.kind === 'burst') return witness.endedNs;
  const edit = witness?.kind === 'edits' ? witness.edits[index] : undefined;
  if (edit === undefined) throw new Error(`notice ${index} has no edit: the proof should have failed`);
  return edit.endedNs;
}
