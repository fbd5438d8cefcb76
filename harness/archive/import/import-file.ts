// Reads another tool's file, packed or not, and what the tool keeps beside it.
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { FailureError, failure } from '../../contract/failure.ts';
import type { Result } from '../../contract/failure.ts';
import { parseForeignJson } from '../../contract/foreign-json.ts';
import { readForeignBytes, readForeignText } from '../../files/foreign-file.ts';
import { STORED } from '../../files/limits.ts';
import { codeOf } from '../../store/file-failure.ts';
import { keyOfText } from '../archive-files.ts';
import type { NewRun } from '../archive-result.ts';
import { importText } from './import-text.ts';
import type { ImportedTool } from './imported-tools.ts';

export interface ImportRequest {
  readonly tool: ImportedTool;
  /** When it was measured, as ISO, and at which commit, where the person says so. */
  readonly at: string | null;
  readonly commit: string | null;
}

export function importFile(path: string, { tool, at, commit }: ImportRequest): Result<readonly NewRun[]> {
  const text = textAt(path);
  return importText(tool, {
    name: path,
    text,
    beside: { benchmarks: besideAt(path, '..', 'benchmarks.json'), machine: besideAt(path, 'machine.json') },
    source: { key: keyOfText(text), writtenAt: statSync(path).mtime.toISOString(), at, commit },
  });
}

const GZIP = 0x1f8b;

function textAt(path: string): string {
  try {
    const bytes = readForeignBytes(path, STORED.results);
    const packed = bytes.length > 2 && bytes.readUInt16BE() === GZIP;
    const whole = packed ? gunzipSync(bytes, { maxOutputLength: STORED.results.mostBytes }) : bytes;
    return whole.toString('utf8').replace(/^\u{feff}/u, '');
  } catch (error) {
    const why = codeOf(error) || 'it cannot be unpacked';
    throw new FailureError(
      failure('EL3104', `${path} cannot be read (${why}).`, 'Name a file that is there.'),
    );
  }
}

/** Null: there is none that can be read, and the file is imported without what it would say. */
function besideAt(path: string, ...names: readonly string[]): unknown {
  try {
    return parseForeignJson(readForeignText(join(dirname(path), ...names), STORED.description));
  } catch {
    return null;
  }
}
