// The files of a store as text: how each is named and written, and what is wrong with one that is not so. Pure but for the digest.
import { createHash } from 'node:crypto';
import { Compile } from 'typebox/compile';
import type { Validator } from 'typebox/compile';
import type { Static, TSchema } from 'typebox';
import {
  ARCHIVED_COLUMNS,
  ARCHIVE_FORMAT,
  ArchivedMachine,
  ArchivedMark,
  ArchivedRun,
  ArchivedSuite,
} from '../contract/archived-run.ts';
import { canonicalJson } from '../contract/canonical-json.ts';
import { jsonTrouble, parseForeignJson } from '../contract/foreign-json.ts';

export const FORMAT_PATH = 'format.json';
export const FORMAT_TEXT = canonicalJson({ format: ARCHIVE_FORMAT });

const KEY = '[0-9a-f]{16}';
const PATHS = {
  format: /^format\.json$/,
  machine: new RegExp(`^machines/${KEY}\\.json$`),
  suite: new RegExp(`^suites/${KEY}\\.json$`),
  run: new RegExp(`^runs/\\d{4}/\\d{2}/\\d{2}/${KEY}\\.json$`),
  mark: new RegExp(`^marks/\\d{4}/${KEY}\\.json$`),
} as const;
export type ArchiveFileKind = keyof typeof PATHS;

/** Null: nothing that the store writes has this path. */
export function kindOfPath(path: string): ArchiveFileKind | null {
  const found = Object.entries(PATHS).find(([, pattern]) => pattern.test(path));
  return found === undefined ? null : (found[0] as ArchiveFileKind);
}

export const keyOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1, -'.json'.length);

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
export const keyOfText = (text: string): string => sha256(text).slice(0, 16);

/** A year, month and day are folders: a folder with thousands of files costs a copy of its listing with each new one. */
export function runPath({ id, startedAt }: Pick<ArchivedRun, 'id' | 'startedAt'>): string {
  const [year, month, day] = startedAt.slice(0, 10).split('-');
  return `runs/${year}/${month}/${day}/${keyOfText(id)}.json`;
}

export function suiteFile(suite: ArchivedSuite): readonly [path: string, text: string] {
  const text = canonicalJson(suite);
  return [`suites/${keyOfText(text)}.json`, text];
}

export function machineFile(machine: ArchivedMachine): readonly [path: string, text: string] {
  const text = canonicalJson(machine);
  return [`machines/${keyOfText(text)}.json`, text];
}

export function runFile(run: Omit<ArchivedRun, 'sha256'>): readonly [path: string, text: string] {
  return [runPath(run), canonicalJson({ ...run, sha256: digestOf(run) })];
}

export function markFile(mark: Omit<ArchivedMark, 'sha256'>): readonly [path: string, text: string] {
  const text = canonicalJson({ ...mark, sha256: digestOf(mark) });
  return [`marks/${mark.at.slice(0, 4)}/${keyOfText(text)}.json`, text];
}

function digestOf(document: object): string {
  const { sha256: _, ...rest } = document as { readonly sha256?: unknown };
  return sha256(canonicalJson(rest));
}

/** What a file has, or why it has not what its name says: words whose subject is the file. */
export type ReadArchiveFile<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reason: string };

export const readRunFile = (path: string, text: string): ReadArchiveFile<ArchivedRun> =>
  checked(readAs(ArchivedRun, text), (run) => {
    if (run.sha256 !== digestOf(run)) return 'it was changed: its digest is another';
    return path === runPath(run) ? null : `it is the run ${JSON.stringify(run.id)}, which belongs elsewhere`;
  });

export const readSuiteFile = (path: string, text: string): ReadArchiveFile<ArchivedSuite> =>
  checked(readAs(ArchivedSuite, text), () => namedByContent(path, text));

export const readMachineFile = (path: string, text: string): ReadArchiveFile<ArchivedMachine> =>
  checked(readAs(ArchivedMachine, text), () => namedByContent(path, text));

export const readMarkFile = (path: string, text: string): ReadArchiveFile<ArchivedMark> =>
  checked(readAs(ArchivedMark, text), (mark) =>
    mark.sha256 === digestOf(mark) ? namedByContent(path, text) : 'it was changed: its digest is another',
  );

/** Null: the columns of the run are as long as the rows of its suite. */
export function columnTrouble(run: ArchivedRun, { rows }: ArchivedSuite): string | null {
  const wrong = ARCHIVED_COLUMNS.find((name) => (run[name]?.length ?? rows.length) !== rows.length);
  if (wrong === undefined) return null;
  return `its column ${wrong} has ${run[wrong]?.length} numbers, and its suite ${rows.length} rows`;
}

function namedByContent(path: string, text: string): string | null {
  return keyOf(path) === keyOfText(text) ? null : 'it was changed: its name is the digest of another text';
}

function checked<Value>(
  read: ReadArchiveFile<Value>,
  troubleOf: (value: Value) => string | null,
): ReadArchiveFile<Value> {
  if (!read.ok) return read;
  const reason = troubleOf(read.value);
  return reason === null ? read : { ok: false, reason };
}

const compiled = new Map<TSchema, Validator>();

function readAs<Schema extends TSchema>(schema: Schema, text: string): ReadArchiveFile<Static<Schema>> {
  if (text === '') return { ok: false, reason: 'it is empty' };
  let value: unknown;
  try {
    value = parseForeignJson(text);
  } catch (error) {
    const cut = text.endsWith('}\n') ? '' : ', and its end is missing';
    return { ok: false, reason: `${jsonTrouble(error)}${cut}` };
  }
  const validator = compiled.get(schema) ?? Compile(schema);
  compiled.set(schema, validator);
  if (!validator.Check(value)) {
    const [first] = validator.Errors(value);
    return {
      ok: false,
      reason: `${first?.instancePath || '/'} ${first?.message ?? 'is not what it should be'}`,
    };
  }
  // Another text of the same value would have another digest in a store that is compared by its bytes.
  if (canonicalJson(value) !== text)
    return { ok: false, reason: 'it was changed: it is not as evenloop writes it' };
  return { ok: true, value: value as Static<Schema> };
}
