// Which rows a query means.
import type { Comparator, Query, QueryRow } from './tree.ts';

/** One answer a row. A row that lacks a number keeps no comparison with it. */
export function matching(query: Query, rows: readonly QueryRow[]): readonly boolean[] {
  switch (query.kind) {
    case 'all':
      return rows.map(() => true);
    case 'word':
      return rows.map((row) => Object.values(row.fields).some((values) => within(values, query.text)));
    case 'field':
      return rows.map((row) => has(row.fields[query.field] ?? [], query));
    case 'flag':
      return rows.map((row) => row.flags.includes(query.flag));
    case 'number':
      return rows.map(({ numbers }) => holds(numbers[query.name], query.comparator, query.value));
    case 'count':
      return counted(query, rows);
    case 'not':
      return matching(query.of, rows).map((held) => !held);
    case 'and':
      return combined(query.parts, rows, (a, b) => a && b);
    case 'or':
      return combined(query.parts, rows, (a, b) => a || b);
    default:
      return query satisfies never;
  }
}

function combined(
  parts: readonly Query[],
  rows: readonly QueryRow[],
  join: (a: boolean, b: boolean) => boolean,
): readonly boolean[] {
  return parts
    .map((part) => matching(part, rows))
    .reduce((all, next) => all.map((held, index) => join(held, next[index] ?? false)));
}

function counted(
  { of, comparator, value }: Extract<Query, { kind: 'count' }>,
  rows: readonly QueryRow[],
): readonly boolean[] {
  const held = matching(of, rows);
  // A subject has a row for each metric; counted are subjects.
  const subjects = new Map<string, Set<string>>();
  rows.forEach((row, index) => {
    if (held[index] !== true) return;
    const names = subjects.get(row.group) ?? new Set();
    subjects.set(row.group, names.add(row.fields.subject?.[0] ?? ''));
  });
  return rows.map(({ group }) => holds(subjects.get(group)?.size ?? 0, comparator, value));
}

function has(
  values: readonly string[],
  { text, whole }: { readonly text: string; readonly whole: boolean },
): boolean {
  return whole ? values.some((value) => value.toLowerCase() === text) : within(values, text);
}

function within(values: readonly string[], text: string): boolean {
  return values.some((value) => value.toLowerCase().includes(text));
}

function holds(number: number | undefined, comparator: Comparator, value: number): boolean {
  if (number === undefined) return false;
  switch (comparator) {
    case '>':
      return number > value;
    case '>=':
      return number >= value;
    case '<':
      return number < value;
    case '<=':
      return number <= value;
    case '=':
      return number === value;
    default:
      return comparator satisfies never;
  }
}
