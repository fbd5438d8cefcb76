// Reads what the atlas is made of: results of checks, or an atlas that was made of them before.
import { Value } from 'typebox/value';
import { ATLAS_SCHEMA, Atlas } from '../contract/atlas.ts';
import { FailureError, failure } from '../contract/failure.ts';
import { parseForeignJson } from '../contract/foreign-json.ts';
import { readForeignText } from '../files/foreign-file.ts';
import { STORED } from '../files/limits.ts';
import { readStoredRun } from '../publish/read-runs.ts';
import { observe } from './observe.ts';
import type { Observed } from './observe.ts';
import type { AtlasSource } from './source.ts';

/** A run folder, a results.json or an atlas.json. Throws a `FailureError` EL1005 where it is none of them. */
export function readCheck(path: string, sources: readonly AtlasSource[]): Observed {
  return readAtlas(path) ?? observe(readStoredRun(path).result, sources);
}

/** The observations of an atlas; null where the file is none, or there is no file. */
export function readAtlas(path: string): Observed | null {
  const value = parsed(path);
  if (typeof value !== 'object' || value === null || !('schema' in value) || value.schema !== ATLAS_SCHEMA)
    return null;
  if (!Value.Check(Atlas, value)) {
    const [first] = Value.Errors(Atlas, value);
    throw new FailureError(
      failure(
        'EL1005',
        `${path} is no atlas: ${first?.instancePath || '/'} ${first?.message ?? 'is malformed'}.`,
        'Write it anew: `evenloop atlas --run`.',
      ),
    );
  }
  const { columns, observations } = value;
  return { columns: columns.filter(({ observed }) => observed), observations };
}

/** Null where it cannot be read as JSON: a folder, for example. */
function parsed(path: string): unknown {
  try {
    return parseForeignJson(readForeignText(path, STORED.results));
  } catch {
    return null;
  }
}
