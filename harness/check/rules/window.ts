// Harness rules W1 and W2 on windows: they do not overlap, and they lie between the harness's own stamps.
import type { ClockOffset, InvocationRecord, RoundRecord } from '../../contract/invocation.ts';
import type { FindingDraft } from '../breach.ts';

/** `previousEndNs` is where the window before ended, 0 for the first. */
export function windowDrafts(
  round: RoundRecord,
  previousEndNs: number,
  clock: ClockOffset | null,
): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  const { startNs, endNs, sentNs, receivedNs } = round;
  if (endNs < startNs)
    drafts.push(draft('W1', `the window ends at ${endNs} ns, before its start at ${startNs} ns`));
  if (startNs < previousEndNs)
    drafts.push(
      draft('W1', `the window starts at ${startNs} ns, before the last one ended at ${previousEndNs} ns`),
    );
  if (clock === null)
    return [...drafts, draft('W2', "the runner's clock was never compared with the harness's")];
  const earliestNs = sentNs - clock.errorNs;
  const latestNs = receivedNs + clock.errorNs;
  if (startNs + clock.offsetNs < earliestNs)
    drafts.push(
      draft(
        'W2',
        `the window starts ${earliestNs - startNs - clock.offsetNs} ns before the round was asked for`,
      ),
    );
  if (endNs + clock.offsetNs > latestNs)
    drafts.push(
      draft('W2', `the window ends ${endNs + clock.offsetNs - latestNs} ns after its reply arrived`),
    );
  return drafts;
}

/** The clock whose epoch all processes of a machine share. */
const SHARED_CLOCK = 'CLOCK_MONOTONIC';

/** An epoch on the shared clock that the exchange of clocks contradicts was not used, but it was claimed. */
export function epochDrafts({ ready, clock }: Pick<InvocationRecord, 'ready' | 'clock'>): FindingDraft[] {
  if (ready === null || clock === null || clock.source === 'shared-epoch') return [];
  const { name, epochNs } = ready.clock;
  if (name !== SHARED_CLOCK || epochNs === null) return [];
  return [draft('W2', `by the exchange of clocks the epoch ${epochNs} on ${name} is not that of the runner`)];
}

/** The coarsest clock that a runner may have. By one that is coarser, windows, moments and samples would be held to nothing. */
export const COARSEST_CLOCK_NS = 100_000;

/** What a clock resolves is what W2 and W3 allow it: a runner cannot buy more by saying more. */
export function resolutionDrafts({ ready }: Pick<InvocationRecord, 'ready'>): FindingDraft[] {
  const claimedNs = ready?.clock.resolutionNs ?? 0;
  if (claimedNs <= COARSEST_CLOCK_NS) return [];
  const text = `the runner says that its clock resolves ${claimedNs} ns; the coarsest by which it can be judged resolves ${COARSEST_CLOCK_NS} ns`;
  return [draft('W2', text)];
}

function draft(rule: 'W1' | 'W2', text: string): FindingDraft {
  return { rule, class: 'clock', key: null, index: null, text, expected: [], observed: [] };
}
