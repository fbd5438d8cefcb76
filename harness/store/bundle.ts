// Writes and reads bundles. What is read is believed only when its schema and its digest hold.
import { createHash } from 'node:crypto';
import { linkSync, lstatSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import type { Validator } from 'typebox/compile';
import { BUNDLE_FILES, BUNDLE_SCHEMA, BundleFile } from '../contract/bundle.ts';
import type { Bundle } from '../contract/bundle.ts';
import { FailureError, failure } from '../contract/failure.ts';
import type { Failure, Result } from '../contract/failure.ts';
import { copyForeign, kindAt, readForeignText } from '../files/foreign-file.ts';
import { jsonTrouble, parseForeignJson } from '../contract/foreign-json.ts';
import { STORED } from '../files/limits.ts';
import { writeAtomically } from './atomic-write.ts';
import { codeOf, writeFailure } from './file-failure.ts';
import { sidecarPath } from './sidecar-path.ts';

export interface WriteBundleRequest {
  /** The folder to which the sidecars of the bundle's record are relative. */
  readonly from: string;
  /** The folder that becomes the bundle. */
  readonly to: string;
  readonly bundle: Bundle;
  /** What was said to the runner and by it; null or absent: it is not known. For people: no judgement reads it. */
  readonly wire?: string | null;
}

export interface StoredBundle {
  readonly directory: string;
  readonly bundle: Bundle;
}

/** The folder of the bundle of one invocation, relative to its run's. */
export function bundleFolder(invocation: string): string {
  return join('bundles', invocation);
}

/**
 * The sidecars are linked and cost no room where they already are. The facts come last: without them a folder is no bundle.
 * Throws a `FailureError` EL3001 or EL3003.
 */
export function writeBundle({ from, to, bundle, wire = null }: WriteBundleRequest): void {
  const { sidecar } = bundle.record;
  try {
    mkdirSync(to, { recursive: true });
    place(sidecarPath(from, sidecar.samples), join(to, BUNDLE_FILES.samples));
    place(sidecarPath(from, sidecar.events), join(to, BUNDLE_FILES.events));
    if (wire !== null) writeFileSync(join(to, BUNDLE_FILES.wire), wire);
  } catch (error) {
    if (error instanceof FailureError) throw error;
    throw new FailureError(writeFailure(to, error));
  }
  const { samples, events } = BUNDLE_FILES;
  const { repetition: unit, ...record } = bundle.record;
  const content = { ...bundle, record: { ...record, unit, sidecar: { samples, events } } };
  const file = { schema: BUNDLE_SCHEMA, sha256: digestOf(content), content };
  writeAtomically(join(to, BUNDLE_FILES.facts), `${JSON.stringify(file, null, 1)}\n`);
}

/** `path` is the folder or its bundle.json. EL1008 says what is wrong with it, EL1009 that another evenloop wrote it. */
export function readBundle(path: string): Result<StoredBundle> {
  const isFolder = kindAt(path) === 'folder';
  const directory = isFolder ? path : join(path, '..');
  const file = isFolder ? join(path, BUNDLE_FILES.facts) : path;
  let text: string;
  try {
    text = readForeignText(file, STORED.bundle);
  } catch (error) {
    const what = isFolder ? 'its bundle.json' : 'it';
    const evidence = bundlesIn(path).map((name) => `it has ${name}`);
    return refused(path, `${what} cannot be read (${codeOf(error)})`, evidence);
  }
  if (text === '') return refused(path, 'its bundle.json is empty');
  let value: unknown;
  try {
    value = parseForeignJson(text);
  } catch (error) {
    return refused(path, jsonTrouble(error).replace(/^it/, 'its bundle.json'));
  }
  return judged(path, directory, value);
}

let compiled: Validator<{}, typeof BundleFile> | null = null;

function judged(path: string, directory: string, value: unknown): Result<StoredBundle> {
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined;
  if (typeof schema === 'string' && schema.startsWith('evenloop/bundle@') && schema !== BUNDLE_SCHEMA)
    return { ok: false, failure: foreign(path, `it is written as ${schema}, not as ${BUNDLE_SCHEMA}`) };
  if (schema !== BUNDLE_SCHEMA)
    return refused(path, `/schema is ${JSON.stringify(schema) ?? 'missing'}, not "${BUNDLE_SCHEMA}"`);
  compiled ??= Compile(BundleFile);
  if (!compiled.Check(value)) {
    const [first] = compiled.Errors(value);
    return refused(path, `${first?.instancePath || '/'} ${first?.message ?? 'does not keep the schema'}`);
  }
  if (digestOf(value.content) !== value.sha256) return refused(path, 'it was changed after it was written');
  // The digest proves the fields that the schema leaves open: only `writeBundle` wrote them.
  const { unit: repetition, ...record } = value.content.record;
  const bundle = { ...value.content, record: { ...record, repetition } } as unknown as Bundle;
  if (bundle.record.rounds.length === 0 && bundle.record.unfinished === undefined)
    return refused(path, 'it is empty: the invocation ended before its first round');
  return { ok: true, value: { directory, bundle } };
}

/** EL1009 for a bundle whose contract or format is not the one at hand. */
export function foreign(path: string, cause: string): Failure {
  return failure(
    'EL1009',
    `${path} is stale: ${cause}.`,
    'Judge it with the version of evenloop that wrote it, or run the cell again.',
  );
}

function refused(
  path: string,
  cause: string,
  evidence: readonly string[] = [],
): { readonly ok: false; readonly failure: Failure } {
  const next = 'Name a folder in `bundles/` of a run that has a divergent cell.';
  return { ok: false, failure: failure('EL1008', `${path} is not a bundle: ${cause}.`, next, evidence) };
}

const MOST_NAMED = 5;

/** For the reader who named the folder of a run. */
function bundlesIn(path: string): string[] {
  try {
    const names = readdirSync(join(path, 'bundles')).sort();
    return names.slice(0, MOST_NAMED).map((name) => join(path, 'bundles', name));
  } catch {
    return [];
  }
}

function digestOf(content: unknown): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

/** A sidecar that was never written, because nothing was recorded, is left out. What is no file is none of ours. */
function place(from: string, to: string): void {
  if (lstatSync(from, { throwIfNoEntry: false })?.isFile() !== true) return;
  rmSync(to, { force: true });
  try {
    // Of a symbolic link that took its place meanwhile this makes another link, which no reader follows.
    linkSync(from, to);
  } catch {
    copyForeign(from, to, { mostBytes: Number.MAX_SAFE_INTEGER, links: 'refused' });
  }
}
