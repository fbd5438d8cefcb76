// Judges one invocation as soon as it is over and, when it was proved, takes its numbers and asks whether they can be true.
import { cpus } from 'node:os';
import type { InvocationRecord } from '../../contract/invocation.ts';
import type { Step } from '../../contract/plan.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import type { Judgement } from '../../contract/verdict.ts';
import { judgeInvocation } from '../../check/prove.ts';
import { invocationChecks } from '../../stats/invocation-checks.ts';
import { measureInvocation } from '../../stats/measure.ts';
import { dropProvedTraces } from '../../store/clean.ts';
import { openSidecars } from '../../store/sidecar-reader.ts';
import { keepBundle } from './keep-bundle.ts';
import type { BundleOrigin } from './keep-bundle.ts';
import type { Inspected } from './ledger.ts';
import { mannerOf } from './manner.ts';
import { reproduction } from './reproduce.ts';

export type Inspector = (record: InvocationRecord, step: Step) => Inspected;

export interface InspectOptions {
  readonly runDirectory: string;
  readonly runtimes: readonly Runtime[];
  /** False for `check`: meaning alone. */
  readonly measure: boolean;
  /** True: the traces of proved invocations stay on the disk too. */
  readonly keepTraces: boolean;
  /** Where it is given, what diverges is kept as a bundle in the run directory. */
  readonly origin?: BundleOrigin;
}

export function makeInspector(options: InspectOptions): Inspector {
  const { runDirectory, runtimes, measure, keepTraces, origin } = options;
  const logicalCpus = cpus().length;
  return (record, step) => {
    const { scenario, set } = step.block;
    const runtime = runtimes.find(({ id }) => id === step.subject.runtime);
    const timerEarlyNs = runtime?.manifest.tolerances.timerEarlyNs ?? 0;
    const reader = openSidecars(runDirectory, record);
    const judged = judgeInvocation({ record, scenario, reader, timerEarlyNs });
    const keep = (judgement: Judgement): Judgement => {
      if (origin === undefined || runtime === undefined) return judgement;
      const { cell, unit } = record;
      const reproduce = reproduction({ ...origin.run, cell, unit, stress: mannerOf(record).stall });
      return keepBundle({ origin, runDirectory, record, judgement, scenario, set, runtime, reproduce });
    };
    const judgement = judged.ok ? { ok: true as const, value: keep(judged.value) } : judged;
    const proof = judgement.ok ? judgement.value.proof : null;
    const values = measure && proof !== null ? measureInvocation(proof, record, scenario, reader) : null;
    const given = { record, scenario, reader, logicalCpus, timerEarlyNs };
    const checks = values === null ? [] : invocationChecks({ ...given, values });
    const proved = new Set(proof === null ? [] : [record.id]);
    dropProvedTraces({ runDirectory, records: [record], proved, keepTraces });
    return { record, judgement, values, checks };
  };
}
