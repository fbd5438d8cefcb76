// What the atlas is made of besides checks: each scenario's rules, profile, words and known divergences, and what the manifests declare.
import type { AtlasWords } from '../contract/atlas.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { KnownDivergence } from '../contract/verdict.ts';
import type { AnyProfiles } from './profile-values.ts';

export interface AtlasSource {
  readonly scenario: Pick<Scenario, 'id' | 'version' | 'title' | 'summary' | 'rules'>;
  /** Null: no behaviour of the scenario is left to the runtimes. */
  readonly profiles: AnyProfiles | null;
  /** Null: the paths of the profile have to do. */
  readonly words: AtlasWords | null;
  readonly known: readonly KnownDivergence[];
}

/** A runner of which a manifest is known. */
export interface AtlasRunner {
  readonly id: string;
  readonly title: string;
  readonly timerEarlyNs: number;
}
