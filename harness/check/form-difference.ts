// Keys whose canonical form differs from the expected one, and the findings that are possible without a trace.
import type { Rule, Scenario } from '../contract/scenario.ts';
import type { FindingDraft } from './breach.ts';
import type { KeyForm } from './canonical.ts';
import { hex } from './event-view.ts';

export type KeyForms = ReadonlyMap<number, KeyForm>;

const EMPTY: KeyForm = { sequenceCount: 0, sequenceCrc: 0, freeCount: 0, freeLow: 0, freeHigh: 0 };

/** In ascending order. */
export function differingKeys(expected: KeyForms, observed: KeyForms): number[] {
  const keys: number[] = [];
  for (const [key, form] of expected) if (!sameForm(form, observed.get(key) ?? EMPTY)) keys.push(key);
  for (const key of observed.keys()) if (!expected.has(key)) keys.push(key);
  return keys.toSorted((a, b) => a - b);
}

/** A finding from digests alone: which key, how many events, which digests. `kinds`: what may have happened on that key, where it is known. */
export function digestDraft(
  scenario: Scenario,
  key: number,
  expected: KeyForm = EMPTY,
  observed: KeyForm = EMPTY,
  kinds: ReadonlySet<string> | null = null,
): FindingDraft {
  const sequenceDiffers = !sameSequence(expected, observed);
  const want = sequenceDiffers ? expected.sequenceCount : expected.freeCount;
  const have = sequenceDiffers ? observed.sequenceCount : observed.freeCount;
  return {
    rule: ruleOf(scenario, sequenceDiffers ? 'sequence' : 'free', kinds),
    class: have < want ? 'missing' : have > want ? 'extra' : 'changed',
    key,
    index: null,
    text: `expected ${formText(expected)}, reported ${formText(observed)}`,
    expected: [],
    observed: [],
  };
}

export function sameForm(a: KeyForm, b: KeyForm): boolean {
  return (
    sameSequence(a, b) && a.freeCount === b.freeCount && a.freeLow === b.freeLow && a.freeHigh === b.freeHigh
  );
}

function sameSequence(a: KeyForm, b: KeyForm): boolean {
  return a.sequenceCount === b.sequenceCount && a.sequenceCrc === b.sequenceCrc;
}

/**
 * Without a trace the kind is unknown: the first rule about kinds of this order that the key was to have answers
 * for all. Not any rule: a listed divergence of another one must not excuse this key.
 */
function ruleOf(scenario: Scenario, order: 'sequence' | 'free', kinds: ReadonlySet<string> | null): string {
  const own = scenario.alphabet.filter((kind) => kind.order === order).map(({ name }) => name);
  const onKey = own.filter((name) => kinds === null || kinds.has(name));
  const names = new Set(onKey.length > 0 ? onKey : own);
  const claims = (rule: Rule, kind: 'exact' | 'multiset'): boolean =>
    rule.kind === kind && rule.events.some((name) => names.has(name));
  const first = order === 'sequence' ? 'exact' : 'multiset';
  const second = order === 'sequence' ? 'multiset' : 'exact';
  const rule =
    scenario.rules.find((candidate) => claims(candidate, first)) ??
    scenario.rules.find((candidate) => claims(candidate, second));
  return rule?.id ?? 'W4';
}

function formText(form: KeyForm): string {
  const parts: string[] = [];
  if (form.sequenceCount > 0)
    parts.push(`${form.sequenceCount} in order with digest ${hex(form.sequenceCrc)}`);
  if (form.freeCount > 0)
    parts.push(`${form.freeCount} in any order with digest ${hex(form.freeHigh)}${hex(form.freeLow)}`);
  return parts.length === 0 ? 'no event' : parts.join(' and ');
}
