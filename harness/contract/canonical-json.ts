// JSON of which equal values have one text: keys in order, no blanks. What is named or checked by a digest is written so.

/** Ends with a line feed. Throws a `RangeError` for a number that JSON has no word for, because it would come back as null. */
export function canonicalJson(value: unknown): string {
  return `${JSON.stringify(ordered(value))}\n`;
}

function ordered(value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${value} is no JSON`);
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, ordered(field)]));
}
