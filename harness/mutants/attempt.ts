// One attempt: a mutant runner works on one scenario, through the whole pipeline, and the checker says what it sees.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { EndCounts } from '../check/invocation-ends.ts';
import { judgeCell } from '../check/judge-cell.ts';
import { applicable, explanationOf } from '../check/known-divergences.ts';
import { random32 } from '../orchestrate/chance.ts';
import { makeInspector } from '../orchestrate/conduct/inspect.ts';
import type { Inspected } from '../orchestrate/conduct/ledger.ts';
import type { Step } from '../contract/plan.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import type { ParameterSet, Scenario } from '../contract/scenario.ts';
import type { ConformanceVerdict, Finding, KnownDivergence } from '../contract/verdict.ts';
import { makePlan } from '../plan/make-plan.ts';
import { subjectOf } from '../plan/support.ts';
import { invoke } from '../run/invoke.ts';
import { LIMITS } from '../run/session/limits.ts';
import type { InvocationLimits } from '../run/session/limits.ts';
import type { InvokeContext } from '../run/trial.ts';
import { draw } from './draw.ts';
import { mutantRuntime } from './mutant-runtime.ts';
import type { Drawn, Mutant, MutantTrial } from './mutant.ts';
import type { Orders, When } from './spec.ts';

export interface Attempt {
  readonly mutant: Mutant;
  readonly trial: MutantTrial;
  readonly runtime: Runtime;
  readonly style: string;
  readonly seed: number;
  /** False: the patch is in place and does nothing. */
  readonly active: boolean;
  /** When the fault of a mixed run shows; empty: always. */
  readonly when: When;
  /** Whether it can show in this attempt. Where it cannot, the runner must pass. */
  readonly shows: boolean;
  /** The number of fresh processes on the same work: one cell. */
  readonly processes: number;
  /** The loop is stalled in every round. */
  readonly stress: boolean;
}

export interface SightedFinding
  extends Pick<Finding, 'rule' | 'class' | 'key' | 'invocation' | 'round' | 'text'> {
  /** A known divergence of the runtime explains it: the mutant has no part in it. */
  readonly known: boolean;
}

/** What the harness said of it. */
export interface Sighting {
  readonly verdict: ConformanceVerdict;
  readonly reason: string;
  readonly findings: readonly SightedFinding[];
  readonly ends: EndCounts;
  readonly failures: readonly string[];
  /** The key that a finding must name; null where it is not determined. */
  readonly victimKey: number | null;
}

export interface AttemptContext extends InvokeContext {
  readonly known: ReadonlyMap<string, readonly KnownDivergence[]>;
  readonly scenarios: ReadonlyMap<string, Scenario>;
}

/** For rounds that never end, at the size of a smoke test. */
const BRIEF: InvocationLimits = { ...LIMITS, roundMinimumMs: 2500, roundMaximumMs: 2500 };

export async function attempt(what: Attempt, name: string, context: AttemptContext): Promise<Sighting> {
  const orders = join(context.runDirectory, 'orders', `${name}.json`);
  const runtime = mutantRuntime(what.runtime, orders);
  const steps = stepsOf(what, runtime, scenarioOf(what.trial, context)).map((step, process) =>
    Object.assign({}, step, { invocation: process === 0 ? name : `${name}-${process}` }),
  );
  const [first] = steps;
  if (first === undefined)
    throw new Error(`${what.trial.scenario} does not support ${runtime.id}/${what.style}`);
  const drawn = draw(what.trial, first, { runner: runtime.runner, version: runtime.version });
  await write(orders, ordersOf(what, drawn));
  const inspected = await inTurn(steps, runtime, what, context);
  const by = { runner: runtime.runner, version: runtime.version, style: what.style };
  const known = context.known.get(what.trial.scenario) ?? [];
  const judged = judgeCell({
    records: inspected.map(({ record }) => record),
    judgements: inspected.map(({ judgement }) => judgement),
    known,
    ...by,
  });
  const entries = applicable(known, by);
  const findings = inspected.flatMap(({ judgement }) => (judgement.ok ? judgement.value.findings : []));
  return {
    verdict: judged.verdict,
    reason: judged.reason,
    findings: findings.map((finding) => sighted(finding, explanationOf(entries, finding) !== undefined)),
    ends: judged.ends,
    failures: judged.failures.map(({ code, cause }) => `${code} ${cause}`),
    victimKey: drawn.victims[0]?.key ?? null,
  };
}

function sighted(
  { rule, class: found, key, invocation, round, text }: Finding,
  known: boolean,
): SightedFinding {
  return { rule, class: found, key, invocation, round, text, known };
}

/** One process after the other, as a check runs them. */
async function inTurn(
  steps: readonly Step[],
  runtime: Runtime,
  { trial, stress }: Attempt,
  context: AttemptContext,
): Promise<readonly Inspected[]> {
  const { runDirectory } = context;
  const inspect = makeInspector({ runDirectory, runtimes: [runtime], measure: false, keepTraces: false });
  // A fault that shows later must show in a traced round too.
  const limits = trial.hangs === true ? { limits: BRIEF } : {};
  const conduct = { stall: stress, traceLast: trial.mixed !== undefined, ...limits };
  const inspected: Inspected[] = [];
  for (const step of steps)
    inspected.push(inspect(await invoke(step, runtime, { ...context, ...conduct }), step));
  return inspected;
}

function scenarioOf({ scenario: id }: MutantTrial, { scenarios }: AttemptContext): Scenario {
  const scenario = scenarios.get(id);
  if (scenario === undefined) throw new Error(`the corpus tries the unknown scenario ${id}`);
  return scenario;
}

/** The planner's own steps for this one cell, at the size of a smoke test. */
function stepsOf(
  { trial, style, seed, processes }: Attempt,
  runtime: Runtime,
  scenario: Scenario,
): readonly Step[] {
  const [smoke] = scenario.profiles.smoke;
  if (smoke === undefined) throw new Error(`${scenario.id} has no smoke profile`);
  const set: ParameterSet = {
    name: smoke.name,
    params: trial.params ?? smoke.params,
    pacing: { warmupMs: 0, measuredMs: 1, minimumRounds: 2 },
  };
  const { steps } = makePlan({
    wanted: [{ scenario: sized(scenario, set), subjects: [subjectOf(runtime, style)] }],
    runtimes: [runtime],
    profile: 'smoke',
    repetitions: 1,
    processes,
    seed,
    sides: ['head'],
    reference: null,
    random32,
  });
  return steps;
}

function sized(scenario: Scenario, set: ParameterSet): Scenario {
  return { ...scenario, profiles: { ...scenario.profiles, smoke: [set] } };
}

function ordersOf({ mutant, trial, active, seed, when }: Attempt, drawn: Drawn): Orders {
  return { mutant: mutant.id, active, rounds: trial.rounds, when, seed, patch: trial.patch(drawn) };
}

async function write(path: string, orders: Orders): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(orders));
}
