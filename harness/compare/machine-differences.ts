// In what the machines of two runs differ: what moves a number without any change of code. Pure.
import type { Environment, RunResult } from '../contract/result.ts';
import { differenceText } from './difference-text.ts';

/** Null: the run does not know it, or there is none. */
export interface MachineDifference {
  readonly what: string;
  readonly base: string | null;
  readonly head: string | null;
}

/** What two stored runs may differ in and be compared all the same, where somebody asks for it. */
export const ACROSS = ['machines', 'runtimes'] as const;
export type Across = (typeof ACROSS)[number];

/** Load, steal and throttling are conditions of a run, and no other machine. */
export function machineDifferences(base: RunResult, head: RunResult): MachineDifference[] {
  return FACTS.flatMap(([what, read]) => {
    const [was, is] = [read(base.environment), read(head.environment)];
    return was === is ? [] : [{ what, base: was, head: is }];
  });
}

/** Empty where there is none. */
export function machineNote(differences: readonly MachineDifference[]): string {
  if (differences.length === 0) return '';
  return `measured on another machine: ${differences.map((each) => differenceText(each, 'unknown')).join('; ')}`;
}

type Fact = readonly [what: string, read: (environment: Environment) => string | null];

const GIB = 2 ** 30;

/** A machine that was started again may have some pages more or fewer. */
const inGib = (bytes: number | null): string | null =>
  bytes === null ? null : `${Math.round(bytes / GIB)} GiB`;

const FACTS: readonly Fact[] = [
  ['CPU', ({ cpuModel }) => cpuModel],
  ['logical CPUs', ({ logicalCpus }) => String(logicalCpus)],
  ['CPU limit', ({ cgroupCpuLimit }) => (cgroupCpuLimit === null ? null : `${cgroupCpuLimit} CPUs`)],
  ['memory', ({ memoryBytes }) => inGib(memoryBytes)],
  ['memory limit', ({ cgroupMemoryBytes }) => inGib(cgroupMemoryBytes)],
  ['platform', ({ platform }) => platform],
  ['kernel', ({ kernel }) => kernel],
  ['governor', ({ governor }) => governor],
  ['virtualization', ({ virtualization }) => virtualization],
  ['clock source', ({ clockSource }) => clockSource],
  ['file system', ({ fileSystem }) => fileSystem],
];
