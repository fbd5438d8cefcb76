// Why a runtime cannot be used for a runner, and what to do about it.
import { failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import { needsOf } from '../../contract/runner-manifest.ts';
import type { LoadedManifest, Place, RunnerManifest } from '../../contract/runner-manifest.ts';
import type { Candidate } from './candidates.ts';

export function unusable(
  { manifest, path: file }: LoadedManifest,
  { path, source }: Candidate,
  problem: string,
): Failure {
  const { title, command } = manifest;
  const correct =
    command === undefined
      ? `Correct ${source}, or remove ${path} from it.`
      : `Correct \`command\` in ${file}. ${command.install ?? ''}`.trimEnd();
  return failure('EL2001', `${path} (from ${source}) cannot be used for ${title}: it ${problem}.`, correct);
}

export function tooOld(manifest: RunnerManifest, executable: string, version: string): Failure {
  const { minimumVersion, install } = needsOf(manifest);
  const cause = `${executable} is version ${version}, and ${manifest.title} needs ${minimumVersion} or later.`;
  return failure('EL2002', cause, install ?? 'Install a newer version.');
}

export function lacking(
  { title }: RunnerManifest,
  executable: string,
  problem: string,
  install: string,
): Failure {
  return failure('EL2015', `${executable} lacks what ${title} requires: it ${problem}.`, install);
}

/** Of a runner without any usable interpreter. What it lacks is told first: it is nearest to being used. */
export function noneFound(
  { title }: RunnerManifest,
  { variable, names, places = [], install }: NonNullable<RunnerManifest['interpreter']>,
  problems: readonly Failure[],
): Failure {
  const where = [variable, ...places.map((place) => PLACE_TEXTS[place]), `${names.join(', ')} on PATH`];
  const evidence = problems.map(({ code, cause }) => `${code} ${cause}`);
  const lacks = problems.find(({ code }) => code === 'EL2015');
  const cause = `No interpreter for ${title} was found by ${listed(where)}.`;
  return failure(lacks?.code ?? 'EL2001', cause, lacks?.next ?? install, evidence);
}

const PLACE_TEXTS: Readonly<Record<Place, string>> = {
  'this-process': 'this process',
  'package-runtimes': 'the package runtimes',
  pyenv: 'pyenv',
};
const listed = (parts: readonly string[]): string =>
  [parts.slice(0, -1).join(', '), ...parts.slice(-1)].join(' and ');
