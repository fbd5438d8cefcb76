// Harness rule W6: rounds of which the same is expected have the same canonical form, whichever came before them in whichever process.
import type { Result } from '../contract/failure.ts';
import type { InvocationRecord, RoundRecord } from '../contract/invocation.ts';
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

export interface SameAgainInput {
  readonly scenario: Scenario;
  /** Of one cell, in the order in which they were run; `judgements[i]` is about `records[i]`. */
  readonly records: readonly InvocationRecord[];
  readonly judgements: readonly Result<Judgement>[];
  /** The known divergences of this subject. Where one of them shows, rounds may differ by it: W6 is not asked. */
  readonly entries: readonly KnownDivergence[];
}

/** The judgements, each with what it says of W6 where there was something to compare. */
export function judgeSameAgain(input: SameAgainInput): Result<Judgement>[] {
  const { judgements, entries } = input;
  const excused = judgements.some(
    (result) => result.ok && result.value.findings.some((one) => explanationOf(entries, one) !== undefined),
  );
  if (excused) return [...judgements];
  const compared = compareRounds(input);
  return judgements.map((result) => {
    if (!result.ok || !compared.has(result.value.invocation)) return result;
    const finding = compared.get(result.value.invocation) ?? null;
    return { ok: true, value: finding === null ? kept(result.value) : broken(result.value, finding) };
  });
}

interface Sight {
  readonly record: InvocationRecord;
  readonly round: RoundRecord;
  readonly keys: KeyForms;
}

/** Each invocation that had a round to compare, with its first round that differs from the one that came first, if any does. */
function compareRounds({ scenario, records }: SameAgainInput): ReadonlyMap<string, Finding | null> {
  const alphabet = makeAlphabet(scenario.alphabet);
  const firsts = new Map<string, Sight>();
  const compared = new Map<string, Finding | null>();
  for (const record of records.filter(({ outcome }) => outcome.kind === 'ok')) {
    for (const round of record.rounds.filter(({ record: level }) => level !== 'none')) {
      const name = nameOf(expectedForm(scenario, alphabet, expectationOf(record, round)));
      const sight = { record, round, keys: reportedKeys(round.digests).keys };
      const first = firsts.get(name);
      if (first === undefined) firsts.set(name, sight);
      else compared.set(record.id, compared.get(record.id) ?? difference(scenario, first, sight));
    }
  }
  return compared;
}

/** Equal for equal forms. */
function nameOf({ keys }: CanonicalForm): string {
  return [...keys]
    .sort(([a], [b]) => a - b)
    .map(([key, form]) => [key, ...Object.values(form)].join(' '))
    .join();
}

function difference(scenario: Scenario, first: Sight, later: Sight): Finding | null {
  const [key] = differingKeys(first.keys, later.keys);
  if (key === undefined) return null;
  const { class: found, text } = digestDraft(scenario, key, first.keys.get(key), later.keys.get(key));
  const other =
    first.record.id === later.record.id
      ? `round ${first.round.round} of the same process`
      : `round ${first.round.round} of ${first.record.id}, another process`;
  return {
    rule: RULE,
    class: found,
    key,
    index: null,
    round: later.round.round,
    invocation: later.record.id,
    text: `round ${later.round.round} differs from ${other}, though the same is expected of both: ${text}`,
    expected: [],
    observed: [],
  };
}

function kept(judgement: Judgement): Judgement {
  return { ...judgement, rulesKept: [...judgement.rulesKept, RULE] };
}

function broken(judgement: Judgement, finding: Finding): Judgement {
  return {
    ...judgement,
    proof: null,
    findings: [...judgement.findings, finding],
    findingCount: judgement.findingCount + 1,
    rulesBroken: [...judgement.rulesBroken, RULE],
  };
}
