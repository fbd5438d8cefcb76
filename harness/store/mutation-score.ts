// The scores that `npm run test:mutants` left in this checkout, for the results of later runs.
import { join } from 'node:path';
import { Value } from 'typebox/value';
import { MutationScore } from '../contract/mutation-score.ts';
import { readForeignText } from '../files/foreign-file.ts';
import { parseForeignJson } from '../contract/foreign-json.ts';
import { STORED } from '../files/limits.ts';

export const MUTATION_SCORE_SCHEMA = 'evenloop/mutants@2';
/** Below the package. */
export const MUTATION_SCORE_FILE = 'reports/out/mutants.json';

/** Null where there are no scores, or where they belong to another version: scores of another checker say nothing about this one. */
export function readMutationScore(packageRoot: string, version: string): MutationScore | null {
  const value = parsed(join(packageRoot, MUTATION_SCORE_FILE));
  if (typeof value !== 'object' || value === null) return null;
  if (!('schema' in value) || value.schema !== MUTATION_SCORE_SCHEMA) return null;
  if (!('version' in value) || value.version !== version || !Value.Check(MutationScore, value)) return null;
  const { at, caught, mutants, falseAlarms, controls, checkersFound, checkers, seeds } = value;
  return { at, caught, mutants, falseAlarms, controls, checkersFound, checkers, seeds };
}

/** Undefined for a file that cannot be read: it is an optional by-product. */
function parsed(path: string): unknown {
  try {
    return parseForeignJson(readForeignText(path, STORED.description));
  } catch {
    return undefined;
  }
}
