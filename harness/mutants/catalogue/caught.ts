// How the tables of the corpus say what must catch a mutant.
import type { Caught } from '../mutant.ts';

export function byRule(...rules: readonly string[]): Caught {
  return { by: 'rule', rules, key: 'any' };
}

/** The same, and one of the findings names the key of the victim. */
export function onVictim(...rules: readonly string[]): Caught {
  return { by: 'rule', rules, key: 'victim' };
}
