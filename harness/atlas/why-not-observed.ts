// Why a check says nothing of a cell; nothing is guessed from its neighbours.
import type { AtlasObservation } from '../contract/atlas.ts';

/** Null: it was observed. `digest`: of the row of the profile that holds today. */
export function whyNotObserved(
  observation: AtlasObservation | undefined,
  version: number,
  digest: string | null,
): string | null {
  if (observation === undefined) return 'No check of this version was read.';
  if (observation.version !== version) return 'The scenario has changed since the check.';
  if (digest !== null && observation.profile !== digest) return 'The profile has changed since the check.';
  if (observation.styles.length === 0) return observation.reason ?? 'The check judged nothing here.';
  return null;
}
