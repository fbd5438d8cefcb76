// The memory mode of each process of a cell, found by its page faults: memory that is returned and fetched again costs more than most work.

/** Below one fault an operation something else decides the time. */
const LEAST_FAULTS = 1;
/** The upper group has at least this many times the faults of the lower one; smaller variation is one group. */
const APART = 4;

export interface FaultMode {
  /** Places in the list that was given. */
  readonly members: readonly number[];
  /** Mean page faults per operation. */
  readonly faults: number;
}

/**
 * The two groups into which page faults per operation fall, the larger first; null where they are one. A fault costs some 3 us, so a
 * process with four of them an operation and one with none are two programs. Places without a value are in no group.
 */
export function faultModes(faults: readonly (number | null)[]): readonly [FaultMode, FaultMode] | null {
  const known = faults
    .flatMap((value, place) => (value === null ? [] : [{ value, place }]))
    .toSorted((a, b) => a.value - b.value);
  const at = known.findIndex(
    ({ value }, i) => i > 0 && value >= LEAST_FAULTS && value >= APART * (known[i - 1]?.value ?? 0),
  );
  if (at === -1) return null;
  const [lower, upper] = [modeOf(known.slice(0, at)), modeOf(known.slice(at))];
  return upper.members.length > lower.members.length ? [upper, lower] : [lower, upper];
}

function modeOf(known: readonly { readonly value: number; readonly place: number }[]): FaultMode {
  return {
    members: known.map(({ place }) => place),
    faults: known.reduce((sum, { value }) => sum + value, 0) / known.length,
  };
}
