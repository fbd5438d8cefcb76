// Conditions that may change a number without a change of code: the machine as the harness finds it, before and after the run.
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';
import type { Environment } from '../../contract/result.ts';
import { cgroupLimits, throttledMs } from './cgroup.ts';
import { clockQuality } from './clock-quality.ts';
import { cpuShares, cpuTicks } from './cpu-ticks.ts';
import type { CpuTicks } from './cpu-ticks.ts';
import { governor } from './governor.ts';
import { fileSystemOf } from './mounts.ts';
import { textFiles } from './read-text.ts';
import { virtualization } from './virtualization.ts';

/** Counters that only mean something as a difference. Taken before the first invocation and after the last. */
export interface MachineMoment {
  readonly load: readonly number[];
  readonly ticks: CpuTicks | null;
  readonly throttledMs: number | null;
}

export function observeMachine(): MachineMoment {
  return { load: loadavg(), ticks: cpuTicks(textFiles, process.pid), throttledMs: throttledMs(textFiles) };
}

/** `directory` is an absolute path on the file system that the workloads use. Costs a few milliseconds: never within a window. */
export function readEnvironment(directory: string, start: MachineMoment, end: MachineMoment): Environment {
  const limits = cgroupLimits(textFiles);
  const clock = clockQuality(() => process.hrtime.bigint());
  const { NODE_OPTIONS: nodeOptions } = process.env;
  const shares = start.ticks === null || end.ticks === null ? null : cpuShares(start.ticks, end.ticks);
  return {
    platform: `${platform()} ${arch()}`,
    kernel: release(),
    cpuModel: cpus()[0]?.model.trim() ?? 'unknown',
    logicalCpus: cpus().length,
    memoryBytes: totalmem(),
    cgroupCpuLimit: limits.cpus,
    cgroupMemoryBytes: limits.memoryBytes,
    governor: governor(textFiles),
    virtualization: virtualization(textFiles),
    clockSource: trimmed(textFiles.read('/sys/devices/system/clocksource/clocksource0/current_clocksource')),
    clockResolutionNs: clock.resolutionNs,
    clockReadNs: clock.readNs,
    fileSystem: fileSystemOf(textFiles.read('/proc/self/mounts'), directory),
    loadAtStart: [...start.load],
    loadAtEnd: [...end.load],
    stealShare: shares?.stealShare ?? null,
    foreignShare: shares?.foreignShare ?? null,
    throttledMs: difference(end.throttledMs, start.throttledMs),
    node: process.version,
    ...(nodeOptions === undefined || nodeOptions === '' ? {} : { nodeOptions }),
  };
}

function trimmed(text: string | null): string | null {
  const line = text?.trim() ?? '';
  return line === '' ? null : line;
}

function difference(end: number | null, start: number | null): number | null {
  return end === null || start === null ? null : Math.max(0, end - start);
}
