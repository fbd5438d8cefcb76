// Searches for the smallest parameters with which something still happens. Pure: the function that runs an attempt is an argument.
import type { Parameters } from '../contract/message.ts';

export interface ShrinkSearch<Evidence> {
  readonly params: Parameters;
  /** The parameters that may become smaller, each with its least value. */
  readonly minima: Readonly<Record<string, number>>;
  /** What shows that it still happens with these parameters; null when it does not. */
  readonly attempt: (params: Parameters) => Promise<Evidence | null>;
  /** Asked before each attempt. */
  readonly goesOn: () => boolean;
}

export interface Smallest<Evidence> {
  readonly params: Parameters;
  /** Of these parameters; null when no smaller ones were found. */
  readonly evidence: Evidence | null;
  readonly attempts: number;
  /** False when the search was cut short. */
  readonly complete: boolean;
}

/**
 * First everything at its least; then one parameter after the other by halving, and by smaller steps where half is too little,
 * until nothing more can go. Where less is never worse, the result is minimal; where chance has a part in it, it is merely small.
 */
export async function shrinkParameters<Evidence>(
  search: ShrinkSearch<Evidence>,
): Promise<Smallest<Evidence>> {
  const names = Object.keys(search.minima).filter((name) =>
    canShrink(search.params[name], search.minima[name]),
  );
  const known = new Map<string, Evidence | null>();
  const found: { params: Parameters; evidence: Evidence | null; cut: boolean } = {
    params: search.params,
    evidence: null,
    cut: false,
  };

  async function happens(params: Parameters): Promise<boolean> {
    const name = JSON.stringify(names.map((each) => params[each]));
    let evidence = known.get(name);
    if (evidence === undefined) {
      if (!search.goesOn()) {
        found.cut = true;
        return false;
      }
      evidence = await search.attempt(params);
      known.set(name, evidence);
    }
    if (evidence !== null) Object.assign(found, { params, evidence });
    return evidence !== null;
  }

  /** Between the largest value that is known to be too little and the smallest that is known to do. */
  async function lower(name: string): Promise<boolean> {
    let tooLittle = (search.minima[name] ?? 0) - 1;
    const before = Number(found.params[name]);
    for (let value = before; value - tooLittle > 1 && !found.cut; value = Number(found.params[name])) {
      const middle = tooLittle + Math.floor((value - tooLittle) / 2);
      if (!(await happens({ ...found.params, [name]: middle }))) tooLittle = middle;
    }
    return Number(found.params[name]) < before;
  }

  const least = Object.fromEntries(names.map((name) => [name, search.minima[name] ?? 0]));
  let again = names.length > 0 && !(await happens({ ...search.params, ...least }));
  while (again && !found.cut) {
    again = false;
    // A smaller value of one parameter may make room for a smaller one of another.
    for (const name of names) if ((await lower(name)) && names.length > 1) again = true;
  }
  const { params, evidence, cut } = found;
  return { params, evidence, attempts: known.size, complete: !cut };
}

function canShrink(value: Parameters[string] | undefined, least: number | undefined): boolean {
  return typeof value === 'number' && Number.isInteger(value) && least !== undefined && value > least;
}
