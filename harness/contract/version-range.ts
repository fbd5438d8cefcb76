// Version ranges, as known divergences and subjects name them: space-separated comparators, all of which must hold.
import { assertNever } from './failure.ts';
import { compareVersions, versionNumbers } from './version.ts';

interface Comparator {
  readonly operator: '>=' | '>' | '<=' | '<' | '=';
  readonly parts: readonly number[];
}

/** Null when the text is no range. */
export function parseVersionRange(text: string): ((version: string) => boolean) | null {
  const comparators: Comparator[] = [];
  for (const word of text.split(' ').filter((part) => part !== '')) {
    const comparator = parseComparator(word);
    if (comparator === null) return null;
    comparators.push(comparator);
  }
  return (version) => comparators.every((comparator) => holds(comparator, versionNumbers(version)));
}

function parseComparator(word: string): Comparator | null {
  const match = /^(>=|>|<=|<|=)(\d+(?:\.\d+)*)$/.exec(word);
  const operator = match?.[1];
  if (operator !== '>=' && operator !== '>' && operator !== '<=' && operator !== '<' && operator !== '=')
    return null;
  return { operator, parts: versionNumbers(match?.[2] ?? '') };
}

/** Only as many parts as the comparator names are compared: 20.5 is `=20`, `>=20` and `<=20`. */
function holds({ operator, parts }: Comparator, version: readonly number[]): boolean {
  const order = compareVersions(version.slice(0, parts.length), parts);
  switch (operator) {
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
    case '<=':
      return order <= 0;
    case '<':
      return order < 0;
    case '=':
      return order === 0;
    default:
      return assertNever(operator);
  }
}
