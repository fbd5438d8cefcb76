// Helpers with which the tables of recorder mutants are written.
import type { Caught, MutantChoice, ChosenEvent, Drawn, MutantTrial } from '../mutant.ts';
import type { Patch } from '../spec.ts';

export const first = ({ victims }: Drawn): ChosenEvent => named(victims[0]);
const second = ({ victims }: Drawn): ChosenEvent => named(victims[1]);

function named(victim: ChosenEvent | undefined): ChosenEvent {
  if (victim === undefined) throw new Error('a patch needs a victim that its trial does not choose');
  return victim;
}

/** Behind all ids that scenarios give. */
export const FRESH_ID = 4_000_000;

export const drop = (drawn: Drawn): Patch => ({ act: 'drop', victim: first(drawn) });
export const repeat = (drawn: Drawn): Patch => ({ act: 'repeat', victim: first(drawn) });
export const swap = (drawn: Drawn): Patch => ({ act: 'swap', first: first(drawn), second: second(drawn) });

export function on(
  scenario: string,
  choice: MutantChoice,
  patch: (drawn: Drawn) => Patch,
  caught: Caught,
  more: Partial<MutantTrial> = {},
): MutantTrial {
  return { scenario, rounds: 'all', choice, patch, caught, ...more };
}

export const NONE: MutantChoice = { pick: 'none' };
