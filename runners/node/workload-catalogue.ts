// Finds and loads workloads by id and style. Nothing that a harness says can lead out of the scenarios folder.
import { readdirSync } from 'node:fs';
import type { Open } from '../../harness/contract/kit.ts';
import { WorkloadFailure } from './workload-failure.ts';

const STYLES = ['callbacks', 'events', 'promises', 'streams', 'blocking'];
const NAME = /^[a-z_]+$/;
/** The folder of what the workloads of a family have in common. It is no scenario. */
const SHARED = 'shared';

export interface OfferedScenario {
  readonly id: string;
  readonly styles: string[];
}

export interface WorkloadCatalogue {
  readonly scenarios: OfferedScenario[];
  /** Null when there is no such workload. */
  load(scenario: string, style: string): Promise<Open | null>;
}

/** The workloads beneath `root`, a folder `<family>/<scenario>/<style>.js` deep; listed once. */
export function readCatalogue(root: URL): WorkloadCatalogue {
  const scenarios = foldersIn(root).flatMap((family) =>
    foldersIn(new URL(`${family}/`, root))
      .filter((name) => name !== SHARED)
      .map((name) => ({ id: `${family}.${name}`, styles: stylesIn(new URL(`${family}/${name}/`, root)) })),
  );
  const offered = scenarios.filter(({ styles }) => styles.length > 0);
  return {
    scenarios: offered,
    async load(scenario, style) {
      const found = offered.find(({ id }) => id === scenario);
      if (found === undefined || !found.styles.includes(style)) return null;
      return openOf(await import(new URL(`${scenario.replace('.', '/')}/${style}.js`, root).href), scenario);
    },
  };
}

function foldersIn(folder: URL): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory() && NAME.test(entry.name)).map(({ name }) => name);
  } catch {
    return [];
  }
}

function stylesIn(folder: URL): string[] {
  const files = new Set(readdirSync(folder));
  return STYLES.filter((style) => files.has(`${style}.js`));
}

function openOf(module: { readonly open?: unknown }, scenario: string): Open {
  const { open } = module;
  if (typeof open !== 'function')
    throw new WorkloadFailure('bad-workload', `a workload of ${scenario} exports no function named open`);
  return open as Open;
}
