// Tests of the readers of the environment, on texts as kernels write them and on garbage.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { cgroupLimits, parseBytes, parseCgroupPath, parseCpuMax, parseQuota, throttledMs } from './cgroup.ts';
import { clockQuality } from './clock-quality.ts';
import { cpuShares, cpuTicks, parseMachineTicks, parseProcessStat } from './cpu-ticks.ts';
import { governor } from './governor.ts';
import { fileSystemOf } from './mounts.ts';
import type { TextFiles } from './read-text.ts';
import { hypervisorFlag, virtualization } from './virtualization.ts';

/** A machine that consists of these files. */
function machine(texts: Readonly<Record<string, string>>): TextFiles {
  return {
    read: (path) => texts[path] ?? null,
    list: (path) => [
      ...new Set(
        Object.keys(texts)
          .filter((name) => name.startsWith(`${path}/`))
          .map((name) => name.slice(path.length + 1).split('/')[0] ?? ''),
      ),
    ],
  };
}

const BARE = machine({});

test('a machine that tells nothing gives null everywhere', () => {
  expect(cgroupLimits(BARE)).toEqual({ cpus: null, memoryBytes: null });
  expect([
    throttledMs(BARE),
    cpuTicks(BARE, 1),
    governor(BARE),
    virtualization(BARE),
    fileSystemOf(null, '/'),
  ]).toEqual([null, null, null, null, null]);
});

test('no reader throws on garbage, and none makes a number of it', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const letters = text.replaceAll(/\d/g, 'x');
      for (const parse of [parseCpuMax, parseBytes, parseMachineTicks, parseProcessStat, hypervisorFlag])
        expect(parse(letters)).toBe(null);
      expect(parseQuota(letters, letters)).toBe(null);
      expect(parseCgroupPath(letters, 'cpu')).toBe(null);
      expect(() => fileSystemOf(text, '/tmp')).not.toThrow();
    }),
  );
});

test('version 2 limits come from the strictest ancestor', () => {
  const files = machine({
    '/proc/self/cgroup': '0::/user.slice/job.scope\n',
    '/sys/fs/cgroup/user.slice/cpu.max': '150000 100000\n',
    '/sys/fs/cgroup/user.slice/job.scope/cpu.max': 'max 100000\n',
    '/sys/fs/cgroup/user.slice/memory.max': 'max\n',
    '/sys/fs/cgroup/user.slice/job.scope/memory.max': '1073741824\n',
    '/sys/fs/cgroup/user.slice/cpu.stat': 'usage_usec 5\nnr_throttled 2\nthrottled_usec 2500\n',
  });
  expect(cgroupLimits(files)).toEqual({ cpus: 1.5, memoryBytes: 2 ** 30 });
  expect(throttledMs(files)).toBe(2.5);
});

test('version 1 limits are read where a container mounts its own group at the root', () => {
  const files = machine({
    '/proc/self/cgroup': '4:memory:/docker/abc\n1:cpu,cpuacct:/docker/abc\n0::/\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '50000\n',
    '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
    '/sys/fs/cgroup/cpu/cpu.stat': 'nr_periods 9\nnr_throttled 1\nthrottled_time 7000000\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
  });
  expect(cgroupLimits(files)).toEqual({ cpus: 0.5, memoryBytes: null });
  expect(throttledMs(files)).toBe(7);
});

test.each([
  ['max 100000\n', null],
  ['200000 100000\n', 2],
  ['0 100000\n', null],
  ['1 0\n', null],
])('cpu.max %j is %j CPUs', (text, cpus) => expect(parseCpuMax(text)).toBe(cpus));

test('a quota of -1 is no limit', () => expect(parseQuota('-1\n', '100000\n')).toBe(null));

test('ticks of the machine leave guest time out, which user time contains already', () => {
  const text = 'cpu  10 1 5 100 4 2 3 7 9 9\ncpu0 10 1 5 100 4 2 3 7 9 9\nintr 1\n';
  expect(parseMachineTicks(text)).toEqual({ busy: 21, stolen: 7, total: 132 });
});

test('a process may be called anything', () => {
  const stat = (name: string): string => `42 (${name}) S 7 42 42 0 -1 4194304 1 2 3 4 100 20 3 4 20 0 1 0 55`;
  for (const name of ['node', 'a b', 'x) R 1 (', '(('])
    expect(parseProcessStat(stat(name))).toEqual({ parent: 7, ticks: 127 });
  expect(parseProcessStat('42 (short) S 7')).toBe(null);
});

test('steal and foreign load are shares of all ticks, and our own tree is not foreign', () => {
  const stat = (pid: number, parent: number, ticks: number): string =>
    `${pid} (p) S ${parent} 0 0 0 0 0 0 0 0 0 ${ticks} 0 0 0 20`;
  const at = (user: number, idle: number, steal: number, own: number, child: number): TextFiles =>
    machine({
      '/proc/stat': `cpu  ${user} 0 0 ${idle} 0 0 0 ${steal} 0 0\n`,
      '/proc/10/stat': stat(10, 1, own),
      '/proc/11/stat': stat(11, 10, child),
      '/proc/12/stat': stat(12, 1, 9999),
      '/proc/meminfo': '',
    });
  const start = cpuTicks(at(1000, 1000, 0, 50, 5), 10);
  const end = cpuTicks(at(1060, 1030, 10, 70, 25), 10);
  if (start === null || end === null) throw new Error('no ticks');
  expect(start.own).toBe(55);
  expect(cpuShares(start, end)).toEqual({ stealShare: 0.1, foreignShare: 0.2 });
  expect(cpuShares(start, start)).toBe(null);
});

test('the deepest mount wins, and of two at one place the later one', () => {
  const mounts = [
    '/dev/vda / ext4 rw 0 0',
    'tmpfs /tmp tmpfs rw 0 0',
    'x /tmp xfs rw 0 0',
    String.raw`y /mnt/my\040disk btrfs rw 0 0`,
    'garbage',
  ].join('\n');
  expect(fileSystemOf(mounts, '/home/me')).toBe('ext4');
  expect(fileSystemOf(mounts, '/tmp')).toBe('xfs');
  expect(fileSystemOf(mounts, '/tmpfile')).toBe('ext4');
  expect(fileSystemOf(mounts, '/mnt/my disk/a')).toBe('btrfs');
});

test.each<[string, Readonly<Record<string, string>>, string | null]>([
  [
    'a real machine',
    { '/proc/cpuinfo': 'flags\t\t: fpu sse\n', '/sys/class/dmi/id/sys_vendor': 'Amazon EC2' },
    'none',
  ],
  [
    'a virtual machine',
    { '/proc/cpuinfo': 'flags\t: fpu hypervisor\n', '/sys/class/dmi/id/sys_vendor': 'QEMU\n' },
    'qemu',
  ],
  ['a nameless virtual machine', { '/proc/cpuinfo': 'flags : fpu hypervisor\n' }, 'unnamed-vm'],
  ['a container in one', { '/proc/cpuinfo': 'flags : hypervisor\n', '/.dockerenv': '' }, 'docker+unnamed-vm'],
  ['a container on a real machine', { '/proc/cpuinfo': 'flags : sse\n', '/run/.containerenv': '' }, 'podman'],
  [
    'Xen without a vendor',
    { '/proc/cpuinfo': 'flags : hypervisor\n', '/sys/hypervisor/type': 'xen\n' },
    'xen',
  ],
  ['a subsystem of Windows', { '/proc/sys/kernel/osrelease': '5.15.1-microsoft-standard-WSL2\n' }, 'wsl'],
  ['a processor without flags', { '/proc/cpuinfo': 'Features : fp asimd\n' }, null],
])('%s is recognised', (_name, texts, expected) => expect(virtualization(machine(texts))).toBe(expected));

test('governors are named once each', () => {
  const at = (cpu: string): string => `/sys/devices/system/cpu/${cpu}/cpufreq/scaling_governor`;
  const files = machine({
    [at('cpu0')]: 'powersave\n',
    [at('cpu1')]: 'performance\n',
    [at('cpu2')]: 'powersave\n',
  });
  expect(governor(files)).toBe('performance,powersave');
});

test('the clock is judged by its smallest step and its mean cost', () => {
  let time = 0n;
  let calls = 0;
  const quality = clockQuality(() => {
    if (calls++ % 2 === 0) time += 80n;
    return time;
  });
  expect(quality).toEqual({ resolutionNs: 80, readNs: 40 });
});
