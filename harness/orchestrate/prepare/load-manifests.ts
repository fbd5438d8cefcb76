// Reads `runner.json` files: those of the package, and those that a project or a command names. A bad one costs itself alone.
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Compile } from 'typebox/compile';
import { FailureError, failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import { MANIFEST_VERSION, RunnerManifest } from '../../contract/runner-manifest.ts';
import type { LoadedManifest, ManifestOrigin } from '../../contract/runner-manifest.ts';
import { RunnerManifestV1, lifted } from '../../contract/runner-manifest-v1.ts';
import { schemaTroubles } from '../../contract/schema-troubles.ts';
import type { SchemaTrouble } from '../../contract/schema-troubles.ts';
import { kindAt, readForeignText } from '../../files/foreign-file.ts';
import { parseForeignJson } from '../../contract/foreign-json.ts';
import { STORED } from '../../files/limits.ts';

const FILE = 'runner.json';
/** In the folder of the package's runners: which come first. The others follow in alphabetical order. */
const ORDER_FILE = 'order.json';
const present = Compile(RunnerManifest);
const earlier = Compile(RunnerManifestV1);

/** A manifest, or a folder that has one, named by somebody. */
export interface NamedManifest {
  readonly path: string;
  readonly origin: Exclude<ManifestOrigin, 'package'>;
}

export interface LoadedManifests {
  /** The package's own first; no two with one id. */
  readonly manifests: readonly LoadedManifest[];
  /** One for each file that is not among them. */
  readonly failures: readonly Failure[];
  /** Of those whose file says an id that no other runner has: why it has no runtime. */
  readonly absent: ReadonlyMap<string, Failure>;
}

export function loadManifests(packageRoot: string, named: readonly NamedManifest[] = []): LoadedManifests {
  const manifests: LoadedManifest[] = [];
  const failures: Failure[] = [];
  const unread = new Map<string, Failure>();
  const own = ownPaths(join(packageRoot, 'runners')).map((path) => ({ path, origin: 'package' as const }));
  const asked = named.map(({ path, origin }) => ({ path: fileOf(resolve(path)), origin }));
  for (const { path, origin } of [...own, ...asked]) {
    const read = readManifest(path, origin);
    if (!('manifest' in read)) {
      failures.push(read);
      const id = idIn(path);
      if (id !== null) unread.set(id, read);
      continue;
    }
    const other = manifests.find(({ manifest }) => manifest.id === read.manifest.id);
    if (other === undefined) manifests.push(read);
    else if (other.path !== path) failures.push(sameId(read, other));
  }
  const absent = [...unread].filter(([id]) => manifests.every(({ manifest }) => manifest.id !== id));
  return { manifests, failures, absent: new Map(absent) };
}

/** The id in a file that is no manifest otherwise. */
function idIn(path: string): string | null {
  try {
    const parsed = parseForeignJson(readForeignText(path, STORED.description));
    const id = typeof parsed === 'object' && parsed !== null && 'id' in parsed ? parsed.id : null;
    return typeof id === 'string' ? id : null;
  } catch {
    return null;
  }
}

/** Throws a `FailureError` that names the file when `text` is not a manifest of this or an earlier version. */
export function parseManifest(text: string, path: string): RunnerManifest {
  const parsed = parseJson(text, path);
  const version = versionOf(parsed);
  if (version === null) {
    if (earlier.Check(parsed)) return lifted(parsed);
    const next = `Correct that file, or begin it with "schema": ${JSON.stringify(MANIFEST_VERSION)}: what has no \`schema\` is read as version 1.`;
    throw broken(
      path,
      'does not describe a runner',
      evidenceOf(schemaTroubles(RunnerManifestV1, parsed)),
      next,
    );
  }
  if (present.Check(parsed)) return parsed;
  throw broken(path, 'does not describe a runner', evidenceOf(schemaTroubles(RunnerManifest, parsed)));
}

const MOST_EVIDENCE = 5;

const evidenceOf = (troubles: readonly SchemaTrouble[]): string[] =>
  troubles.slice(0, MOST_EVIDENCE).map(({ cause, next }) => `${cause} ${next}`);

function versionOf(parsed: unknown): string | null {
  return typeof parsed === 'object' && parsed !== null && 'schema' in parsed ? String(parsed.schema) : null;
}

export function readManifest(path: string, origin: ManifestOrigin): LoadedManifest | Failure {
  try {
    const manifest = parseManifest(readForeignText(path, STORED.description), path);
    return { manifest, folder: dirname(path), path, origin };
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    if (!(error instanceof Error && 'code' in error)) throw error;
    const next = 'Name a runner.json, or a folder that has one.';
    return broken(path, 'cannot be read', [error.message], next).failure;
  }
}

/** Links to folders are followed. A folder without a manifest is none of our business. */
function ownPaths(runners: string): string[] {
  const first = orderIn(runners);
  const place = (name: string): number => (first.includes(name) ? first.indexOf(name) : first.length);
  return readdirSync(runners)
    .sort()
    .toSorted((a, b) => place(a) - place(b))
    .map((name) => join(runners, name, FILE))
    .filter((path) => existsSync(path));
}

function orderIn(runners: string): readonly string[] {
  const path = join(runners, ORDER_FILE);
  if (!existsSync(path)) return [];
  const names = parseJson(readForeignText(path, STORED.description), path);
  return Array.isArray(names) ? names.map(String) : [];
}

function fileOf(path: string): string {
  return kindAt(path) === 'folder' ? join(path, FILE) : path;
}

function parseJson(text: string, path: string): unknown {
  try {
    return parseForeignJson(text);
  } catch (error) {
    throw broken(path, 'is not JSON', [String(error)]);
  }
}

function sameId({ path, manifest }: LoadedManifest, other: LoadedManifest): Failure {
  return failure(
    'EL2014',
    `${path} has the id ${JSON.stringify(manifest.id)}, and so has ${other.path}: the first of the two is used.`,
    `Give ${path} an id of its own; the runner in it must say the same id in \`ready\`.`,
  );
}

function broken(
  path: string,
  what: string,
  evidence: readonly string[],
  next = 'Correct that file; docs/writing-a-runner.md describes its fields.',
): FailureError {
  return new FailureError(failure('EL2014', `${path} ${what}.`, next, evidence));
}
