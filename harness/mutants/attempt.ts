// One attempt: a mutant runner works on one scenario, through the whole pipeline, and the checker says what it sees.
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { judgeCell } from '../check/judge-cell.ts';
import { random32 } from '../orchestrate/chance.ts';
import { makeInspector } from '../orchestrate/conduct/inspect.ts';
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
import type { Orders } from './spec.ts';

export interface Attempt {
  readonly mutant: Mutant;
  readonly trial: MutantTrial;
  readonly runtime: Runtime;
  readonly style: string;
  readonly seed: number;
  /** False: the patch is in place and does nothing. */
  readonly active: boolean;
}

/** What the harness said of it. */
export interface Sighting {
  readonly verdict: ConformanceVerdict;
  readonly reason: string;
  readonly findings: readonly Pick<Finding, 'rule' | 'class' | 'key' | 'text'>[];
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
  const step = { ...stepOf(what, runtime, scenarioOf(what.trial, context)), invocation: name };
  const drawn = draw(what.trial, step, { runner: runtime.runner, version: runtime.version });
  await write(orders, ordersOf(what, drawn));
  const limits = what.trial.hangs === true ? { limits: BRIEF } : {};
  const ended = await invoke(step, runtime, { ...context, ...limits });
  const inspect = makeInspector({
    runDirectory: context.runDirectory,
    runtimes: [runtime],
    measure: false,
    keepTraces: false,
  });
  const { record, judgement } = inspect(ended, step);
  const judged = judgeCell({
    records: [record],
    judgements: [judgement],
    known: context.known.get(what.trial.scenario) ?? [],
    runner: runtime.runner,
    version: runtime.version,
    style: what.style,
  });
  const findings = judgement.ok ? judgement.value.findings : [];
  return {
    verdict: judged.verdict,
    reason: judged.reason,
    findings: findings.map(({ rule, class: found, key, text }) => ({ rule, class: found, key, text })),
    failures: judged.failures.map(({ code, cause }) => `${code} ${cause}`),
    victimKey: drawn.victims[0]?.key ?? null,
  };
}

function scenarioOf({ scenario: id }: MutantTrial, { scenarios }: AttemptContext): Scenario {
  const scenario = scenarios.get(id);
  if (scenario === undefined) throw new Error(`the corpus tries the unknown scenario ${id}`);
  return scenario;
}

/** The planner's own step for this one cell, at the size of a smoke test. */
function stepOf({ trial, style, seed }: Attempt, runtime: Runtime, scenario: Scenario): Step {
  const [smoke] = scenario.profiles.smoke;
  if (smoke === undefined) throw new Error(`${scenario.id} has no smoke profile`);
  const set: ParameterSet = {
    name: smoke.name,
    params: trial.params ?? smoke.params,
    pacing: { warmupMs: 0, measuredMs: 1, minimumRounds: 2 },
  };
  const plan = makePlan({
    wanted: [{ scenario: sized(scenario, set), subjects: [subjectOf(runtime, style)] }],
    runtimes: [runtime],
    profile: 'smoke',
    repetitions: 1,
    seed,
    sides: ['head'],
    reference: null,
    random32,
  });
  const [step] = plan.steps;
  if (step === undefined) throw new Error(`${scenario.id} does not support ${runtime.id}/${style}`);
  return step;
}

function sized(scenario: Scenario, set: ParameterSet): Scenario {
  return { ...scenario, profiles: { ...scenario.profiles, smoke: [set] } };
}

function ordersOf({ mutant, trial, active, seed }: Attempt, drawn: Drawn): Orders {
  return { mutant: mutant.id, active, rounds: trial.rounds, seed, patch: trial.patch(drawn) };
}

async function write(path: string, orders: Orders): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify(orders));
}
