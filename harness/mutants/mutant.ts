// The shape of the corpus: broken runners that must be caught, legal ones that must not, and where each is tried.
import type { Parameters } from '../contract/message.ts';
import type { FindingClass } from '../contract/verdict.ts';
import type { Patch, Orders } from './spec.ts';

/** Where a runner is patched. */
export type Seam =
  | 'recorder'
  | 'timers'
  | 'files'
  | 'notices'
  | 'sockets'
  | 'combinators'
  | 'signals'
  | 'process';

/** Which events of the expected trace a patch is about. `last`: of its key. The others are drawn by the seed. */
export type MutantChoice =
  | { readonly pick: 'none' }
  | { readonly pick: 'any' | 'last'; readonly kinds: readonly string[] }
  /** Two events in a row on one key. */
  | { readonly pick: 'neighbours'; readonly kinds: readonly string[] }
  /** An event and a later one of another kind on the same key. */
  | { readonly pick: 'later'; readonly first: string; readonly second: string };

/** How a trial is caught: by the finding of a rule, or by the way in which the invocation ended. */
export type Caught =
  | {
      readonly by: 'rule';
      /** At least one of these is broken. */
      readonly rules: readonly string[];
      /** `victim`: one of the findings names the victim's key. */
      readonly key: 'victim' | 'any';
      /** The class that a finding of these rules must have. Absent: any. */
      readonly class?: FindingClass;
    }
  | { readonly by: 'failure'; readonly code: string };

/** Where a fault shows that does not show everywhere. In one style and under stress are also tried where it must not show. */
export type Mixed =
  | { readonly in: 'every-nth-process'; readonly n: number }
  /** The one in which the mutant is tried first. */
  | { readonly in: 'one-style' }
  | { readonly in: 'stress' }
  | { readonly in: 'later-rounds'; readonly after: number };

export interface MutantTrial {
  readonly scenario: string;
  /** Instead of those of the smoke profile. */
  readonly params?: Parameters;
  /** Where the default style of a language cannot show it. */
  readonly styles?: Readonly<Record<string, string>>;
  readonly languages?: readonly string[];
  /** Languages whose other styles do the same by means that the patch does not reach. */
  readonly onlyDefaultStyle?: readonly string[];
  readonly rounds: Orders['rounds'];
  /** Absent: the fault shows always. */
  readonly mixed?: Mixed;
  readonly choice: MutantChoice;
  readonly patch: PatchOf;
  /** Null for a legal variation: nothing may be found. */
  readonly caught: Caught | null;
  /** By its nature it does not show each time; the rate is reported, and one catch is enough. */
  readonly probabilistic?: boolean;
  /** The round never ends: one seed, and a short time limit. */
  readonly hangs?: boolean;
  /** Every seed tries it in each style of the language that the scenario supports, not in one. */
  readonly everyStyle?: boolean;
  /** The same mutant is tried like this all over the catalogue: a quick run takes every third. */
  readonly oneOfMany?: boolean;
}

/** Makes the patch from what was chosen of the expected trace. */
export type PatchOf = (drawn: Drawn) => Patch;

export interface Drawn {
  readonly victims: readonly ChosenEvent[];
  /** What a liar without the secret would compute for each round. */
  readonly madeUp: () => Extract<Patch, { act: 'make-up' }>['rounds'];
}

export interface ChosenEvent {
  readonly kind: string;
  readonly key: number;
  readonly id: number;
  readonly digest: number;
}

export interface Mutant {
  /** As in docs/mutants.md: `M01` and so on must be caught, `C01` and so on must pass. */
  readonly id: string;
  readonly text: string;
  readonly seam: Seam;
  readonly trials: readonly MutantTrial[];
}
