// The attempts: each trial in each language with each seed, and once with the patch in place but inactive. Pure.
import { mix32 } from '../contract/digest.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Attempt } from './attempt.ts';
import { ALWAYS, mixedAttempts } from './list-mixed.ts';
import type { Mutant, Seam, MutantTrial } from './mutant.ts';

/** What shows by chance is tried at least so often. */
const CHANCES = 5;

export interface AttemptList {
  readonly attempts: readonly Attempt[];
  /** Scenarios that the corpus speaks of and that are not known. */
  readonly unknown: readonly string[];
}

export interface Extent {
  readonly seeds: number;
  /** Fewer of what is tried all over the catalogue, and each patch asleep in one scenario only. */
  readonly quick: boolean;
}

export function listAttempts(
  corpus: readonly Mutant[],
  runtimes: readonly Runtime[],
  extent: Extent,
  known: ReadonlyMap<string, Scenario>,
): AttemptList {
  const named = corpus.flatMap(({ trials }) => trials.map(({ scenario }) => scenario));
  const asleep = new Set<string>();
  const attempts = corpus.flatMap((mutant, place) =>
    mutant.trials
      .filter(({ scenario, oneOfMany }, index) => {
        const left = extent.quick && oneOfMany === true && (index + place) % 3 !== 0;
        return known.has(scenario) && !left;
      })
      .flatMap((trial) =>
        runtimes.flatMap((runtime) => {
          const scenario = known.get(trial.scenario);
          if (trial.languages?.includes(runtime.manifest.language) === false) return [];
          const styles = stylesOf(mutant, trial, runtime);
          return trial.mixed === undefined || scenario === undefined
            ? attemptsOf(mutant, trial, runtime, styles, extent, asleep)
            : mixedAttempts(
                { ...ALWAYS, mutant, trial, runtime },
                trial.mixed,
                styles,
                extent.seeds,
                scenario,
              );
        }),
      ),
  );
  return {
    unknown: [...new Set(named)].filter((scenario) => !known.has(scenario)).sort(),
    attempts,
  };
}

/** The one in which the mutant is tried first, and further ones whose seam is the same. */
function stylesOf({ seam }: Mutant, trial: MutantTrial, { manifest, offers }: Runtime): readonly string[] {
  const first = trial.styles?.[manifest.language] ?? manifest.defaultStyle;
  if (
    !STYLE_FREE_SEAMS.has(seam) ||
    trial.styles !== undefined ||
    trial.onlyDefaultStyle?.includes(manifest.language) === true
  )
    return [first];
  const all = offers.find(({ id }) => id === trial.scenario)?.styles ?? [];
  const others = all.filter((style) => style !== first && (trial.everyStyle === true || style !== BLOCKING));
  return [first, ...others];
}

/** These are below every style that has a loop. */
const STYLE_FREE_SEAMS: ReadonlySet<Seam> = new Set(['recorder', 'timers']);
const BLOCKING = 'blocking';

function timesOf({ hangs, probabilistic }: MutantTrial, seeds: number): number {
  if (hangs === true) return 1;
  return probabilistic === true ? Math.max(seeds, CHANCES) : seeds;
}

function attemptsOf(
  mutant: Mutant,
  trial: MutantTrial,
  runtime: Runtime,
  styles: readonly string[],
  { seeds, quick }: Extent,
  asleep: Set<string>,
): Attempt[] {
  const [style = runtime.manifest.defaultStyle, ...further] = styles;
  const one = { ...ALWAYS, mutant, trial, runtime, style };
  const active = Array.from({ length: timesOf(trial, seeds) }, (_, seed) => {
    // Every second seed in another style, where the patch is under that style too.
    const other = (seed % 2 === 1 ? further[(seed >> 1) % further.length] : undefined) ?? style;
    const tried = trial.everyStyle === true && !quick ? styles : [other];
    return tried.map((each) => Object.assign({}, one, { style: each, seed: mix32(seed + 1), active: true }));
  }).flat();
  // All mutants of the recorder wrap it in the same way: inactive, they are equal.
  const everywhere = mutant.seam === 'recorder';
  const where = quick && !everywhere ? [] : [trial.scenario, trial.params];
  const name = JSON.stringify([everywhere ? 'recorder' : mutant.id, where, runtime.id]);
  if (asleep.has(name)) return active;
  asleep.add(name);
  return [...active, { ...one, seed: mix32(1), active: false }];
}
