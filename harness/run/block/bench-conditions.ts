// Which conditions for equal treatment of compared processes this machine grants: probed once before a run, reported in the result, never assumed.
import { execa } from 'execa';
import { killGroup } from '../session/process-group.ts';
import { within } from '../session/within.ts';
import { allowedCpus, pinProcesses, SYSTEM_LIMIT_MS } from './affinity.ts';
import { schedulingOf } from './scheduling.ts';

/** One wish of the measurement, whether the machine grants it, and in words what that means. */
export interface Condition {
  readonly name: 'pinning' | 'orchestrator' | 'layout' | 'scheduling';
  readonly kept: boolean;
  readonly text: string;
}

export interface BenchConditions {
  /** The CPU on which blocks live; null: wherever the kernel likes. */
  readonly benchCpu: number | null;
  /** Where the orchestrator stays meanwhile: all CPUs but that one; null: there is no other. */
  readonly otherCpus: readonly number[] | null;
  /** The CPUs on which blocks may run at once, the first choice first; none: nothing can be pinned. */
  readonly benchCpus: readonly number[];
  readonly allCpus: readonly number[] | null;
  /** The command that starts a process without address space layout randomisation; null: the machine refuses. */
  readonly fixedLayout: readonly string[] | null;
  readonly conditions: readonly Condition[];
}

export async function probeConditions(limitMs: number = SYSTEM_LIMIT_MS): Promise<BenchConditions> {
  const allCpus = allowedCpus();
  const refusal =
    allCpus === null ? 'this kernel does not list CPUs' : await pinProcesses([process.pid], allCpus, limitMs);
  const benchCpu = refusal === null ? (allCpus?.at(-1) ?? null) : null;
  const otherCpus = benchCpu === null || allCpus === null || allCpus.length < 2 ? null : allCpus.slice(0, -1);
  const layout = await probeLayout(limitMs);
  const tells = schedulingOf(process.pid) !== null;
  return {
    benchCpu,
    otherCpus,
    benchCpus: benchCpu === null || allCpus === null ? [] : benchCpusOf(allCpus),
    allCpus,
    fixedLayout: layout.command,
    conditions: [
      pinningCondition(benchCpu, refusal),
      orchestratorCondition(benchCpu, otherCpus),
      { name: 'layout', kept: layout.command !== null, text: layout.text },
      {
        name: 'scheduling',
        kept: tells,
        text: tells
          ? 'the kernel reports how long runners ran and waited'
          : 'the kernel does not report how long runners ran and waited: what runners report cannot be checked',
      },
    ],
  };
}

/** From three CPUs on, one is left to the orchestrator and the witnesses; of two, both are worth more than its quiet. */
function benchCpusOf(cpus: readonly number[]): readonly number[] {
  return cpus.length > 2 ? cpus.slice(1).toReversed() : cpus.toReversed();
}

/** Nothing granted: what a run uses that measures nothing. */
export const NO_CONDITIONS: BenchConditions = {
  benchCpu: null,
  otherCpus: null,
  benchCpus: [],
  allCpus: null,
  fixedLayout: null,
  conditions: [],
};

function pinningCondition(benchCpu: number | null, refusal: string | null): Condition {
  if (benchCpu !== null) return { name: 'pinning', kept: true, text: `blocks are pinned to CPU ${benchCpu}` };
  const text = `blocks are not pinned (${refusal ?? 'no CPU is listed'}): partners may run on different CPUs`;
  return { name: 'pinning', kept: false, text };
}

function orchestratorCondition(benchCpu: number | null, otherCpus: readonly number[] | null): Condition {
  if (otherCpus !== null)
    return {
      name: 'orchestrator',
      kept: true,
      text: `the orchestrator keeps to CPU ${otherCpus.join(', ')}`,
    };
  const why = benchCpu === null ? 'nothing can be pinned' : 'there is only one CPU';
  return { name: 'orchestrator', kept: false, text: `the orchestrator shares the CPU of the blocks: ${why}` };
}

/** What the conditions say of a run whose blocks use these CPUs at once. What the machine grants stays. */
export function conditionsOn(
  { conditions, allCpus }: BenchConditions,
  cpus: readonly number[],
): readonly Condition[] {
  if (cpus.length < 2) return conditions;
  const left = (allCpus ?? []).filter((cpu) => !cpus.includes(cpu));
  const texts: Partial<Record<Condition['name'], string>> = {
    pinning: `blocks are pinned, each to one of the CPUs ${cpus.join(', ')}`,
    orchestrator:
      left.length > 0
        ? `the orchestrator keeps to CPU ${left.join(', ')} while blocks use all others`
        : 'the orchestrator shares the CPUs of the blocks while they use all of them',
  };
  return conditions.map((one) => ({ ...one, text: texts[one.name] ?? one.text }));
}

async function probeLayout(
  limitMs: number,
): Promise<{ readonly command: readonly string[] | null; readonly text: string }> {
  const command = ['setarch', '-R'];
  const child = execa('setarch', ['-R', 'true'], { reject: false, detached: true, stdio: 'ignore' });
  const inTime = await within(child, limitMs);
  if (!inTime && child.pid !== undefined) await killGroup(child.pid);
  const failed = !inTime || (await child).failed;
  return failed
    ? {
        command: null,
        text: 'memory layouts stay random in comparisons of builds (`setarch -R` is refused): expect wider intervals',
      }
    : {
        command,
        text: 'comparisons of builds switch address randomisation off; runtimes are compared with it on',
      };
}
