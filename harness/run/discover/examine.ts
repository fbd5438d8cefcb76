// Asks one candidate what it is: where it really stands, which version and implementation it has, and whether it has what its runner requires.
import { realpath } from 'node:fs/promises';
import type { Failure } from '../../contract/failure.ts';
import { needsOf } from '../../contract/runner-manifest.ts';
import type { LoadedManifest } from '../../contract/runner-manifest.ts';
import { compareVersions, parseVersion } from '../../contract/version.ts';
import { needed } from './ask-executable.ts';
import type { Ask, Said } from './ask-executable.ts';
import type { Candidate, EnvironmentVariables } from './candidates.ts';
import { lacking, tooOld, unusable } from './discovery-failures.ts';
import { whyNotExecutable } from './find-executable.ts';
import { filled, launchOf } from './runner-environment.ts';
import type { LaunchPlaces } from './runner-environment.ts';

/** A runtime that answered, or why it cannot be used. */
export type Examined =
  | {
      readonly ok: true;
      readonly candidate: Candidate;
      readonly executable: string;
      readonly version: string;
    }
  | { readonly ok: false; readonly candidate: Candidate; readonly failure: Failure };

export interface ExamineContext {
  readonly inherited: EnvironmentVariables;
  readonly packageRoot: string;
  readonly limitMs: number;
  readonly ask: Ask;
}

export async function examine(
  loaded: LoadedManifest,
  candidate: Candidate,
  context: ExamineContext,
): Promise<Examined> {
  const { manifest } = loaded;
  const no = (failure: Failure): Examined => ({ ok: false, candidate, failure });
  const found = await locate(loaded, candidate, context);
  if (!found.ok) return no(unusable(loaded, candidate, found.problem));
  const executable = found.line;
  const said = await answerOf(executable, needsOf(manifest).versionArgs, loaded, context);
  if (!said.ok) return no(unusable(loaded, candidate, said.problem));
  const answer = readVersion(said.line);
  if (answer === null)
    return no(unusable(loaded, candidate, `says that its version is ${quoted(said.line)}`));
  const { version, implementation } = answer;
  if (implementation !== null && manifest.implementation !== undefined)
    if (implementation !== manifest.implementation)
      return no(unusable(loaded, candidate, `is ${implementation}, and not ${manifest.implementation}`));
  const minimum = parseVersion(needsOf(manifest).minimumVersion ?? '0.0')?.numbers ?? [];
  if (compareVersions(version.numbers, minimum) < 0) return no(tooOld(manifest, executable, version.text));
  const lack = await firstLack(loaded, executable, context);
  return lack === null ? { ok: true, candidate, executable, version: version.text } : no(lack);
}

/** What it says of itself is believed as it is said: a virtual environment is another runtime than the one that its links lead to. */
async function locate(loaded: LoadedManifest, candidate: Candidate, context: ExamineContext): Promise<Said> {
  const problem = await whyNotExecutable(candidate.path);
  if (problem !== null) return { ok: false, problem };
  const selfArgs = loaded.manifest.interpreter?.selfArgs;
  if (selfArgs === undefined) return { ok: true, line: await realpath(candidate.path) };
  const self = await answerOf(candidate.path, selfArgs, loaded, context);
  if (!self.ok) return self;
  const missing = (await whyNotExecutable(self.line)) !== null;
  return missing ? { ok: false, problem: `says that it is ${self.line}, which does not exist` } : self;
}

/** Without the environment of the runner, which may be meant for other programs. */
async function answerOf(
  path: string,
  args: readonly string[],
  { manifest, folder }: LoadedManifest,
  { inherited, packageRoot, limitMs, ask }: ExamineContext,
): Promise<Said> {
  const places: LaunchPlaces = { packageRoot, manifestFolder: folder };
  const { environment } = launchOf({ ...manifest, environment: {} }, places, inherited);
  const all = args.map((arg) => filled(arg, places));
  return needed(await ask(path, all, environment, limitMs), all);
}

/** In the environment of the runner: what it requires may be found through it. */
async function firstLack(
  { manifest, folder }: LoadedManifest,
  executable: string,
  { inherited, packageRoot, limitMs, ask }: ExamineContext,
): Promise<Failure | null> {
  const places: LaunchPlaces = { packageRoot, manifestFolder: folder };
  const { environment } = launchOf(manifest, places, inherited);
  for (const { args, install } of manifest.requires ?? []) {
    const all = args.map((arg) => filled(arg, places));
    const said = await ask(executable, all, environment, limitMs);
    if (!said.ok) return lacking(manifest, executable, said.problem, install);
  }
  return null;
}

interface Answer {
  readonly version: { readonly text: string; readonly numbers: readonly number[] };
  readonly implementation: string | null;
}

/** `3.13.0`, or `3.13.0 cpython`. */
function readVersion(line: string): Answer | null {
  const [first = '', implementation = null, ...rest] = line.split(/\s+/);
  const version = parseVersion(first);
  return version === null || rest.length > 0 ? null : { version, implementation };
}

const quoted = (line: string): string => JSON.stringify(line.slice(0, 80));
