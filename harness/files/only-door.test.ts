// Files are opened for reading by `harness/files/` alone: what others may have made can be a FIFO, a device, or without end.
import { expect, test } from 'vitest';
import { isTestSupport, readSource, sources } from '../testing/imports.ts';

/** Calls that open a file to read it. */
const OPENING =
  /\b(readFile|readFileSync|open|openSync|openAsBlob|createReadStream|copyFile|copyFileSync|cp|cpSync)\b/g;
const FILE_MODULE =
  /^\s*import\s+(type\s+)?([^;]*?)\s+from\s*['"](?:node:)?fs(?:\/promises)?['"]|\bimport\(\s*['"](?:node:)?fs[^)]*\)/gm;

const KERNEL = 'a file that the kernel makes as it is read';
const WITNESS = 'the witness acts on the files of a scenario, in a folder that it made';

/** Files that open others themselves, and why. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'harness/cli/lost-terminal.ts': '/dev/null',
  'harness/conform/plays/slice-places.ts': KERNEL,
  'harness/mutants/checker/run.ts':
    'copies and changes the sources of this checkout, for `npm run test:mutants`',
  'harness/orchestrate/hangup.ts': KERNEL,
  'harness/run/block/affinity.ts': KERNEL,
  'harness/run/block/scheduling.ts': KERNEL,
  'harness/run/discover/file-digest.ts':
    'an executable that was found as a file: as large as it is, streamed, and about to be started',
  'harness/run/environment/read-text.ts': KERNEL,
  'harness/run/kernel-cpu.ts': KERNEL,
  'harness/run/owner.ts': KERNEL,
  'harness/run/session/process-group.ts': KERNEL,
  'harness/run/strays.ts': KERNEL,
  'harness/run/witness/attempts.ts': KERNEL,
  'harness/run/witness/file-acts.ts': WITNESS,
  'harness/run/witness/path-acts.ts': WITNESS,
  'harness/run/witness/pipe-pair.ts': 'FIFOs that the witness made, opened without waiting',
  'harness/run/witness/pool-files.ts': 'the same',
  'harness/run/witness/process-tree.ts': KERNEL,
  'harness/run/witness/save-ways.ts': WITNESS,
  'harness/store/atomic-write.ts': 'writes a new file, and opens folders to have them kept',
  'harness/store/journal.ts': 'appends to the journal of the run that this process carries out',
  'harness/store/wire-file.ts': 'writes where the user said',
};

/** What a source imports to open files, by name; `*` for all that a module has. */
function openersIn(text: string): string[] {
  return [...text.matchAll(FILE_MODULE)].flatMap(([whole, types, names]) => {
    if (types !== undefined) return [];
    if (names === undefined || !names.startsWith('{')) return [`* (${whole.trim()})`];
    return [...names.replaceAll(/\btype\s+\w+/g, '').matchAll(OPENING)].map(([name]) => name);
  });
}

const READERS = sources()
  .filter((path) => /^(harness|reports)\//.test(path) && !isTestSupport(path))
  .filter((path) => !path.startsWith('harness/files/') && openersIn(readSource(path)).length > 0);

test('no other module opens a file to read it', () => {
  expect(READERS.filter((path) => !(path in EXCEPTIONS))).toEqual([]);
});

test('every exception is needed', () => {
  expect(Object.keys(EXCEPTIONS).filter((path) => !READERS.includes(path))).toEqual([]);
});

test('an opening is seen however it is imported', () => {
  expect(openersIn("import { readFileSync, rmSync } from 'node:fs';")).toEqual(['readFileSync']);
  expect(openersIn("import {\n  rmSync,\n  open,\n} from 'fs/promises';")).toEqual(['open']);
  expect(openersIn("import * as fs from 'node:fs';")).toHaveLength(1);
  expect(openersIn("import fs from 'node:fs';")).toHaveLength(1);
  expect(openersIn("const fs = await import('node:fs');")).toHaveLength(1);
  expect(openersIn("import { rmSync, statSync } from 'node:fs';")).toEqual([]);
  expect(openersIn("import type { Stats } from 'node:fs';")).toEqual([]);
});
