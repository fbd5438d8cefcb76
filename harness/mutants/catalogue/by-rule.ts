// For every rule of every scenario a mutant that breaks just this rule, made from the rule itself; each is tried in every style.
import type { Rule, Scenario } from '../../contract/scenario.ts';
import { BY_RULE, NOT_BY_RULE } from './by-rule-exceptions.ts';
import { byRule, onVictim } from './caught.ts';
import type { Mutant, MutantTrial } from '../mutant.ts';
import type { Patch } from '../spec.ts';
import { NONE, drop, on } from './recording.ts';

type RuleOf<Kind extends Rule['kind']> = Extract<Rule, { kind: Kind }>;

/** What breaks a rule of each kind, in one sentence; null where no record that is altered could: other mutants break these. */
const HOW: Readonly<Record<Rule['kind'], readonly [id: string, text: string] | null>> = {
  exact: ['R01', 'loses one of the events that an exact rule lists'],
  multiset: ['R02', 'loses one of the events that a multiset rule lists'],
  edge: ['R03', 'records each cause behind its effect'],
  'not-before': ['R04', 'begins each wait right before its end'],
  converge: ['R05', 'reads contents that are not those of the settled file'],
  alternate: ['R06', 'opens twice in a row'],
  forbid: ['R07', 'records an event that must not happen'],
  count: ['R08', 'records one event more than there may be'],
  overlap: ['R09', 'opens each key only when the key is about to close'],
  'never-after': ['R10', 'records an event behind the one after which none may come'],
  'at-most': ['R11', 'reaches an amount beyond every bound'],
  rate: ['R12', 'ticks in bursts'],
  concurrency: ['R13', 'lets all in before anyone leaves'],
  lateness: ['R14', 'takes samples that are earlier than they were'],
  resource: null,
  'witnessed-delay': null,
};

/** A digest beyond every bound. */
const HUGE = 0xffff_ffff;
/** Nanoseconds: more than any timer is late on a machine that is not overloaded. */
const EARLY_NS = 1e10;
/** Ticks of a burst: more than its stretch of time has room for, and fewer than a runner may record. */
const BURST = 6;

/** One mutant for each kind of rule, with one trial for each rule of that kind. */
export function mutantsByRule(scenarios: readonly Scenario[]): readonly Mutant[] {
  return Object.entries(HOW).flatMap(([kind, how]) => {
    if (how === null) return [];
    const [id, text] = how;
    const trials = scenarios.flatMap((scenario) =>
      scenario.rules.filter((rule) => rule.kind === kind).flatMap((rule) => trialOf(scenario, rule)),
    );
    return trials.length === 0 ? [] : [{ id, text, seam: 'recorder' as const, trials }];
  });
}

function trialOf(scenario: Scenario, rule: Rule): readonly MutantTrial[] {
  const name = `${scenario.id} ${rule.id}`;
  if (NOT_BY_RULE[name] !== undefined) return [];
  const trial = breaking(scenario, rule);
  if (trial === null) return [];
  return [{ ...trial, everyStyle: true, oneOfMany: true, ...BY_RULE[name] }];
}

function breaking(scenario: Scenario, rule: Rule): MutantTrial | null {
  switch (rule.kind) {
    case 'exact':
    case 'multiset':
      return loses(scenario, rule);
    case 'edge':
      return hold(scenario, rule, { kind: rule.before, until: rule.after, join: rule.join, place: 'after' });
    case 'not-before':
      // Of all starts only the first counts, and what begins first may end at once.
      if (rule.from === 'first')
        return altered(scenario, rule, { act: 'alter', kinds: [rule.start], digest: HUGE });
      return hold(scenario, rule, { kind: rule.start, until: rule.end, join: 'id', place: 'before' });
    case 'overlap':
      return hold(scenario, rule, { kind: rule.open, until: rule.close, join: 'key', place: 'before' });
    case 'concurrency':
      return hold(scenario, rule, { kind: rule.close, until: null, join: 'key-id', place: 'after' });
    case 'never-after':
      return altered(scenario, rule, { act: 'tag', after: rule.after, add: rule.event });
    case 'alternate':
      return altered(scenario, rule, { act: 'tag', after: rule.open, add: rule.open });
    case 'count':
      return altered(scenario, rule, { act: 'tag', after: rule.event, add: rule.event });
    case 'forbid':
      return altered(scenario, rule, { act: 'tag', after: null, add: rule.event });
    case 'converge':
      return altered(scenario, rule, { act: 'alter', kinds: [rule.raw].flat(), digest: null });
    case 'at-most':
      return altered(scenario, rule, { act: 'alter', kinds: [rule.event], digest: HUGE });
    case 'rate':
      return altered(scenario, rule, { act: 'flood', kind: rule.event, times: BURST });
    case 'lateness':
      return altered(scenario, rule, { act: 'shift-samples', ns: -EARLY_NS });
    case 'resource':
    case 'witnessed-delay':
      return null;
    default:
      return unknownRule(rule);
  }
}

function unknownRule(rule: never): never {
  throw new Error(`no mutant breaks rules of this kind: ${JSON.stringify(rule)}`);
}

/** In rounds without a trace the digests show it, under the first rule that lists the kind: only traced rounds name each rule. */
function loses({ id, alphabet }: Scenario, rule: RuleOf<'exact' | 'multiset'>): MutantTrial {
  const kinds = alphabet.filter(({ name, order }) => rule.events.includes(name) && order !== 'raw');
  const names = kinds.map(({ name }) => name);
  return on(id, { pick: 'any', kinds: names }, drop, onVictim(rule.id), { rounds: 'traced' });
}

function hold({ id }: Scenario, rule: Rule, how: Omit<Extract<Patch, { act: 'hold' }>, 'act'>): MutantTrial {
  return on(id, NONE, () => ({ act: 'hold', ...how }), byRule(rule.id), { rounds: 'traced' });
}

function altered({ id }: Scenario, rule: Rule, patch: Patch): MutantTrial {
  return on(id, NONE, () => patch, byRule(rule.id), { rounds: 'traced' });
}

/** A rule that no mutant of the corpus must break by itself, with the reason. */
export interface UnbrokenRule {
  readonly scenario: string;
  readonly rule: string;
  readonly reason: string;
}

/** The rules of which no trial says that they alone catch it: each needs a reason in `NOT_BY_RULE`. */
export function unbrokenRules(
  scenarios: readonly Scenario[],
  corpus: readonly Mutant[],
): readonly UnbrokenRule[] {
  const broken = new Set(
    corpus.flatMap(({ trials }) =>
      trials.flatMap(({ scenario, caught }) =>
        caught?.by === 'rule' && caught.rules.length === 1 ? [`${scenario} ${caught.rules[0]}`] : [],
      ),
    ),
  );
  return scenarios.flatMap((scenario) =>
    scenario.rules
      .filter((rule) => !broken.has(`${scenario.id} ${rule.id}`))
      .map((rule) => ({
        scenario: scenario.id,
        rule: rule.id,
        reason: NOT_BY_RULE[`${scenario.id} ${rule.id}`] ?? '',
      })),
  );
}
