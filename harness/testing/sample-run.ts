// For tests: a small run with cells whose values are given.
import type { Cell, Environment, RunResult, ScenarioView } from '../contract/result.ts';
import { RESULTS_SCHEMA } from '../contract/result.ts';

export const sampleView: ScenarioView = {
  id: 'timers.sample',
  version: 1,
  family: 'timers',
  title: 'Sample',
  summary: 'For tests.',
  operation: 'tick',
  comparesStyles: false,
  rules: [],
  metrics: [
    {
      id: 'cpu',
      title: 'CPU',
      unit: 'ns',
      better: 'lower',
      scale: 'ratio',
      primary: true,
      minimumEffect: 0.01,
    },
    {
      id: 'p50',
      title: 'p50',
      unit: 'ns',
      better: 'lower',
      scale: 'difference',
      primary: false,
      minimumEffect: 100,
    },
  ],
};

export function cellOf(
  subject: string,
  repetitions: readonly (number | null)[],
  over: Partial<Cell> = {},
): Cell {
  return {
    id: `${sampleView.id}:s:${subject}:${over.side ?? 'head'}`,
    scenario: sampleView.id,
    set: 's',
    params: { periodMs: 5 },
    subject,
    side: 'head',
    verdict: 'equivalent',
    reason: '',
    findings: [],
    findingCount: 0,
    failures: [],
    rules: {},
    invocations: { planned: repetitions.length, proved: repetitions.length, failed: 0 },
    proof: { invocations: repetitions.length, rounds: 1, events: 1, keys: 1 },
    measurements: ['cpu', 'p50'].map((metric) => ({
      metric,
      value: 0,
      low: 0,
      high: 0,
      repetitions: [...repetitions],
    })),
    curve: null,
    throughput: null,
    ...over,
  };
}

const environment: Environment = {
  platform: 'linux',
  kernel: '6',
  cpuModel: 'one',
  logicalCpus: 2,
  memoryBytes: 1,
  cgroupCpuLimit: null,
  cgroupMemoryBytes: null,
  governor: null,
  virtualization: null,
  clockSource: null,
  clockResolutionNs: 1,
  clockReadNs: 30,
  fileSystem: null,
  loadAtStart: [],
  loadAtEnd: [],
  stealShare: null,
  foreignShare: null,
  throttledMs: null,
  node: '24.0.0',
};

export function runOf(
  cells: readonly Cell[],
  over: { profile?: string; version?: number; cpu?: string } = {},
): RunResult {
  return {
    schema: RESULTS_SCHEMA,
    tool: { name: 'evenloop', version: '0.1.0' },
    run: {
      id: 'r',
      command: 'evenloop run',
      profile: over.profile ?? 'quick',
      seed: 1,
      startedAt: '2026-01-01T00:00:00.000Z',
      finishedAt: '2026-01-01T00:00:01.000Z',
      wallMs: 1,
      dutyCycle: 1,
      repetitions: 6,
      complete: true,
      interrupted: false,
      commit: null,
      reference: 'node/promises',
    },
    environment: { ...environment, cpuModel: over.cpu ?? 'one' },
    runtimes: [],
    scenarios: [{ ...sampleView, version: over.version ?? 1 }],
    cells: [...cells],
    comparisons: [],
    changes: [],
    exit: { code: 0, reasons: [] },
  };
}

/** Six repetitions around a value, with a spread of half a percent. */
export function around(value: number): number[] {
  return [0.995, 1.005, 1, 0.997, 1.003, 1].map((factor) => value * factor);
}
