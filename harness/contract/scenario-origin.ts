// Where a scenario comes from: this package, or a folder of the user's.
import { join } from 'node:path';

/** Of a scenario from outside. Paths are absolute. */
export interface ScenarioOrigin {
  /** The folder that was named: `<root>/<family>/<scenario>/`. */
  readonly root: string;
  readonly folder: string;
  /** SHA-256 by file: of the scenario's own, and of what its family shares, as `../shared/<file>`. Prose and golden traces do not count. */
  readonly files: Readonly<Record<string, string>>;
}

interface Placed {
  readonly origin?: ScenarioOrigin;
}

/** The folder of a scenario's data and workloads. */
export function folderOf({ id, origin }: Placed & { readonly id: string }, packageRoot: string): string {
  return origin?.folder ?? join(packageRoot, 'scenarios', ...id.split('.'));
}

/** Files that are other ones in `after`, or that only one of them has. A scenario of the package has none. */
export function changedFiles(
  before: ScenarioOrigin | undefined,
  after: ScenarioOrigin | undefined,
): readonly string[] {
  const [was, is] = [before?.files ?? {}, after?.files ?? {}];
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [...names].filter((name) => was[name] !== is[name]);
}

/** The folders from outside that these scenarios come from, each once. */
export function rootsOf(scenarios: readonly Placed[]): readonly string[] {
  return [...new Set(scenarios.flatMap(({ origin }) => (origin === undefined ? [] : [origin.root])))];
}
