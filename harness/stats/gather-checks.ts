// Merges the results of one check over many invocations: kept only if all are kept, else with the text of a broken one.
import type { Plausibility } from '../contract/numbers.ts';

/** One entry a check, in the order in which checks first appear. `of` names what there were several of: rounds, invocations. */
export function gatherChecks(entries: readonly Plausibility[], of: string): Plausibility[] {
  const byCheck = new Map<string, Plausibility[]>();
  for (const entry of entries) {
    const same = byCheck.get(entry.check);
    if (same === undefined) byCheck.set(entry.check, [entry]);
    else same.push(entry);
  }
  return [...byCheck.values()].flatMap((same) => oneOf(same, of));
}

function oneOf(same: readonly Plausibility[], of: string): Plausibility[] {
  const broken = same.filter(({ kept }) => !kept);
  const shown = broken[0] ?? same[0];
  if (shown === undefined) return [];
  const share =
    broken.length > 0 && same.length > 1 ? ` (broken in ${broken.length} of ${same.length} ${of})` : '';
  return [{ ...shown, text: `${shown.text}${share}` }];
}
