// `results.json`: written whole or not at all, and never believed unread.
import { Compile } from 'typebox/compile';
import type { Validator } from 'typebox/compile';
import { failure } from '../contract/failure.ts';
import type { Failure, Result } from '../contract/failure.ts';
import { RESULTS_SCHEMA, RunResult } from '../contract/result.ts';
import { readForeignText } from '../files/foreign-file.ts';
import { jsonTrouble, parseForeignJson } from '../contract/foreign-json.ts';
import { STORED } from '../files/limits.ts';
import { writeAtomically } from './atomic-write.ts';
import { codeOf } from './file-failure.ts';
import { implausibility } from './plausible-results.ts';
import { upgradeResults } from './upgrade-results.ts';

/** Compiled on first use: that takes a few milliseconds, which most commands need not spend. */
let compiled: Validator<{}, typeof RunResult> | null = null;

/** Throws a `FailureError` when the file cannot be written, and an `Error` when the result breaks its own contract. */
export function writeResults(path: string, result: RunResult): void {
  const problem = firstProblem(result);
  if (problem !== null) throw new Error(`a result that breaks its own schema: ${problem}`);
  writeAtomically(path, `${JSON.stringify(result, null, 1)}\n`);
}

/** A file of an older schema is read under the present names. EL1005 names the first place where the file is not what it should be. */
export function readResults(path: string): Result<RunResult> {
  let text: string;
  try {
    text = readForeignText(path, STORED.results);
  } catch (error) {
    return refused(path, `it cannot be read (${codeOf(error)})`);
  }
  let value: unknown;
  try {
    value = upgradeResults(parseForeignJson(text));
  } catch (error) {
    return refused(path, jsonTrouble(error));
  }
  const schema = schemaOf(value);
  if (schema !== RESULTS_SCHEMA)
    return refused(path, `/schema is ${JSON.stringify(schema)}, not "${RESULTS_SCHEMA}"`);
  const problem = firstProblem(value);
  if (problem !== null) return refused(path, problem);
  const result = value as RunResult;
  const odd = implausibility(result);
  return odd === null ? { ok: true, value: result } : refused(path, odd);
}

/** The JSON path of the first problem and what is wrong there; null when all is well. */
function firstProblem(value: unknown): string | null {
  compiled ??= Compile(RunResult);
  if (compiled.Check(value)) return null;
  const [first] = compiled.Errors(value);
  return first === undefined
    ? 'it does not match the schema'
    : `${first.instancePath || '/'} ${first.message}`;
}

function schemaOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
}

function refused(path: string, cause: string): { readonly ok: false; readonly failure: Failure } {
  const next = 'Name a results.json that this version of evenloop wrote.';
  return { ok: false, failure: failure('EL1005', `${path} is not a results file: ${cause}.`, next) };
}
