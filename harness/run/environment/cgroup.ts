// Limits of the control group that the harness runs in, for both versions of cgroups. The strictest ancestor counts.
import type { TextFiles } from './read-text.ts';

export interface CgroupLimits {
  /** CPUs worth of time; null without a limit. */
  readonly cpus: number | null;
  readonly memoryBytes: number | null;
}

/** v1 says "no limit" by the largest multiple of a page below 2^63; nothing near it is a limit. */
const NO_LIMIT_BYTES = 2 ** 60;

export function cgroupLimits(files: TextFiles): CgroupLimits {
  const v2 = groupsOf(files, '').map((group) => ({
    cpus: parseCpuMax(files.read(`${group}/cpu.max`)),
    memoryBytes: parseBytes(files.read(`${group}/memory.max`)),
  }));
  const v1Cpu = groupsOf(files, 'cpu').map((group) =>
    parseQuota(files.read(`${group}/cpu.cfs_quota_us`), files.read(`${group}/cpu.cfs_period_us`)),
  );
  const v1Memory = groupsOf(files, 'memory').map((group) =>
    parseBytes(files.read(`${group}/memory.limit_in_bytes`)),
  );
  return {
    cpus: smallest([...v2.map(({ cpus }) => cpus), ...v1Cpu]),
    memoryBytes: smallest([...v2.map(({ memoryBytes }) => memoryBytes), ...v1Memory]),
  };
}

/** How long the group has been kept from running so far, in milliseconds. */
export function throttledMs(files: TextFiles): number | null {
  const v2 = groupsOf(files, '').map((group) =>
    statField(files.read(`${group}/cpu.stat`), 'throttled_usec', 1e3),
  );
  const v1 = groupsOf(files, 'cpu').map((group) =>
    statField(files.read(`${group}/cpu.stat`), 'throttled_time', 1e6),
  );
  const known = [...v2, ...v1].filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Lines are `id:controllers:path`; version 2 has no controllers. Null: not in such a group. */
export function parseCgroupPath(text: string | null, controller: string): string | null {
  for (const line of (text ?? '').split('\n')) {
    const match = /^\d+:([^:]*):(\/.*)$/.exec(line);
    if (match !== null && (match[1] ?? '').split(',').includes(controller)) return match[2] ?? null;
  }
  return null;
}

/** `max 100000` or `150000 100000`. */
export function parseCpuMax(text: string | null): number | null {
  const match = /^(\d+) (\d+)\s*$/.exec(text ?? '');
  return match === null ? null : positive(Number(match[1]) / Number(match[2]));
}

export function parseQuota(quota: string | null, period: string | null): number | null {
  if (!/^\d+\s*$/.test(quota ?? '') || !/^\d+\s*$/.test(period ?? '')) return null;
  return positive(Number(quota) / Number(period));
}

/** `max`, or a number of bytes. */
export function parseBytes(text: string | null): number | null {
  if (!/^\d+\s*$/.test(text ?? '')) return null;
  const bytes = Number(text);
  return bytes < NO_LIMIT_BYTES ? bytes : null;
}

/** Folders of the own group and of its ancestors. Within a container only some of them may be visible. */
function groupsOf(files: TextFiles, controller: string): string[] {
  const own = parseCgroupPath(files.read('/proc/self/cgroup'), controller);
  if (own === null) return [];
  const parts = own.split('/').filter((part) => part !== '' && part !== '..');
  const paths = ['', ...parts.map((_, i) => `/${parts.slice(0, i + 1).join('/')}`)];
  const roots =
    controller === '' ? ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'] : [`/sys/fs/cgroup/${controller}`];
  return roots.flatMap((root) => paths.map((path) => root + path));
}

function statField(text: string | null, name: string, unitsPerMs: number): number | null {
  const match = new RegExp(`^${name} (\\d+)$`, 'm').exec(text ?? '');
  return match === null ? null : Number(match[1]) / unitsPerMs;
}

function smallest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.min(...known);
}

function positive(value: number): number | null {
  return Number.isFinite(value) && value > 0 ? value : null;
}
