// The environment and the arguments of a runner: what the manifest says, and of evenloop's own environment what is listed.
import { delimiter, join } from 'node:path';
import type { RunnerManifest } from '../../contract/runner-manifest.ts';
import { AS_IT_IS } from '../layout.ts';
import type { Layout } from '../layout.ts';
import { inheritedBy } from './inherited-names.ts';

/** A variable that no program reads: its length moves the memory in which an interpreter keeps its environment. */
const PADDING = 'EVENLOOP_LAYOUT';

export interface Launch {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What the placeholders of a manifest stand for. */
export interface LaunchPlaces {
  /** The package whose workloads are run. */
  readonly packageRoot: string;
  /** The folder of the manifest. */
  readonly manifestFolder: string;
  /** Folders of scenarios from outside, after those of the package. */
  readonly scenarioRoots?: readonly string[];
}

/** How a runner of `manifest` is started. */
export function launchOf(
  manifest: RunnerManifest,
  places: LaunchPlaces,
  inherited: Readonly<Record<string, string | undefined>>,
  { environmentBytes, hashSeed }: Layout = AS_IT_IS,
): Launch {
  const fill = (text: string): string => filled(text, places, hashSeed);
  const isInherited = inheritedBy(manifest);
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(inherited))
    if (value !== undefined && isInherited(name)) environment[name] = value;
  if (environmentBytes > 0) environment[PADDING] = 'x'.repeat(environmentBytes);
  for (const [name, value] of Object.entries(manifest.environment)) environment[name] = fill(value);
  return { args: manifest.args.map(fill), environment };
}

/** A text of a manifest with its placeholders filled. */
export function filled(text: string, places: LaunchPlaces, hashSeed = 0): string {
  const { packageRoot, manifestFolder, scenarioRoots = [] } = places;
  const meanings: Readonly<Record<string, string>> = {
    '{package}': packageRoot,
    '{manifest}': manifestFolder,
    '{scenarios}': [join(packageRoot, 'scenarios'), ...scenarioRoots].join(delimiter),
    '{separator}': delimiter,
    '{hashSeed}': String(hashSeed),
  };
  return text.replaceAll(/\{[a-zA-Z]+\}/g, (name) => meanings[name] ?? name);
}
