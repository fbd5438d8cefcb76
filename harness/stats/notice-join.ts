// Computes latencies of notices from the runner's time of the notice and the witness's time of the change.
import type { ClockOffset } from '../contract/invocation.ts';
import type { WitnessRecord } from '../contract/witness.ts';

/**
 * Turns times by the runner's clock into latencies, in place. A notice of an edit counts from just before the edit's first
 * system call (`beganNs`): the calls themselves, some tens of microseconds, are in it, equally for everybody, and it can not
 * be negative. Counting from the stamp behind the last call would make a runner look early whenever the writer is
 * descheduled between the two. Of a burst it counts from the end of the last write. The scenario's proof (W3) has
 * already established that sample i belongs to edit i.
 */
export function noticeLatencies(
  samples: Float64Array,
  witness: WitnessRecord | null,
  clock: ClockOffset | null,
): void {
  if (clock === null)
    throw new Error('notices cannot be joined without a clock offset: the proof should have failed');
  for (let i = 0; i < samples.length; i++)
    samples[i] = (samples[i] ?? 0) + clock.offsetNs - startOfNotice(witness, i);
}

function startOfNotice(witness: WitnessRecord | null, index: number): number {
  if (witness?.kind === 'burst') return witness.endedNs;
  const edit =
    witness?.kind === 'edits'
      ? witness.edits[index]
      : witness?.kind === 'acts'
        ? witness.states[index]
        : undefined;
  if (edit === undefined) throw new Error(`notice ${index} has no edit: the proof should have failed`);
  return edit.beganNs;
}
