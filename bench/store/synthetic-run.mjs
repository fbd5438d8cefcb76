// A run of so many cells with noise of its own: as different from the one before as real runs are.

const SUBJECTS = ['node/promises', 'node/callbacks', 'python/coroutines', 'python/callbacks'];
const METRICS = [
  ['time', 'ns', 'ratio', true, 24_000],
  ['cpu', 'ns', 'ratio', true, 21_000],
  ['memory', 'bytes', 'ratio', false, 61_000_000],
];
const REPETITIONS = 12;
const HOUR_MS = 3_600_000;

/** Four subjects to a set; three metrics a cell, of which each other subject is compared with the first. */
export function syntheticRun(index, cells, random) {
  const around = (value, share) => value * (1 + share * (random() + random() + random() - 1.5));
  const scenarios = Array.from({ length: Math.ceil(cells / 4) }, (_, i) => scenarioOf(i));
  const all = Array.from({ length: cells }, (_, i) =>
    cellOf(`family.scenario_${i >> 2}`, SUBJECTS[i % 4], around),
  );
  return {
    schema: 'evenloop/results@2',
    tool: { name: 'evenloop', version: '0.1.0' },
    run: {
      id: `2026-${String(index).padStart(6, '0')}-${Math.floor(random() * 65536).toString(16)}`,
      command: 'evenloop run',
      profile: 'quick',
      seed: 1,
      startedAt: new Date(Date.UTC(2026, 0, 1) + index * HOUR_MS).toISOString(),
      finishedAt: new Date(Date.UTC(2026, 0, 1) + (index + 1) * HOUR_MS).toISOString(),
      wallMs: 1,
      dutyCycle: 0.5,
      repetitions: REPETITIONS,
      complete: true,
      interrupted: false,
      commit: Array.from({ length: 12 }, () => Math.floor(random() * 16).toString(16)).join(''),
      reference: SUBJECTS[0],
    },
    environment: environment(),
    runtimes: ['node', 'python'].map(runtimeOf),
    scenarios,
    cells: all,
    comparisons: all
      .filter(({ subject }) => subject !== SUBJECTS[0])
      .flatMap((cell) => comparisonsOf(cell, around)),
    changes: [],
    exit: { code: 0, reasons: [] },
  };
}

function scenarioOf(i) {
  const metrics = METRICS.map(([id, unit, scale, primary]) => ({
    id,
    title: `${id} of an operation`,
    unit,
    better: 'lower',
    scale,
    primary,
    minimumEffect: 0.01,
  }));
  const id = `family.scenario_${i}`;
  const texts = { family: 'family', title: id, summary: '', operation: 'operation', comparesStyles: false };
  return { id, version: 1, ...texts, rules: [], metrics };
}

function cellOf(scenario, subject, around) {
  const measurements = METRICS.map(([metric, , , , value]) => {
    const repetitions = Array.from({ length: REPETITIONS }, () => around(value, 0.05));
    const sorted = repetitions.toSorted((a, b) => a - b);
    return { metric, value: sorted[6], low: sorted[0], high: sorted[11], repetitions };
  });
  return {
    id: `${scenario}:8x1:${subject}:head`,
    scenario,
    set: '8x1',
    params: { connections: 8, size: 64 },
    subject,
    side: 'head',
    verdict: 'equivalent',
    reason: '',
    findings: [],
    findingCount: 0,
    failures: [],
    rules: {},
    invocations: { planned: REPETITIONS, proved: REPETITIONS, failed: 0 },
    proof: { invocations: REPETITIONS, rounds: 1, events: 1, keys: 1 },
    measurements,
    curve: null,
    throughput: null,
  };
}

function comparisonsOf({ scenario, set, subject }, around) {
  return METRICS.map(([metric, , scale, primary]) => {
    const estimate = around(1.3, 0.05);
    return {
      scenario,
      set,
      metric,
      primary,
      reference: SUBJECTS[0],
      subject,
      scale,
      verdict: 'slower',
      estimate,
      low: around(estimate * 0.97, 0.01),
      high: around(estimate * 1.03, 0.01),
      pairs: REPETITIONS,
      level: 0.999,
      detectable: null,
      reason: '',
    };
  });
}

const runtimeOf = (id) => ({
  id,
  runner: id,
  title: id,
  version: '20.20.2',
  loop: 'libuv 1.46.0',
  executable: `/usr/bin/${id}`,
  executableSha256: '0',
  source: 'PATH',
  clock: null,
});

const environment = () => ({
  platform: 'linux x64',
  kernel: '6.18.44',
  cpuModel: 'A CPU',
  logicalCpus: 4,
  memoryBytes: 8e9,
  cgroupCpuLimit: null,
  cgroupMemoryBytes: null,
  governor: null,
  virtualization: null,
  clockSource: 'tsc',
  clockResolutionNs: 1,
  clockReadNs: 20,
  fileSystem: 'ext4',
  loadAtStart: [],
  loadAtEnd: [],
  stealShare: null,
  foreignShare: null,
  throttledMs: null,
  node: 'v20.20.2',
});
