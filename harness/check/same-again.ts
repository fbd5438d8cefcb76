// Harness rule W6: rounds with the same expected trace have the same canonical form, whatever ran before them and in whatever process.
import type { Result } from '../contract/failure.ts';
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
import type { KeyDigest } from '../contract/message.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Finding, Judgement, KnownDivergence } from '../contract/verdict.ts';
import { makeAlphabet } from './alphabet.ts';
import type { CanonicalForm } from './canonical.ts';
import { reportedKeys } from './canonical.ts';
import { expectationOf } from './case.ts';
import { expectedForm } from './expected-form.ts';
import type { KeyForms } from './form-difference.ts';
import { differingKeys, digestDraft } from './form-difference.ts';
import { explanationOf } from './known-divergences.ts';

const RULE = 'W6';

/** A round with which later ones are compared: the first of which the same was expected. */
export interface Sight {
  readonly invocation: string;
  readonly round: number;
  readonly digests: readonly KeyDigest[];
}

/** What W6 says of one invocation: the first of its rounds that differs, and from which. */
export type ComparedRounds =
  | { readonly kind: 'same' }
  | { readonly kind: 'different'; readonly finding: Finding; readonly earlier: Sight };

/**
 * Null where there was nothing to compare. `sound`: the record breaks no rule by itself. Later processes are compared with sound ones only: one that
 * differs from a broken one is not to blame.
 */
export type Follower = (record: InvocationRecord, sound: boolean) => ComparedRounds | null;

export interface SameAgainInput {
  readonly scenario: Scenario;
  /** Of one cell, in the order in which they were run; `judgements[i]` is about `records[i]`. */
  readonly records: readonly InvocationRecord[];
  readonly judgements: readonly Result<Judgement>[];
  /** The known divergences of this subject. Where one of them shows, rounds may differ by it: W6 is not asked. */
  readonly entries: readonly KnownDivergence[];
  /** What a follower said of each record while they were run; what it did not is asked now. */
  readonly compared?: readonly (ComparedRounds | null | undefined)[];
}

/** The judgements, each with what it says of W6 where there was something to compare. */
export function judgeSameAgain(input: SameAgainInput): Result<Judgement>[] {
  const { scenario, records, judgements, entries } = input;
  const excused = judgements.some(
    (result) => result.ok && result.value.findings.some((one) => explanationOf(entries, one) !== undefined),
  );
  if (excused) return [...judgements];
  const follow = followSameAgain(scenario);
  const compared = records.map(
    (record, index) => input.compared?.[index] ?? follow(record, isSound(judgements[index])),
  );
  return judgements.map((result, index) => {
    const said = compared[index] ?? null;
    if (!result.ok || said === null) return result;
    return { ok: true, value: said.kind === 'same' ? kept(result.value) : differing(result.value, said) };
  });
}

function isSound(result: Result<Judgement> | undefined): boolean {
  return result?.ok === true && result.value.findings.length === 0;
}

/** Takes the invocations of one cell in the order in which they were run. `before`: a sight that is older than all of them, and a round like it. */
export function followSameAgain(
  scenario: Scenario,
  before?: { readonly sight: Sight; readonly record: InvocationRecord; readonly round: RoundRecord },
): Follower {
  const alphabet = makeAlphabet(scenario.alphabet);
  const firsts = new Map<string, Sight>();
  const nameAt = (record: InvocationRecord, round: RoundRecord): string =>
    nameOf(expectedForm(scenario, alphabet, expectationOf(record, round)));
  if (before !== undefined) firsts.set(nameAt(before.record, before.round), before.sight);
  return (record, sound) => {
    if (record.outcome.kind !== 'ok') return null;
    let said: ComparedRounds | null = null;
    const own = sound ? firsts : new Map<string, Sight>();
    for (const round of record.rounds.filter(({ record: level }) => level !== 'none')) {
      const name = nameAt(record, round);
      const sight: Sight = { invocation: record.id, round: round.round, digests: round.digests };
      const first = firsts.get(name) ?? own.get(name);
      if (first === undefined) own.set(name, sight);
      else if (said?.kind !== 'different') said = compare(scenario, first, sight);
    }
    return said;
  };
}

/** The judgement with this difference in it, and without a proof. */
export function differing(
  judgement: Judgement,
  { finding }: Extract<ComparedRounds, { kind: 'different' }>,
): Judgement {
  return {
    ...judgement,
    proof: null,
    findings: [...judgement.findings, finding],
    findingCount: judgement.findingCount + 1,
    rulesBroken: [...judgement.rulesBroken, RULE],
  };
}

/** Equal for equal forms. */
function nameOf({ keys }: CanonicalForm): string {
  return [...keys]
    .sort(([a], [b]) => a - b)
    .map(([key, form]) => [key, ...Object.values(form)].join(' '))
    .join();
}

function compare(scenario: Scenario, earlier: Sight, later: Sight): ComparedRounds {
  const [before, after] = [earlier, later].map(({ digests }) => reportedKeys(digests).keys);
  const [key] = differingKeys(before ?? NO_KEYS, after ?? NO_KEYS);
  if (key === undefined) return { kind: 'same' };
  const { class: found, text } = digestDraft(scenario, key, before?.get(key), after?.get(key));
  const other =
    earlier.invocation === later.invocation
      ? `round ${earlier.round} of the same process`
      : `round ${earlier.round} of ${earlier.invocation}, another process`;
  const finding: Finding = {
    rule: RULE,
    class: found,
    key,
    index: null,
    round: later.round,
    invocation: later.invocation,
    text: `round ${later.round} differs from ${other}, though the same is expected of both: ${text}`,
    expected: [],
    observed: [],
  };
  return { kind: 'different', finding, earlier };
}

const NO_KEYS: KeyForms = new Map();

function kept(judgement: Judgement): Judgement {
  return { ...judgement, rulesKept: [...judgement.rulesKept, RULE] };
}
