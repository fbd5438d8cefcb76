// The plan of an earlier run, made again: the same steps in the same order, with what chance had given those that were carried out.
import { createHash } from 'node:crypto';
import type { InvocationRecord } from '../../contract/invocation.ts';
import type { JournalledPlanning } from '../../contract/journal.ts';
import type { Plan, Step } from '../../contract/plan.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { PlanRequest } from '../../plan/make-plan.ts';

/** What the journal keeps of a request. */
export function journalledPlanning(request: PlanRequest): JournalledPlanning {
  const { profile, repetitions, gateRepetitions = null, processes = 1, seed, sides, reference } = request;
  const wanted = request.wanted.map(({ scenario, subjects }) => ({
    scenario: scenario.id,
    version: scenario.version,
    subjects,
  }));
  const { only } = request;
  const planned = { wanted, profile, repetitions, gateRepetitions, processes, seed, sides, reference };
  return only === undefined ? planned : { ...planned, only };
}

/** The names of scenarios that are unknown here, or have another version, instead of a request. */
export type PlanningAgain =
  | { readonly ok: true; readonly request: PlanRequest }
  | { readonly ok: false; readonly scenarios: readonly string[] };

export function planningAgain(
  { wanted, gateRepetitions, ...stored }: JournalledPlanning,
  runtimes: readonly Runtime[],
  scenarios: readonly Scenario[],
): PlanningAgain {
  const found = wanted.map(({ scenario: id, version, subjects }) => ({
    id,
    subjects,
    scenario: scenarios.find((one) => one.id === id && one.version === version),
  }));
  const known = found.flatMap(({ scenario, subjects }) =>
    scenario === undefined ? [] : [{ scenario, subjects }],
  );
  if (known.length < found.length)
    return {
      ok: false,
      scenarios: found.filter(({ scenario }) => scenario === undefined).map(({ id }) => id),
    };
  const repetitions = gateRepetitions === null ? {} : { gateRepetitions };
  return {
    ok: true,
    request: { ...stored, ...repetitions, wanted: known, runtimes, random32: () => 0 },
  };
}

/** Equal for plans with the same steps in the same order; what chance gives them does not count. */
export function planDigest({ steps }: Pick<Plan, 'steps'>): string {
  const hash = createHash('sha256');
  for (const { invocation, repetition, group, seed, block } of steps)
    hash.update(
      `${JSON.stringify([invocation, repetition, group, seed, block.sampling, block.set.params])}\n`,
    );
  return hash.digest('hex').slice(0, 16);
}

/** Processes of one cell and repetition do the same work: those to come get the nonce and the secret of those that are done. */
export function withChanceOf(plan: Plan, records: readonly InvocationRecord[]): Plan {
  const nameOf = ({ cell, repetition }: Pick<Step, 'cell' | 'repetition'>): string =>
    JSON.stringify([repetition, cell.scenario, cell.set, cell.subject, cell.side]);
  const drawn = new Map(records.map((record) => [nameOf(record), record]));
  const steps = plan.steps.map((step) => {
    const known = drawn.get(nameOf(step));
    return known === undefined ? step : { ...step, nonce: known.nonce, secret: known.secret };
  });
  return { ...plan, steps };
}
