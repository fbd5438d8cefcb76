// Asks the machine for what scenarios need before any runner is started: what it refuses is no fault of a runtime or a workload.
import { readlinkSync } from 'node:fs';
import type { Diagnosis } from '../contract/doctor.ts';
import { failure } from '../contract/failure.ts';
import type { Failure } from '../contract/failure.ts';
import type { Scenario } from '../contract/scenario.ts';
import { textFiles } from '../run/environment/read-text.ts';
import { diagnoseLoopback, diagnoseWatching } from './diagnose/echoes.ts';
import { diagnoseGranted } from './diagnose/limits.ts';
import { fileEcho } from './file-echo.ts';
import { loopbackEcho } from './loopback-echo.ts';
import { needsOf } from './needs.ts';
import type { EchoAnswer, LimitsSeen } from './seen.ts';
import { systemLimits } from './system-limits.ts';
import { openTemporaryFolders } from './temporary-folders.ts';

/** How the machine is asked; tests have machines that refuse. */
export interface Probes {
  readonly watch: (folder: string) => Promise<EchoAnswer>;
  readonly loopback: () => Promise<EchoAnswer>;
  readonly limits: () => LimitsSeen;
}

/** An echo takes a millisecond; a machine that does not answer in this time does not answer. */
const LIMIT_MS = 2000;

export const REAL_PROBES: Probes = {
  async watch(folder) {
    const folders = openTemporaryFolders();
    try {
      return await fileEcho(folder, folders, LIMIT_MS);
    } finally {
      folders.end();
    }
  },
  loopback: () => loopbackEcho(LIMIT_MS),
  limits: () => systemLimits(textFiles, linkOf),
};

/** What this machine cannot run, and why: one failure for each thing that it refuses. */
export interface Preflight {
  readonly refused: ReadonlySet<string>;
  readonly failures: readonly Failure[];
}

/** Asks only for what at least one scenario needs. `folder` is where workloads watch files. */
export async function preflight(
  scenarios: readonly Scenario[],
  folder: string,
  probes: Probes = REAL_PROBES,
): Promise<Preflight> {
  const needs = scenarios.map((scenario) => ({ id: scenario.id, ...needsOf(scenario) }));
  const watching = needs.filter(({ watches }) => watches > 0);
  const talking = needs.filter(({ loopback }) => loopback);
  const limits = watching.length === 0 ? null : probes.limits();
  const [noticed, answered] = await Promise.all([
    watching.length === 0 ? null : probes.watch(folder),
    talking.length === 0 ? null : probes.loopback(),
  ]);
  const obstacles = [
    ...(answered === null ? [] : obstacle([diagnoseLoopback(answered)], talking)),
    ...(limits === null
      ? []
      : watching.flatMap((one) => obstacle(diagnoseGranted(limits, one.watches), [one]))),
    ...(noticed === null
      ? []
      : obstacle(diagnoseWatching([{ folder, use: 'scratch', echo: noticed }]), watching)),
  ];
  return {
    refused: new Set(obstacles.flatMap(({ ids }) => ids)),
    failures: [...grouped(obstacles)].map(([, told]) => failureOf(told)),
  };
}

interface Obstacle {
  readonly diagnosis: Diagnosis;
  readonly ids: readonly string[];
}

/** A slow echo is an echo: only what does not work at all is an obstacle. */
function obstacle(diagnoses: readonly Diagnosis[], needed: readonly { readonly id: string }[]): Obstacle[] {
  return diagnoses
    .filter(({ state }) => state === 'problem')
    .map((diagnosis) => ({ diagnosis, ids: needed.map(({ id }) => id) }));
}

/** Two scenarios that need different numbers of the same thing are told together, with the words of the first. */
function grouped(obstacles: readonly Obstacle[]): ReadonlyMap<string, Obstacle> {
  const all = new Map<string, Obstacle>();
  for (const { diagnosis, ids } of obstacles) {
    const earlier = all.get(diagnosis.id);
    all.set(diagnosis.id, {
      diagnosis: earlier?.diagnosis ?? diagnosis,
      ids: [...(earlier?.ids ?? []), ...ids],
    });
  }
  return all;
}

function failureOf({ diagnosis: { text, fix }, ids }: Obstacle): Failure {
  const cause = `This machine cannot run ${ids.join(', ')}. ${text}`;
  return failure('EL5001', cause, fix ?? 'Run `evenloop doctor`.');
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
