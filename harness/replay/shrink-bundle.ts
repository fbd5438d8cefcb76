// Searches for the smallest counterexample of a stored divergence, for `replay --shrink`.
import { basename, dirname, resolve } from 'node:path';
import { applicable } from '../check/known-divergences.ts';
import { PRODUCT } from '../contract/product.ts';
import { FailureError, failure } from '../contract/failure.ts';
import type { ProjectParts } from '../contract/project.ts';
import type { SmallestCounterexample } from '../contract/result.ts';
import type { Judgement, KnownDivergence } from '../contract/verdict.ts';
import { driveOf } from '../run/trial.ts';
import { findPackage } from '../orchestrate/package-root.ts';
import { findRuntimeOf } from './find-runtime.ts';
import { stepOfBundle } from './replay-bundle.ts';
import type { OpenedBundle } from './replay-bundle.ts';
import { openRerunner } from '../orchestrate/divergence/rerun.ts';
import { isFresh, shrinkDivergence } from '../orchestrate/divergence/shrink-divergence.ts';
import { listenForStop } from '../orchestrate/stop.ts';

/** Nothing else waits for the search, but chance takes part in it, so it needs a limit. */
const BUDGET_MS = 60_000;

export interface ShrinkBundleRequest {
  readonly opened: OpenedBundle;
  /** Of the bundle as it is now. */
  readonly judgement: Judgement;
  /** Of the scenario. */
  readonly known: readonly KnownDivergence[];
  /** What it adds to the package. */
  readonly project: ProjectParts;
  readonly say: (text: string) => void;
  /** At the third signal: ends this process, whatever is still open. */
  readonly abandon: () => void;
}

/** Null when nothing smaller breaks the rule. Throws a `FailureError` when there is no divergence that is not listed. */
export async function shrinkBundle(request: ShrinkBundleRequest): Promise<SmallestCounterexample | null> {
  const { opened, judgement, project, say, abandon } = request;
  const { bundle, directory, path } = opened;
  const { root } = findPackage();
  const runtime = await findRuntimeOf(opened, project);
  const [, style = ''] = bundle.record.cell.subject.split('/');
  const known = applicable(request.known, { runner: runtime.runner, version: runtime.version, style });
  const finding = judgement.findings.find((each) => isFresh(each, known));
  if (finding === undefined) throw nothingToShrink(path);
  say(`Looking for the smallest counterexample of ${finding.rule}, for ${BUDGET_MS / 1000} s at most.`);
  const stop = listenForStop({
    source: process,
    maxTimeMs: null,
    say,
    abandon,
  });
  const over = AbortSignal.timeout(BUDGET_MS);
  const soft = AbortSignal.any([over, stop.soft]);
  const rerunner = await openRerunner({
    packageRoot: root,
    stop: { soft, hard: AbortSignal.any([over, stop.hard]) },
  });
  try {
    return await shrinkDivergence({
      step: stepOfBundle(opened),
      drive: driveOf(bundle.record),
      finding,
      runtime,
      known,
      rerunner,
      goesOn: () => !soft.aborted,
      keep: { runDirectory: homeOf(directory), origin: { version: PRODUCT.version, run: bundle.run } },
    });
  } finally {
    await rerunner.close();
    stop.dispose();
  }
}

/** The folder whose `bundles/` the smallest one joins: that of the run, or that of a bundle which was copied out of one. */
export function homeOf(directory: string): string {
  const parent = dirname(resolve(directory));
  return basename(parent) === 'bundles' ? dirname(parent) : resolve(directory);
}

function nothingToShrink(path: string): FailureError {
  const cause = `${path} has no divergence, or only a known one: there is nothing to shrink.`;
  return new FailureError(failure('EL1008', cause, 'Leave out --shrink, or name a bundle that diverges.'));
}
