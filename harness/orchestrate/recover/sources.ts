// The digests of everything that the result of a run depends on, each under a name that a reader understands.
import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Side } from '../../contract/invocation.ts';
import type { Environment } from '../../contract/result.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { kindAt, readForeignBytes } from '../../files/foreign-file.ts';
import { STORED } from '../../files/limits.ts';

export interface SourcesRequest {
  readonly version: string;
  readonly sides: readonly Side[];
  readonly packageRoot: (side: Side) => string;
  readonly runtimes: readonly Runtime[];
  readonly scenarios: readonly Scenario[];
  readonly environment: Environment;
}

/** Of the sources, or of the build: whichever runs. */
const HARNESS = fileURLToPath(new URL('../..', import.meta.url));

export function sourcesOf(request: SourcesRequest): Readonly<Record<string, string>> {
  const { platform, kernel, cpuModel, logicalCpus, node } = request.environment;
  const sources: Record<string, string> = {
    'the version of evenloop': request.version,
    'the code of evenloop': digestOf([HARNESS]),
    'the Node that runs evenloop': node,
    'the smallest effects of interest': JSON.stringify(
      request.scenarios.map(({ metrics }) => metrics.map(({ minimumEffect }) => minimumEffect)),
    ),
    'the machine': `${platform}, ${kernel}, ${logicalCpus} x ${cpuModel}`,
  };
  for (const { id, version, executable, executableSha256 } of request.runtimes)
    sources[`the runtime ${id}`] = `${version} ${executable} ${executableSha256}`;
  for (const side of request.sides) {
    const root = request.packageRoot(side);
    const of = side === 'head' ? '' : ` of ${side}`;
    for (const [runner, folder] of new Map(request.runtimes.map((one) => [one.runner, one.manifestFolder])))
      sources[`the runner ${runner}${of}`] = digestOf([
        side === 'head' ? folder : join(root, 'runners', runner),
        join(root, 'dist', 'runners', runner),
      ]);
    for (const scenario of request.scenarios)
      sources[`the scenario ${scenario.id}${of}`] = digestOf(foldersOf(scenario, root));
  }
  return sources;
}

/** A scenario from outside has all in one folder, and is the same on all sides. */
function foldersOf({ id, family, origin }: Scenario, root: string): readonly string[] {
  if (origin !== undefined) return [origin.folder];
  return [join(root, 'scenarios'), join(root, 'dist', 'scenarios')].flatMap((folder) => [
    join(folder, ...id.split('.')),
    join(folder, family, 'shared'),
  ]);
}

/** Names of what is not the same, in the order of the earlier run. */
export function changedSources(
  before: Readonly<Record<string, string>>,
  now: Readonly<Record<string, string>>,
): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter(
    (name) => before[name] !== now[name],
  );
}

const CODE = /\.(?:[cm]?[jt]s|py|json)$/;
/** Tests, and what only tests use. */
const ASIDE = /^(?:node_modules|testing|mutants|golden|tests|__pycache__|\..*)$|\.test\.|\.d\.ts$|\.map$/;
/** A runner of the user's own may lie in a large folder. */
const MOST_FILES = 5000;

function digestOf(folders: readonly string[]): string {
  const hash = createHash('sha256');
  let files = 0;
  const walk = (folder: string, name: string): void => {
    for (const entry of entriesOf(folder)) {
      if (ASIDE.test(entry) || files > MOST_FILES) continue;
      const path = join(folder, entry);
      const found = kindAt(path);
      if (found === 'folder') walk(path, `${name}/${entry}`);
      else if (found === 'file' && CODE.test(entry)) {
        files++;
        const content = readForeignBytes(path, STORED.part);
        hash.update(`${name}/${entry} ${content.length}\n`).update(content);
      }
    }
  };
  for (const [i, folder] of folders.entries()) walk(folder, String(i));
  return hash.digest('hex').slice(0, 16);
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}
