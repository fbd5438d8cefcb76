// Reads `known-divergences.json` beside each planned scenario.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FailureError } from '../../contract/failure.ts';
import { folderOf } from '../../contract/scenario-origin.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { KnownDivergence } from '../../contract/verdict.ts';
import { parseKnownDivergences } from '../../check/known-divergences.ts';

/** By scenario id. Throws a `FailureError` that names the file when one is malformed: a list that cannot be read excuses nothing. */
export function loadKnownDivergences(
  packageRoot: string,
  scenarios: readonly Scenario[],
): ReadonlyMap<string, readonly KnownDivergence[]> {
  return new Map(scenarios.map((scenario) => [scenario.id, listOf(folderOf(scenario, packageRoot))]));
}

function listOf(folder: string): readonly KnownDivergence[] {
  const path = join(folder, 'known-divergences.json');
  const result = parseKnownDivergences(parsed(path), path);
  if (result.ok) return result.value;
  throw new FailureError(result.failure);
}

function parsed(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON is as malformed as it gets: the parser of the list names the file.
    return text;
  }
}
