// Harness rule W4: a runner's report of a round agrees with its trace, with itself and with the parameters.
import type { RoundRecord } from '../../contract/invocation.ts';
import { grantedCapacity } from '../../contract/granted-capacity.ts';
import type { Parameters } from '../../contract/message.ts';
import type { EventKind, Scenario } from '../../contract/scenario.ts';
import type { FindingClass } from '../../contract/verdict.ts';
import type { FindingDraft } from '../breach.ts';
import type { CanonicalForm } from '../canonical.ts';
import { reportedKeys } from '../canonical.ts';
import { differingKeys } from '../form-difference.ts';

/** What holds for every round, traced or not. */
export function reportDrafts(scenario: Scenario, params: Parameters, round: RoundRecord): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  const operations = scenario.operations(params);
  if (round.operations !== operations)
    drafts.push(draft(null, `${round.operations} operations were reported, not ${operations}`));
  const capacity = grantedCapacity(scenario, params);
  if ((round.samples?.count ?? 0) > capacity.samples)
    drafts.push(
      draft(null, `${round.samples?.count} samples were recorded; at most ${capacity.samples} may be`),
    );
  if ((round.events?.count ?? 0) > capacity.events)
    drafts.push(
      draft(null, `${round.events?.count} events were recorded; at most ${capacity.events} may be`),
    );
  for (const name of Object.keys(round.counts))
    if (!scenario.alphabet.some((kind) => kind.name === name))
      drafts.push(draft(null, `\`${name}\` was counted, which the scenario does not have`));
  return round.record === 'none' ? drafts : [...drafts, ...ownAgreement(scenario, round)];
}

/** Reported counts against expected ones. Asked only where the digests are as expected: else those findings say it better. */
export function countDrafts(scenario: Scenario, round: RoundRecord, expected: CanonicalForm): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  for (const kind of scenario.alphabet) {
    if (kind.order === 'raw') continue;
    const reported = round.counts[kind.name] ?? 0;
    const wanted = expected.counts.get(kind.name) ?? 0;
    if (reported !== wanted)
      drafts.push(draft(null, `${reported} \`${kind.name}\` were reported, not ${wanted}`));
  }
  return drafts;
}

/** Reported counts and digests against the trace of the same round. */
export function traceDrafts(scenario: Scenario, round: RoundRecord, trace: CanonicalForm): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  for (const { name } of scenario.alphabet) {
    const reported = round.counts[name] ?? 0;
    const traced = trace.counts.get(name) ?? 0;
    if (reported !== traced)
      drafts.push(draft(null, `${reported} \`${name}\` were reported; the trace has ${traced}`));
  }
  if (trace.unknownEvents > 0)
    drafts.push(
      draft(null, `${trace.unknownEvents} events have a code that the scenario does not have`, 'extra'),
    );
  if (trace.overflowEvents > 0)
    drafts.push(
      draft(null, `${trace.overflowEvents} events are on more keys than a runner may use`, 'extra'),
    );
  for (const key of differingKeys(trace.keys, reportedKeys(round.digests).keys).slice(0, 1))
    drafts.push(draft(key, 'the reported digest is not that of the trace'));
  return drafts;
}

function ownAgreement(scenario: Scenario, round: RoundRecord): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  const { keys, repeated } = reportedKeys(round.digests);
  for (const key of repeated.slice(0, 1)) drafts.push(draft(key, 'a digest of this key was reported twice'));
  const forms = [...keys.values()];
  const ordered = forms.reduce((sum, form) => sum + form.sequenceCount, 0);
  const free = forms.reduce((sum, form) => sum + form.freeCount, 0);
  for (const [order, digested] of [['sequence', ordered] as const, ['free', free] as const]) {
    const counted = countOf(scenario.alphabet, round, order);
    if (counted !== digested)
      drafts.push(draft(null, `${counted} events of order ${order} were counted and ${digested} digested`));
  }
  return drafts;
}

function countOf(alphabet: readonly EventKind[], round: RoundRecord, order: 'sequence' | 'free'): number {
  return alphabet
    .filter((kind) => kind.order === order)
    .reduce((sum, { name }) => sum + (round.counts[name] ?? 0), 0);
}

function draft(key: number | null, text: string, found: FindingClass = 'count'): FindingDraft {
  return { rule: 'W4', class: found, key, index: null, text, expected: [], observed: [] };
}
