// Chooses a patch's victims from the expected trace, so that the key which a finding must name is known beforehand.
import { shuffled, splitMix32 } from '../contract/payload.ts';
import type { Step } from '../contract/plan.ts';
import type { Expectation } from '../contract/scenario.ts';
import type { ChosenEvent, MutantChoice, Drawn, MutantTrial } from './mutant.ts';

/** Rounds of a smoke invocation for which a liar makes up a trace: one traced, and more measured ones than there are. */
const MADE_UP_ROUNDS = 8;

export function draw(trial: MutantTrial, step: Step, runtime: Expectation['runtime']): Drawn {
  const round = firstRoundOf(trial);
  const events = expectedEvents(step, { traced: round === 0, round, secret: step.secret, runtime });
  return {
    victims: chosen(trial.choice, events, splitMix32(step.seed)),
    madeUp: () =>
      Array.from({ length: MADE_UP_ROUNDS }, (_, round) => ({
        operations: step.block.scenario.operations(step.block.set.params),
        // A runner that does not do the work knows seed and nonce, but never the secret.
        events: expectedEvents(step, {
          traced: round === 0,
          round,
          secret: (step.secret ^ 0x5a5a5a5a) >>> 0,
          runtime,
        }).map(({ kind, key, id, digest }) => [kind, key, id, digest] as const),
      })),
  };
}

/** The first round in which the patch acts, from 0, the traced one: what is drawn from another may not come in it. */
function firstRoundOf({ rounds, mixed }: Pick<MutantTrial, 'rounds' | 'mixed'>): number {
  if (rounds === 'traced') return 0;
  return mixed?.in === 'later-rounds' ? mixed.after : 1;
}

type Varying = Pick<Expectation, 'traced' | 'round' | 'secret' | 'runtime'>;

function expectedEvents({ block, seed, nonce }: Step, varying: Varying): ChosenEvent[] {
  const { scenario, set } = block;
  return [...scenario.expected({ params: set.params, seed, nonce, witness: null, ...varying })];
}

function chosen(
  choice: MutantChoice,
  events: readonly ChosenEvent[],
  next: () => number,
): readonly ChosenEvent[] {
  switch (choice.pick) {
    case 'none':
      return [];
    case 'any':
      return [oneOf(ofKinds(events, choice.kinds), next)];
    case 'last': {
      const { key } = oneOf(ofKinds(events, choice.kinds), next);
      return ofKinds(events, choice.kinds)
        .filter((event) => event.key === key)
        .slice(-1);
    }
    case 'neighbours':
      return oneOf(neighbours(ofKinds(events, choice.kinds)).filter(bothFirst(events)), next);
    case 'later':
      return oneOf(laterPairs(events, choice.first, choice.second).filter(bothFirst(events)), next);
    default:
      return unknownChoice(choice);
  }
}

function unknownChoice(choice: never): never {
  throw new Error(`unexpected choice: ${JSON.stringify(choice)}`);
}

function ofKinds(events: readonly ChosenEvent[], kinds: readonly string[]): readonly ChosenEvent[] {
  return events.filter(({ kind }) => kinds.includes(kind));
}

/**
 * A patch knows an event by kind, key and id, and acts at its first sight. Where ids come again, a pair of later ones would be taken
 * for the first of each, which may stand the other way round: then the patch does nothing, and no rule could catch it.
 */
function bothFirst(events: readonly ChosenEvent[]): (pair: readonly [ChosenEvent, ChosenEvent]) => boolean {
  const seen = new Set<string>();
  const firsts = new Set(
    events.filter(({ kind, key, id }) => {
      const name = `${kind} ${key} ${id}`;
      return !seen.has(name) && seen.add(name).has(name);
    }),
  );
  return (pair) => pair.every((event) => firsts.has(event));
}

/** Every two events in a row of each key. */
function neighbours(events: readonly ChosenEvent[]): (readonly [ChosenEvent, ChosenEvent])[] {
  const before = new Map<number, ChosenEvent>();
  return events.flatMap((event) => {
    const previous = before.get(event.key);
    before.set(event.key, event);
    return previous === undefined ? [] : [[previous, event] as const];
  });
}

/** The last `first` and the first `second` behind it, for each key that has both. */
function laterPairs(
  events: readonly ChosenEvent[],
  first: string,
  second: string,
): (readonly [ChosenEvent, ChosenEvent])[] {
  return [...new Set(events.map(({ key }) => key))].flatMap((key) => {
    const own = events.filter((event) => event.key === key);
    const from = own.findLastIndex(({ kind }) => kind === first);
    const early = own[from];
    const late = own.slice(from + 1).find(({ kind }) => kind === second);
    return early === undefined || late === undefined ? [] : [[early, late] as const];
  });
}

function oneOf<Item>(items: readonly Item[], next: () => number): Item {
  const [first] = shuffled(items, next);
  if (first === undefined) throw new Error('the expected trace has no such event to choose from');
  return first;
}
