// Mutants for scenarios that the corpus does not know by name: the general faults, and faults at the seams that a scenario uses by what it declares. Pure.
import type { FindingClass } from '../../contract/verdict.ts';
import type { Rule, Scenario, Stimulus } from '../../contract/scenario.ts';
import type { Mutant, MutantTrial, Seam } from '../mutant.ts';
import type { Patch } from '../spec.ts';
import { byRule } from './caught.ts';
import { toldMutants } from './recorder.ts';
import { NONE, on } from './recording.ts';
import type { Told } from './told.ts';

interface Fault {
  readonly id: string;
  readonly text: string;
  readonly seam: Seam;
  readonly patch: Patch;
  /** The kinds of rules of which one must break. */
  readonly breaks: readonly Rule['kind'][];
  readonly rounds: MutantTrial['rounds'];
}

const CONTENT: readonly Rule['kind'][] = ['exact', 'multiset'];

/**
 * Only faults for which no correct workload can make up: what it reads is another content than the one that was sent, or the witness has seen a
 * timer too early. A timer of the workload's own may be set again when it comes early, and a lost notice may be one of several.
 */
const BY_STIMULUS: Readonly<Partial<Record<Stimulus['kind'], readonly Fault[]>>> = {
  'echo-proxy': [
    {
      id: 'M07',
      text: 'flips one bit of one payload',
      seam: 'sockets',
      patch: { act: 'flip-byte' },
      breaks: CONTENT,
      rounds: 'all',
    },
    {
      id: 'M10',
      text: 'sends zeros of the right length instead of what came',
      seam: 'sockets',
      patch: { act: 'zeros' },
      breaks: CONTENT,
      rounds: 'all',
    },
  ],
  timers: [
    {
      id: 'M85',
      text: 'fires timers early and says that they were on time',
      seam: 'timers',
      patch: { act: 'hidden-early', ms: 3 },
      breaks: ['witnessed-delay'],
      rounds: 'measured',
    },
  ],
};

/** Beside those that are made from their rules. */
export function mutantsByStimulus(scenarios: readonly Scenario[]): readonly Mutant[] {
  return [
    ...toldMutants(scenarios.flatMap(toldOf)).filter(({ trials }) => trials.length > 0),
    ...sampleMutants(scenarios.filter(({ samples }) => samples !== undefined)),
    ...seamMutants(scenarios),
  ];
}

/** The events of the first rule that lists them; in rounds without a trace those that come there. */
function toldOf(scenario: Scenario): readonly Told[] {
  const rule = scenario.rules.find(({ kind }) => kind === 'exact' || kind === 'multiset');
  if (rule === undefined || !('events' in rule)) return [];
  const present = untracedKinds(scenario);
  const kinds = scenario.alphabet.filter(
    ({ name, order }) => order !== 'raw' && rule.events.includes(name) && present.has(name),
  );
  // What can be exchanged tells most: where there is such an event, it alone is told.
  const ordered = kinds.filter(({ name, order }) => order === 'sequence' && hasNeighbours(scenario, name));
  const told = (ordered.length > 0 ? ordered.slice(0, 1) : kinds).map(({ name }) => name);
  const one = { scenario: scenario.id, kinds: told, rules: [rule.id], ordered: ordered.length > 0 };
  return told.length === 0 ? [] : [one];
}

const untracedKinds = (scenario: Scenario): ReadonlySet<string> =>
  new Set(eventsOf(scenario).map(({ kind }) => kind));

/** Two events in a row on one key, each the first with its id: only these can be told apart by who exchanges them. */
function hasNeighbours(scenario: Scenario, kind: string): boolean {
  const seen = new Set<string>();
  const wasFirst = new Map<number, boolean>();
  return eventsOf(scenario)
    .filter((event) => event.kind === kind)
    .some(({ key, id }) => {
      const name = `${key} ${id}`;
      const [isFirst, before] = [!seen.has(name), wasFirst.get(key) === true];
      seen.add(name);
      wasFirst.set(key, isFirst);
      return isFirst && before;
    });
}

function eventsOf(scenario: Scenario) {
  const params = scenario.profiles.smoke[0]?.params ?? {};
  const drawn = { seed: 1, nonce: '0000000000000001', secret: 1, round: 1, traced: false };
  return [...scenario.expected({ params, runtime: null, witness: null, ...drawn })];
}

function sampleMutants(scenarios: readonly Scenario[]): readonly Mutant[] {
  const trials = (patch: Patch, found: FindingClass): readonly MutantTrial[] =>
    scenarios.map(({ id }) =>
      on(id, NONE, () => patch, { by: 'rule', rules: ['W7'], key: 'any', class: found }),
    );
  if (scenarios.length === 0) return [];
  const seam = 'recorder' as const;
  return [
    { id: 'M80', text: 'sends no samples', seam, trials: trials({ act: 'no-samples' }, 'missing') },
    {
      id: 'M83',
      text: 'sends each sample twice',
      seam,
      trials: trials({ act: 'repeat-samples', times: 2 }, 'extra'),
    },
  ];
}

function seamMutants(scenarios: readonly Scenario[]): readonly Mutant[] {
  return Object.values(BY_STIMULUS)
    .flat()
    .flatMap((fault) => {
      const { id, text, seam, patch, breaks, rounds } = fault;
      const trials = scenarios.flatMap((scenario) => {
        const rules = scenario.rules.filter(({ kind }) => breaks.includes(kind)).map((rule) => rule.id);
        if (rules.length === 0 || !faultsOf(scenario).includes(fault)) return [];
        return [on(scenario.id, NONE, () => patch, byRule(...rules), { rounds })];
      });
      return trials.length === 0 ? [] : [{ id, text, seam, trials }];
    });
}

function faultsOf(scenario: Scenario): readonly Fault[] {
  const params = scenario.profiles.smoke[0]?.params ?? {};
  return BY_STIMULUS[scenario.stimulus(params).kind] ?? [];
}
