// Searches for the smallest counterexample: the same rule broken under the same seed, with smaller parameters.
import { explanationOf } from '../../check/known-divergences.ts';
import { shrinkParameters } from '../../check/shrink.ts';
import type { Drive } from '../../contract/invocation.ts';
import type { Parameters } from '../../contract/message.ts';
import type { Step } from '../../contract/plan.ts';
import type { SmallestCounterexample } from '../../contract/result.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import type { Finding, Judgement, KnownDivergence } from '../../contract/verdict.ts';
import { keepBundle } from './keep-bundle.ts';
import type { BundleOrigin } from './keep-bundle.ts';
import type { Inspected } from '../conduct/ledger.ts';
import type { Rerun, Rerunner } from './rerun.ts';

export interface ShrinkRequest {
  /** The step that diverged, how its rounds were driven, and what was found. */
  readonly step: Step;
  readonly drive: Drive;
  readonly finding: Finding;
  readonly runtime: Runtime;
  /** The explained divergences of this subject: no smaller form of those is looked for. */
  readonly known: readonly KnownDivergence[];
  readonly rerunner: Rerunner;
  /** Asked before each attempt. */
  readonly goesOn: () => boolean;
  /** Where the bundle of the smallest one goes. */
  readonly keep: { readonly runDirectory: string; readonly origin: BundleOrigin };
}

/** More rounds than this are not driven again: what shows so late is left as it was found. */
const MOST_ROUNDS = 50;

/** Null when the scenario has nothing to make smaller, or nothing smaller breaks the rule. */
export async function shrinkDivergence(request: ShrinkRequest): Promise<SmallestCounterexample | null> {
  const { step, finding, goesOn } = request;
  const { scenario, set } = step.block;
  if (scenario.shrink === undefined) return null;
  let count = 0;
  const found = await shrinkParameters({
    params: set.params,
    minima: scenario.shrink,
    goesOn,
    async attempt(params) {
      const smaller = smallerStep(step, params, finding.round, count++);
      const inspected = await request.rerunner.rerun(smaller, request.runtime, request.drive);
      const same = sameFinding(request, inspected);
      return same === null ? null : { inspected, step: smaller, finding: same };
    },
  });
  const { params, evidence, attempts, complete } = found;
  if (evidence === null) return null;
  const kept = keep(request, evidence.step, evidence.inspected);
  return { rule: finding.rule, params: { ...params }, attempts, complete, finding: kept ?? evidence.finding };
}

/** The same schedules, nonce and secret; only as many rounds as it took the first time. */
function smallerStep(step: Step, params: Parameters, round: number, attempt: number): Step {
  const { block } = step;
  const pacing = { warmupMs: 0, measuredMs: 0, minimumRounds: Math.min(Math.max(1, round), MOST_ROUNDS) };
  return {
    ...step,
    invocation: `${step.invocation.slice(0, 48)}-small-${attempt}`,
    block: {
      ...block,
      set: { ...block.set, params, pacing },
      stimulus: block.scenario.stimulus(params),
    },
  };
}

function sameFinding({ finding, known }: ShrinkRequest, { judgement }: Inspected): Finding | null {
  const findings = judgement.ok ? judgement.value.findings : [];
  return findings.find((each) => each.rule === finding.rule && isFresh(each, known)) ?? null;
}

/** About meaning, and explained by no entry of the list. */
export function isFresh(finding: Finding, known: readonly KnownDivergence[]): boolean {
  return finding.class !== 'empty' && explanationOf(known, finding) === undefined;
}

/** Its bundle lies with those of the run, which is how the finding comes to name it. */
function keep(request: ShrinkRequest, step: Step, { record, judgement, wire = null }: Rerun): Finding | null {
  if (!judgement.ok) return null;
  const { scenario, set } = step.block;
  const told: Judgement = keepBundle({
    ...request.keep,
    sidecars: request.rerunner.runDirectory,
    record,
    judgement: judgement.value,
    scenario,
    set,
    runtime: request.runtime,
    // Commands know the sizes of the profiles alone.
    reproduce: null,
    wire,
  });
  return (
    told.findings.find((each) => each.rule === request.finding.rule && isFresh(each, request.known)) ?? null
  );
}
