// Judges one invocation as soon as it is over and, when it was proved, takes its numbers and asks whether they can be true.
import { cpus } from 'node:os';
import { cellId } from '../../contract/invocation.ts';
import type { InvocationRecord } from '../../contract/invocation.ts';
import type { JudgedLine } from '../../contract/journal.ts';
import type { Step } from '../../contract/plan.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { SidecarReader } from '../../contract/trace.ts';
import type { Judgement } from '../../contract/verdict.ts';
import { judgedBefore, judgeInvocation } from '../../check/prove.ts';
import { differing, followSameAgain } from '../../check/same-again.ts';
import type { ComparedRounds, Follower, Sight } from '../../check/same-again.ts';
import { withNote } from '../../check/unfinished-words.ts';
import { releaseSidecars } from '../../run/held-sidecars.ts';
import type { HeldSidecars, KeptSidecars } from '../../run/held-sidecars.ts';
import { driveOf } from '../../run/trial.ts';
import { invocationChecks } from '../../stats/invocation-checks.ts';
import { measureInvocation } from '../../stats/measure.ts';
import { dropProvedTraces } from '../../store/clean.ts';
import { openSidecars } from '../../store/sidecar-reader.ts';
import { reproduction } from '../command-line.ts';
import { keepBundle } from '../divergence/keep-bundle.ts';
import type { BundleOrigin } from '../divergence/keep-bundle.ts';
import type { KeptWires } from '../wires.ts';
import type { Inspected } from './ledger.ts';

export interface Inspector {
  (record: InvocationRecord, step: Step): Inspected;
  /** The same for an invocation that was judged before: its trace may be gone. Throws a `FailureError` where its samples are damaged. */
  recall(record: InvocationRecord, step: Step, judged: JudgedLine): Inspected;
}

export interface InspectOptions {
  readonly runDirectory: string;
  readonly runtimes: readonly Runtime[];
  /** False for `check`: meaning alone. */
  readonly measure: boolean;
  /** True: the traces of proved invocations stay on the disk too. */
  readonly keepTraces: boolean;
  /** Where it is given, what diverges is kept as a bundle in the run directory. */
  readonly origin?: BundleOrigin;
  /** What the command line said of the project: a command that repeats an invocation says it, too. */
  readonly words?: readonly string[];
  /** True: rounds are also compared with earlier ones of the same cell, whichever process they are of. */
  readonly sameAgain?: boolean;
  /** Of the invocations: each is taken from there, and goes into its bundle where it diverges. */
  readonly wires?: Pick<KeptWires, 'take'>;
  /** The handles of the invocations' files: each is read through them, and they are released. Absent: files are opened for reading. */
  readonly sidecars?: Pick<KeptSidecars, 'take'>;
  /** Keeps a judgement, before the trace that it was made from is dropped. */
  readonly keep?: (line: JudgedLine) => void;
}

export function makeInspector(options: InspectOptions): Inspector {
  const { runDirectory, runtimes, keepTraces, origin, sameAgain, words = [] } = options;
  const compare = sameAgain === true ? comparer() : () => null;
  const measured = measurer(options);
  const inspect = (record: InvocationRecord, step: Step): Inspected => {
    const held = options.sidecars?.take(record.id) ?? null;
    try {
      return inspectHeld(record, step, held);
    } finally {
      if (held !== null) releaseSidecars(held);
    }
  };
  const inspectHeld = (record: InvocationRecord, step: Step, held: HeldSidecars | null): Inspected => {
    const wire = options.wires?.take(record.id) ?? null;
    const { scenario, set } = step.block;
    const runtime = runtimes.find(({ id }) => id === step.subject.runtime);
    const timerEarlyNs = runtime?.manifest.tolerances.timerEarlyNs ?? 0;
    const reader = openSidecars(runDirectory, record, held);
    const judged = judgeInvocation({ record, scenario, reader, timerEarlyNs });
    const keep = (judgement: Judgement, earlier?: Sight): Judgement => {
      if (origin === undefined || runtime === undefined) return judgement;
      const { cell, repetition } = record;
      const reproduce = reproduction({
        ...origin.run,
        cell,
        repetition,
        root: scenario.origin?.root ?? null,
        stress: driveOf(record).stall,
        words,
      });
      const about = { origin, runDirectory, record, scenario, set, runtime, reproduce, wire };
      return keepBundle({ ...about, judgement, ...(earlier === undefined ? {} : { earlier }) });
    };
    const { judgement, compared } = judged.ok
      ? told(judged.value, compare(record, scenario, judged.value.findings.length === 0), keep)
      : { judgement: judged, compared: null };
    const inspected = measured(record, step, { judgement, compared }, reader);
    options.keep?.({ kind: 'judged', invocation: record.id, judgement, compared });
    const proved = new Set(judgement.ok && judgement.value.proof !== null ? [record.id] : []);
    dropProvedTraces({ runDirectory, records: [record], proved, keepTraces });
    return inspected;
  };
  return Object.assign(inspect, {
    recall(record: InvocationRecord, step: Step, { judgement: stored, compared }: JudgedLine): Inspected {
      const judgement = stored.ok ? { ok: true as const, value: judgedBefore(record, stored.value) } : stored;
      const reader = openSidecars(runDirectory, record);
      const inspected = measured(record, step, { judgement, compared }, reader);
      // Later invocations are compared with this one too.
      compare(record, step.block.scenario, judgement.ok && judgement.value.findings.length === 0);
      return inspected;
    },
  });
}

type Told = Required<Pick<Inspected, 'judgement' | 'compared'>>;

/** The numbers of an invocation that was judged, and whether they can be true. */
function measurer({ runtimes, measure }: InspectOptions) {
  const logicalCpus = cpus().length;
  return (
    record: InvocationRecord,
    step: Step,
    { judgement, compared }: Told,
    reader: SidecarReader,
  ): Inspected => {
    const { scenario } = step.block;
    const runtime = runtimes.find(({ id }) => id === step.subject.runtime);
    const timerEarlyNs = runtime?.manifest.tolerances.timerEarlyNs ?? 0;
    const explained = withNote(record, judgement.ok ? judgement.value.note : undefined);
    const proof = judgement.ok ? judgement.value.proof : null;
    const values = measure && proof !== null ? measureInvocation(proof, record, scenario, reader) : null;
    const given = { record, scenario, reader, logicalCpus, timerEarlyNs };
    const checks = values === null ? [] : invocationChecks({ ...given, values });
    return { record: explained, judgement, compared, values, checks };
  };
}

/** One follower a cell. */
function comparer(): (record: InvocationRecord, scenario: Scenario, sound: boolean) => ComparedRounds | null {
  const followers = new Map<string, Follower>();
  return (record, scenario, sound) => {
    const cell = cellId(record.cell);
    const follow = followers.get(cell) ?? followSameAgain(scenario);
    followers.set(cell, follow);
    return follow(record, sound);
  };
}

/** Both in one bundle, but apart: whether the difference counts is known when the whole cell was run. */
function told(
  judgement: Judgement,
  compared: ComparedRounds | null,
  keep: (judgement: Judgement, earlier?: Sight) => Judgement,
): Told {
  if (compared?.kind !== 'different') return { judgement: { ok: true, value: keep(judgement) }, compared };
  const { findings } = keep(differing(judgement, compared), compared.earlier);
  const own = findings.slice(0, -1);
  const finding = findings.at(-1) ?? compared.finding;
  return {
    judgement: { ok: true, value: { ...judgement, findings: own } },
    compared: { ...compared, finding },
  };
}
