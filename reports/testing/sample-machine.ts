// The machine and the runtimes of the sample run.
import type { Environment, RuntimeView } from '../../harness/contract/result.ts';

export const SAMPLE_ENVIRONMENT: Environment = {
  platform: 'linux x64',
  kernel: '6.1.0-18',
  cpuModel: 'Example CPU @ 2.60GHz',
  logicalCpus: 2,
  memoryBytes: 8 * 1024 ** 3,
  cgroupCpuLimit: null,
  cgroupMemoryBytes: null,
  governor: null,
  virtualization: 'kvm',
  clockSource: 'kvm-clock',
  clockResolutionNs: 1,
  clockReadNs: 48,
  fileSystem: 'tmpfs',
  loadAtStart: [0.42, 0.31, 0.2],
  loadAtEnd: [1.12, 0.6, 0.33],
  stealShare: 0.004,
  foreignShare: 0.06,
  throttledMs: 0,
  node: 'v20.19.0',
};

export const SAMPLE_RUNTIMES: RuntimeView[] = [
  {
    id: 'node',
    runner: 'node',
    title: 'Node.js',
    version: '20.19.0',
    loop: 'libuv 1.46.0',
    executable: '/usr/bin/node',
    executableSha256: 'a3c1'.repeat(16),
    source: 'the interpreter that runs evenloop',
    clock: { name: 'CLOCK_MONOTONIC', resolutionNs: 1 },
  },
  {
    id: 'python',
    runner: 'python',
    title: 'CPython asyncio',
    version: '3.13.0',
    loop: 'asyncio epoll',
    executable: '/usr/bin/python3.13',
    executableSha256: '9be2'.repeat(16),
    source: 'PATH',
    clock: { name: 'CLOCK_MONOTONIC', resolutionNs: 1 },
  },
];
