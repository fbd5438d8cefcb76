// Judges a bundle again, or makes the step that runs its runner again. It checks every part of the bundle that it uses.
import { existsSync } from 'node:fs';
import { judgeInvocation } from '../check/prove.ts';
import { differing, followSameAgain } from '../check/same-again.ts';
import type { Bundle } from '../contract/bundle.ts';
import { FailureError, failure } from '../contract/failure.ts';
import type { InvocationRecord, Subject } from '../contract/invocation.ts';
import type { Step } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { changedFiles } from '../contract/scenario-origin.ts';
import type { Scenario } from '../contract/scenario.ts';
import type { Judgement } from '../contract/verdict.ts';
import { foreign, readBundle } from '../store/bundle.ts';
import type { StoredBundle } from '../store/bundle.ts';
import { openSidecars } from '../store/sidecar-reader.ts';

export interface OpenedBundle extends StoredBundle {
  readonly path: string;
  readonly scenario: Scenario;
}

/** Throws a `FailureError`: EL1008 for what is no bundle, EL1009 for one of another contract. */
export function openBundle(path: string, scenarios: readonly Scenario[]): OpenedBundle {
  const read = readBundle(path);
  if (!read.ok) throw new FailureError(read.failure);
  const { contract } = read.value.bundle;
  const scenario = scenarios.find(({ id }) => id === contract.scenario);
  const objection = scenario === undefined ? absent(contract) : changed(contract, scenario);
  if (scenario === undefined || objection !== null)
    throw new FailureError(foreign(path, objection ?? 'its scenario no longer exists'));
  return { ...read.value, path, scenario };
}

/** The folder that the bundle's scenario came from, where it is still there; none for a scenario of the package, or where there is no bundle. */
export function rootsOfBundle(path: string): readonly string[] {
  const read = readBundle(path);
  const origin = read.ok ? read.value.bundle.contract.origin : undefined;
  return origin !== undefined && existsSync(origin.folder) ? [origin.root] : [];
}

/** Files of a scenario from outside that are not as they were. */
export function changedSince({ bundle, scenario }: OpenedBundle): readonly string[] {
  return changedFiles(bundle.contract.origin, scenario.origin);
}

function absent({ scenario, origin }: Bundle['contract']): string {
  return origin === undefined
    ? `the scenario ${scenario} no longer exists`
    : `its scenario ${scenario} came from ${origin.root}, and --scenarios names no folder that has it`;
}

function changed({ version, alphabet }: Bundle['contract'], scenario: Scenario): string | null {
  if (version !== scenario.version)
    return `it was recorded under version ${version} of ${scenario.id}, and this is version ${scenario.version}`;
  const known = new Map(scenario.alphabet.map((kind) => [kind.code, kind]));
  const stranger = alphabet.find(
    ({ name, code, order }) => known.get(code)?.name !== name || known.get(code)?.order !== order,
  );
  return stranger === undefined
    ? null
    : `its event \`${stranger.name}\` is unknown to ${scenario.id}, or has changed`;
}

/** Throws a `FailureError` EL1008 when the sidecars are damaged or there is nothing to judge. */
export function judgeBundle({ path, directory, bundle, scenario }: OpenedBundle): Judgement {
  const { record, timerEarlyNs } = bundle;
  const reader = openSidecars(directory, record);
  const judged = judgeInvocation({ record, scenario, reader, timerEarlyNs });
  if (!judged.ok)
    throw unusable(path, 'its recordings are damaged', [`${judged.failure.code} ${judged.failure.cause}`]);
  const { findings, proof } = judged.value;
  const empty = findings.filter((finding) => finding.class === 'empty');
  if (proof === null && empty.length > 0 && empty.length === findings.length)
    throw unusable(
      path,
      'it is empty',
      empty.map(({ text }) => text),
    );
  return besideEarlier(judged.value, bundle, scenario, record);
}

/** The finding that the record alone cannot show: a round of it differs from the earlier round in the bundle. */
export function besideEarlier(
  judgement: Judgement,
  { earlier, findings }: Bundle,
  scenario: Scenario,
  record: InvocationRecord,
): Judgement {
  const later = findings.find(({ rule }) => rule === 'W6');
  const round = record.rounds.find((each) => each.round === later?.round);
  if (earlier === undefined || round === undefined) return judgement;
  const compared = followSameAgain(scenario, { sight: earlier, record, round })(record, true);
  return compared?.kind === 'different' ? differing(judgement, compared) : judgement;
}

function unusable(path: string, cause: string, evidence: readonly string[]): FailureError {
  const next = 'Copy it again from the run that wrote it, or run the cell again.';
  return new FailureError(failure('EL1008', `${path} cannot be judged: ${cause}.`, next, evidence));
}

/** The same work under the same chance: parameters, seed, nonce and secret are those of the bundle. */
export function stepOfBundle({ bundle, scenario }: OpenedBundle): Step {
  const { record, pacing } = bundle;
  const { cell, params } = record;
  const [runtime = '', style = ''] = cell.subject.split('/');
  const subject: Subject = { id: cell.subject, runtime, style };
  return {
    invocation: record.id,
    repetition: record.repetition,
    group: 0,
    subject,
    cell: { ...cell, side: 'head' },
    seed: record.seed,
    nonce: record.nonce,
    secret: record.secret,
    block: {
      id: `${scenario.id}/${cell.set}`,
      scenario,
      set: { name: cell.set, params, pacing },
      subjects: [subject],
      sides: ['head'],
      stimulus: scenario.stimulus(params),
      sampling: 'plain',
      alone: true,
      slices: null,
      reference: null,
    },
  };
}

/** The very executable when it is still there; else one of the same version, else any of the same runner. */
export function runtimeFor({ runtime: wanted }: Bundle, runtimes: readonly Runtime[]): Runtime {
  const own = runtimes.filter(({ runner }) => runner === wanted.runner);
  const found =
    own.find(({ id, startedWith }) => id === wanted.id && startedWith !== undefined) ??
    own.find(({ executableSha256 }) => executableSha256 === wanted.executableSha256) ??
    own.find(({ version }) => version === wanted.version) ??
    own[0];
  if (found !== undefined) return found;
  const cause = `No interpreter for the runner ${wanted.runner} was found.`;
  throw new FailureError(failure('EL2001', cause, `Install ${wanted.runner} ${wanted.version}.`));
}
