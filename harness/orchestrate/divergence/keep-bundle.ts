// Keeps the data behind a divergence: writes its bundle, and adds to each finding the path of the bundle and the command that repeats it.
import { join } from 'node:path';
import type { Sight } from '../../check/same-again.ts';
import type { Bundle } from '../../contract/bundle.ts';
import type { InvocationRecord } from '../../contract/invocation.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import type { ParameterSet, Scenario } from '../../contract/scenario.ts';
import type { Judgement } from '../../contract/verdict.ts';
import { bundleFolder, writeBundle } from '../../store/bundle.ts';

/** What a bundle says of the run that it comes from. */
export interface BundleOrigin {
  readonly version: string;
  readonly run: Bundle['run'];
}

export interface KeepRequest {
  readonly origin: BundleOrigin;
  /** Where the bundle goes. */
  readonly runDirectory: string;
  /** Where the record's sidecars are, when not there. */
  readonly sidecars?: string;
  readonly record: InvocationRecord;
  readonly judgement: Judgement;
  /** From what a round of the record differs, where rule W6 says so. */
  readonly earlier?: Sight;
  readonly scenario: Scenario;
  readonly set: ParameterSet;
  readonly runtime: Runtime;
  /** The command that does it again; null where none does but driving the bundle anew. */
  readonly reproduce: string | null;
  /** What was said to the runner and by it; absent: it is not known. */
  readonly wire?: string | null;
}

/** The judgement as it was where nothing diverged. Throws a `FailureError` when the bundle cannot be written. */
export function keepBundle(request: KeepRequest): Judgement {
  const { record, judgement, reproduce } = request;
  if (!diverges(judgement)) return judgement;
  const folder = bundleFolder(record.id);
  const findings = judgement.findings.map((finding) => ({
    ...finding,
    ...(reproduce === null ? {} : { reproduce }),
    bundle: folder,
  }));
  const told = { ...judgement, findings };
  const { runDirectory, sidecars = runDirectory } = request;
  writeBundle({
    from: sidecars,
    to: join(runDirectory, folder),
    bundle: bundleOf({ ...request, judgement: told }),
    wire: request.wire ?? null,
  });
  return told;
}

/** Something was found about meaning: that there was nothing to judge is no divergence. */
export function diverges({ findings }: Judgement): boolean {
  return findings.some((finding) => finding.class !== 'empty');
}

function bundleOf({ origin, record, judgement, earlier, scenario, set, runtime }: KeepRequest): Bundle {
  const { id, runner, version, executable, executableSha256, startedWith } = runtime;
  return {
    tool: { name: 'evenloop', version: origin.version },
    run: origin.run,
    contract: {
      scenario: scenario.id,
      version: scenario.version,
      alphabet: scenario.alphabet.map(({ name, code, order }) => ({ name, code, order })),
      ...(scenario.origin === undefined ? {} : { origin: { ...scenario.origin } }),
    },
    pacing: { ...set.pacing },
    runtime: {
      id,
      runner,
      version,
      executable,
      executableSha256,
      ...(startedWith === undefined ? {} : { startedWith }),
    },
    timerEarlyNs: runtime.manifest.tolerances.timerEarlyNs,
    rulesBroken: [...judgement.rulesBroken],
    findings: [...judgement.findings],
    record,
    ...(earlier === undefined ? {} : { earlier: { ...earlier, digests: [...earlier.digests] } }),
  };
}
