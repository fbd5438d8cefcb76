// The environment and the arguments of a runner: what the manifest says, and nothing that would change an interpreter unseen.
import { delimiter, join } from 'node:path';
import type { RunnerManifest } from '../../contract/runner-manifest.ts';
import { AS_IT_IS } from '../layout.ts';
import type { Layout } from '../layout.ts';

/**
 * Variables of the harness's own environment that would silently change how an interpreter behaves or what it loads. Node reads all
 * certificates of `NODE_EXTRA_CA_CERTS` at its start, which can take longer than the rest of it; no workload speaks TLS.
 */
const WITHHELD =
  /^(NODE_OPTIONS|NODE_PATH|NODE_EXTRA_CA_CERTS|NODE_DEBUG|NODE_V8_COVERAGE|NODE_CHANNEL_FD|PYTHON.*|BUN_OPTIONS|DENO_.*)$/;

/** A variable that no program reads: its length moves the memory in which an interpreter keeps its environment. */
const PADDING = 'EVENLOOP_LAYOUT';
/** The largest seed that CPython takes is 2^32 - 1. */
const HASH_SEED = '{hashSeed}';

export interface Launch {
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** How a runner of `manifest` is started for the workloads of the package at `packageRoot`. */
export function launchOf(
  manifest: RunnerManifest,
  packageRoot: string,
  inherited: Readonly<Record<string, string | undefined>>,
  { environmentBytes, hashSeed }: Layout = AS_IT_IS,
): Launch {
  const fill = (text: string): string =>
    text
      .replaceAll('{scenarios}', () => join(packageRoot, 'scenarios'))
      .replaceAll('{package}', () => packageRoot)
      .replaceAll('{separator}', delimiter)
      .replaceAll(HASH_SEED, String(hashSeed));
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(inherited))
    if (value !== undefined && !WITHHELD.test(name)) environment[name] = value;
  if (environmentBytes > 0) environment[PADDING] = 'x'.repeat(environmentBytes);
  for (const [name, value] of Object.entries(manifest.environment)) environment[name] = fill(value);
  return { args: manifest.args.map(fill), environment };
}
