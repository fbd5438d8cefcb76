// Finds and loads workloads by id and style. Nothing that a harness says can lead out of the folders of scenarios.
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Open } from '../../harness/contract/kit.ts';
import { moduleFile, stripsTypes } from '../../harness/contract/module-file.ts';
import { WorkloadFailure } from './workload-failure.ts';

const STYLES = ['callbacks', 'events', 'promises', 'streams', 'blocking'];
const NAME = /^[a-z][a-z0-9_]*$/;
/** No scenarios: what the workloads of a family have in common, and what a user's project has installed. */
const NO_SCENARIOS: ReadonlySet<string> = new Set(['shared', 'node_modules']);

export interface OfferedScenario {
  readonly id: string;
  readonly styles: string[];
}

export interface WorkloadCatalogue {
  readonly scenarios: OfferedScenario[];
  /** Null when there is no such workload. */
  load(scenario: string, style: string): Promise<Open | null>;
}

interface FoundScenario {
  readonly id: string;
  readonly folder: URL;
  /** Module by style. */
  readonly modules: ReadonlyMap<string, string>;
}

/** The workloads beneath `roots`, each a folder `<family>/<scenario>/<style>.js` deep; listed once. Throws when two of them have one scenario. */
export function readCatalogue(...roots: readonly URL[]): WorkloadCatalogue {
  const found = roots.flatMap(scenariosIn).filter(({ modules }) => modules.size > 0);
  for (const [index, { id, folder }] of found.entries()) {
    const other = found.findIndex((each) => each.id === id);
    if (other < index)
      throw new Error(
        `two folders have workloads of ${id}: ${pathOf(found[other])} and ${pathOf({ folder })}`,
      );
  }
  return {
    scenarios: found.map(({ id, modules }) => ({ id, styles: [...modules.keys()] })),
    async load(scenario, style) {
      const known = found.find(({ id }) => id === scenario);
      const module = known?.modules.get(style);
      if (known === undefined || module === undefined) return null;
      return openOf(await import(new URL(module, known.folder).href), scenario);
    },
  };
}

function scenariosIn(root: URL): FoundScenario[] {
  return foldersIn(root).flatMap((family) =>
    foldersIn(new URL(`${family}/`, root)).map((name) => {
      const folder = new URL(`${family}/${name}/`, root);
      return { id: `${family}.${name}`, folder, modules: modulesIn(folder) };
    }),
  );
}

function foldersIn(folder: URL): string[] {
  const leadsToFolder = (name: string): boolean =>
    statSync(new URL(name, folder), { throwIfNoEntry: false })?.isDirectory() === true;
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries
      .filter(({ name }) => NAME.test(name) && !NO_SCENARIOS.has(name))
      .filter((entry) => entry.isDirectory() || (entry.isSymbolicLink() && leadsToFolder(entry.name)))
      .map(({ name }) => name);
  } catch {
    return [];
  }
}

function modulesIn(folder: URL): Map<string, string> {
  const files = new Set(readdirSync(folder));
  const typed = stripsTypes(process.features);
  return new Map(
    STYLES.flatMap((style): [string, string][] => {
      const file = moduleFile(files, style, typed);
      return file === null ? [] : [[style, file]];
    }),
  );
}

function pathOf(found: { readonly folder: URL } | undefined): string {
  return found === undefined ? 'a folder' : fileURLToPath(found.folder);
}

function openOf(module: { readonly open?: unknown }, scenario: string): Open {
  const { open } = module;
  if (typeof open !== 'function')
    throw new WorkloadFailure('bad-workload', `a workload of ${scenario} exports no function named open`);
  return open as Open;
}
