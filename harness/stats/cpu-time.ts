// CPU time in user mode and in the kernel: of one invocation, and of a cell with the kernel's share of it.
import type { InvocationRecord } from '../contract/invocation.ts';
import type { CpuModes } from '../contract/numbers.ts';

export type InvocationCpu = Pick<CpuModes, 'userNs' | 'systemNs'>;

/**
 * The kernel counts the sum exactly and divides it by ticks, of 1 to 10 ms: whoever runs at a tick gets it. So a share is that of a sample; of
 * this much time, at 4 ms a tick, its standard error is at most 6.3 %.
 */
export const LEAST_CPU_NS = 250_000_000;

/** Measured rounds, and slices since their warm-up: what the costs of the cell are made of. */
export function cpuTimeOf({ rounds, slices }: InvocationRecord): InvocationCpu {
  const parts: InvocationCpu[] = rounds
    .filter(({ purpose }) => purpose === 'measured')
    .map(({ resources }) => ({ userNs: resources.userCpuNs, systemNs: resources.systemCpuNs }));
  const ofSlices = slices?.cpu ?? null;
  return sumOf([...parts, ...(ofSlices === null ? [] : [ofSlices])]);
}

/** Null where no CPU time is known. */
export function cpuTimeOfCell(invocations: readonly InvocationCpu[]): CpuModes | null {
  const { userNs, systemNs } = sumOf(invocations);
  const all = userNs + systemNs;
  if (all === 0) return null;
  return { userNs, systemNs, kernelShare: all < LEAST_CPU_NS ? null : systemNs / all };
}

function sumOf(parts: readonly InvocationCpu[]): InvocationCpu {
  return {
    userNs: parts.reduce((sum, { userNs }) => sum + userNs, 0),
    systemNs: parts.reduce((sum, { systemNs }) => sum + systemNs, 0),
  };
}
