// Judges one invocation as soon as it is over and, when it was proved, takes its numbers.
import type { InvocationRecord } from '../../contract/invocation.ts';
import type { Step } from '../../contract/plan.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import { judgeInvocation } from '../../check/prove.ts';
import { measureInvocation } from '../../stats/measure.ts';
import { dropProvedTraces } from '../../store/clean.ts';
import { openSidecars } from '../../store/sidecar-reader.ts';
import type { Inspected } from './ledger.ts';

export type Inspector = (record: InvocationRecord, step: Step) => Inspected;

export interface InspectOptions {
  readonly runDirectory: string;
  readonly runtimes: readonly Runtime[];
  /** False for `check`: meaning alone. */
  readonly measure: boolean;
  /** True: the traces of proved invocations stay on the disk too. */
  readonly keepTraces: boolean;
}

export function makeInspector({ runDirectory, runtimes, measure, keepTraces }: InspectOptions): Inspector {
  return (record, step) => {
    const { scenario } = step.block;
    const runtime = runtimes.find(({ id }) => id === step.subject.runtime);
    const timerEarlyNs = runtime?.manifest.tolerances.timerEarlyNs ?? 0;
    const reader = openSidecars(runDirectory, record);
    const judgement = judgeInvocation({ record, scenario, reader, timerEarlyNs });
    const proof = judgement.ok ? judgement.value.proof : null;
    const values = measure && proof !== null ? measureInvocation(proof, record, scenario, reader) : null;
    const proved = new Set(proof === null ? [] : [record.id]);
    dropProvedTraces({ runDirectory, records: [record], proved, keepTraces });
    return { record, judgement, values };
  };
}
