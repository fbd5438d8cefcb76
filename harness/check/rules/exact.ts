// Rules `exact` and `multiset` with a trace: the findings of each for a key whose canonical form differs.
import type { Rule } from '../../contract/scenario.ts';
import type { Alphabet } from '../alphabet.ts';
import type { FindingDraft } from '../breach.ts';
import type { Counterexample } from '../counterexample.ts';
import { counterexample } from '../counterexample.ts';
import type { Sides } from '../projection.ts';

type FormRule = Extract<Rule, { kind: 'exact' | 'multiset' }>;

export function isFormRule(rule: Rule): rule is FormRule {
  return rule.kind === 'exact' || rule.kind === 'multiset';
}

/**
 * Each rule looks at its own kinds of event: `exact` at the order of the ordered kinds, `multiset` at the set.
 * When no rule sees the difference, it is in the order between kinds of different rules or in a kind without a rule:
 * it is reported under the rule that lists this kind, or under W4 if no rule does. Empty only when hash collisions hide the events.
 */
export function formDrafts(
  rules: readonly FormRule[],
  alphabet: Alphabet,
  rawCodes: ReadonlySet<number>,
  sides: Sides,
  key: number,
): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  for (const rule of rules) {
    const ordered = codesOf(alphabet, rule.events, 'sequence');
    const free = codesOf(alphabet, rule.events, 'free');
    const found =
      counterexample(
        alphabet,
        sides,
        { key, codes: ordered, rawCodes },
        rule.kind === 'exact' ? 'sequence' : 'free',
      ) ?? counterexample(alphabet, sides, { key, codes: free, rawCodes }, 'free');
    if (found !== null) drafts.push(draftOf(rule.id, key, found));
  }
  return drafts.length > 0 ? drafts : unclaimed(rules, alphabet, rawCodes, sides, key);
}

function unclaimed(
  rules: readonly FormRule[],
  alphabet: Alphabet,
  rawCodes: ReadonlySet<number>,
  sides: Sides,
  key: number,
): FindingDraft[] {
  const ordered = codesOf(alphabet, null, 'sequence');
  const free = codesOf(alphabet, null, 'free');
  const found =
    counterexample(alphabet, sides, { key, codes: ordered, rawCodes }, 'sequence') ??
    counterexample(alphabet, sides, { key, codes: free, rawCodes }, 'free');
  if (found === null) return [];
  const kind = (found.observed.find(({ index }) => index === found.index) ?? found.expected[0])?.kind ?? '';
  const rule = rules.find(({ events }) => events.includes(kind));
  return [draftOf(rule?.id ?? 'W4', key, found)];
}

function draftOf(rule: string, key: number, found: Counterexample): FindingDraft {
  return { rule, key, ...found };
}

/** `names` null: every kind of this order. */
function codesOf(
  alphabet: Alphabet,
  names: readonly string[] | null,
  order: 'sequence' | 'free',
): ReadonlySet<number> {
  const wanted = alphabet.kinds.filter(
    (kind) => kind.order === order && (names === null || names.includes(kind.name)),
  );
  return new Set(wanted.map(({ code }) => code));
}
