// Reads `known-divergences.json` beside each planned scenario.
import { join } from 'node:path';
import { FailureError, failure } from '../../contract/failure.ts';
import { folderOf } from '../../contract/scenario-origin.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { KnownDivergence } from '../../contract/verdict.ts';
import { parseKnownDivergences } from '../../check/known-divergences.ts';
import { readForeignText } from '../../files/foreign-file.ts';
import { parseForeignJson } from '../../contract/foreign-json.ts';
import { STORED } from '../../files/limits.ts';
import { codeOf } from '../../store/file-failure.ts';

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
    text = readForeignText(path, STORED.description);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    const cause = `${path} cannot be read (${codeOf(error)}).`;
    throw new FailureError(failure('EL1007', cause, 'Correct that file, or remove it.'));
  }
  try {
    return parseForeignJson(text);
  } catch {
    // Not JSON is as malformed as it gets: the parser of the list names the file.
    return text;
  }
}
