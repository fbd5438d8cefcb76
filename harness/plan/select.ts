// Resolves the patterns of the command line into scenarios and subjects.
import { failure } from '../contract/failure.ts';
import type { FailureCode, Result } from '../contract/failure.ts';
import type { Subject } from '../contract/invocation.ts';
import type { RunnerManifest } from '../contract/runner-manifest.ts';
import type { Scenario } from '../contract/scenario.ts';
import { nearest } from '../contract/nearest.ts';

/** Exact ids, family names, `*` globs and `all`, in the order of `scenarios`; no pattern means all of them. */
export function selectScenarios(
  scenarios: readonly Scenario[],
  patterns: readonly string[],
): Result<readonly Scenario[]> {
  return select(patterns, {
    items: scenarios,
    names: (scenario) => [scenario.id, scenario.family],
    code: 'EL1001',
    what: 'scenario',
  });
}

/** Exact ids, runtime names, style names and `*` globs, in the order of `subjects`; no pattern means all of them. */
export function selectSubjects(
  subjects: readonly Subject[],
  patterns: readonly string[],
): Result<readonly Subject[]> {
  return select(patterns, {
    items: subjects,
    names: (subject) => [subject.id, subject.runtime, subject.style],
    code: 'EL1002',
    what: 'subject',
  });
}

/**
 * Whether a runner takes part. One that is not in the default run is meant by its own id, by a pattern whose part before `/` or `@` matches that,
 * and by `all`; the name of a style alone does not mean it.
 */
export function isMeant(
  { id, inDefaultRun = true }: Pick<RunnerManifest, 'id' | 'inDefaultRun'>,
  patterns: readonly string[],
): boolean {
  return inDefaultRun || patterns.some((pattern) => matcherOf(pattern.split(/[@/+]/)[0] ?? '')(id));
}

interface Catalogue<Item> {
  readonly items: readonly Item[];
  /** By which names an item can be asked for; the first is its id. */
  readonly names: (item: Item) => readonly string[];
  readonly code: FailureCode;
  readonly what: 'scenario' | 'subject';
}

function select<Item>(patterns: readonly string[], catalogue: Catalogue<Item>): Result<readonly Item[]> {
  const chosen = new Set<Item>();
  for (const pattern of patterns) {
    const matches = matcherOf(pattern);
    const found = catalogue.items.filter((item) => catalogue.names(item).some(matches));
    if (found.length === 0) return { ok: false, failure: unknown(pattern, catalogue) };
    for (const item of found) chosen.add(item);
  }
  const all = patterns.length === 0;
  return { ok: true, value: catalogue.items.filter((item) => all || chosen.has(item)) };
}

/** A `*` stands for any run of characters, dots and slashes included; `all` is `*`. */
function matcherOf(pattern: string): (name: string) => boolean {
  const source = (pattern === 'all' ? '*' : pattern)
    .split('*')
    .map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, '\\$&'))
    .join('.*');
  const expression = new RegExp(`^${source}$`);
  return (name) => expression.test(name);
}

function unknown<Item>(pattern: string, { items, names, code, what }: Catalogue<Item>) {
  const guess = nearest(pattern, [...new Set(items.flatMap(names))]);
  const list = `\`evenloop list ${what}s\` lists all of them.`;
  const next = guess === null ? `Choose a known one: ${list}` : `Did you mean "${guess}"? Otherwise: ${list}`;
  return failure(code, `No ${what} matches ${JSON.stringify(pattern)}.`, next);
}
