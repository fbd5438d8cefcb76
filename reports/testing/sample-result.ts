// A whole, realistic run as data, for tests and for looking at the page: nothing in it was measured.
import { splitMix32 } from '../../harness/contract/payload.ts';
import type { Curve, Measurement } from '../../harness/contract/numbers.ts';
import type {
  Cell,
  Comparison,
  RunResult,
  ScenarioView,
  SmallestCounterexample,
} from '../../harness/contract/result.ts';
import type { Finding } from '../../harness/contract/verdict.ts';
import { CURVE_GRID } from '../../harness/stats/curve.ts';
import { SAMPLE_ENVIRONMENT, SAMPLE_RUNTIMES } from './sample-machine.ts';
import { SAMPLE_SCENARIOS } from './sample-scenarios.ts';
import type { SampleScenario } from './sample-scenarios.ts';

const REFERENCE = 'node/promises';
const REPETITIONS = 6;
/** Where the sample run goes wrong. */
const DIVERGENT = 'ordering.defer';
const FAILED = 'file_watch.burst';
const NOISY = 'io_fanout.file_reads';

/** Nine scenarios, two to nine subjects: one cell differs in meaning, one crashed, one is too noisy, one metric is a difference. */
export function sampleResult(): RunResult {
  const next = splitMix32(7);
  const random = (): number => (next() / 2 ** 32 + next() / 2 ** 32 + next() / 2 ** 32 - 1.5) / 1.5;
  const cells = SAMPLE_SCENARIOS.flatMap((scenario) =>
    Object.entries({ [REFERENCE]: 1, ...scenario.factors }).map(([subject, factor]) =>
      cell(scenario, subject, factor, random),
    ),
  );
  return {
    schema: 'evenloop/results@2',
    tool: { name: 'evenloop', version: '0.1.0' },
    run: {
      id: '2026-03-14T09-26-53-quick',
      command: 'evenloop run --profile quick --seed 42',
      profile: 'quick',
      seed: 42,
      startedAt: '2026-03-14T09:26:53Z',
      finishedAt: '2026-03-14T09:28:47Z',
      wallMs: 114_300,
      dutyCycle: 0.62,
      repetitions: REPETITIONS,
      complete: true,
      interrupted: false,
      commit: '3f9c2ab81d0e4f6a',
      reference: REFERENCE,
    },
    environment: SAMPLE_ENVIRONMENT,
    runtimes: SAMPLE_RUNTIMES,
    scenarios: SAMPLE_SCENARIOS.map((scenario) => scenario.view),
    cells,
    comparisons: SAMPLE_SCENARIOS.flatMap((scenario) => compare(scenario, cells)),
    changes: [],
    exit: {
      code: 13,
      reasons: [
        {
          code: 'EL2007',
          exit: 13,
          cause: `file_watch.burst, python/coroutines: the runner was killed by SIGSEGV in round 3 of repetition 2.`,
          next: 'Run it alone with --verbose to see its last lines.',
        },
        {
          code: 'EL4001',
          exit: 10,
          cause: 'ordering.defer, python/coroutines: the trace differs from the contract in rule L3.',
          next: 'Read the counterexample in the report.',
        },
      ],
    },
  };
}

function cell(scenario: SampleScenario, subject: string, factor: number, random: () => number): Cell {
  const python = subject.startsWith('python');
  const divergent = python && scenario.view.id === DIVERGENT;
  const failed = python && scenario.view.id === FAILED;
  const proved = !divergent && !failed;
  const spread = scenario.view.id === NOISY ? 0.3 : 0.012;
  const drift = Array.from({ length: REPETITIONS }, () => factor * (1 + spread * random()));
  const curve = proved && scenario.latencyNs !== null ? sampleCurve(scenario, subject, factor) : null;
  return {
    id: `${scenario.view.id}~${scenario.set}~${subject}`,
    scenario: scenario.view.id,
    set: scenario.set,
    params: scenario.params,
    subject,
    side: 'head',
    verdict: divergent ? 'divergent' : failed ? 'failed' : 'equivalent',
    reason: divergent
      ? 'Deferred callbacks of key 2 run in another order than they were deferred.'
      : failed
        ? `2 of ${REPETITIONS} invocations failed: ${CRASH.code} ${CRASH.cause}`
        : '',
    findings: divergent ? [FINDING] : [],
    findingCount: divergent ? 14 : 0,
    ...(divergent ? { smallest: SMALLEST } : {}),
    failures: failed ? [CRASH, CRASH] : [],
    rules: Object.fromEntries(
      [...scenario.view.rules.map((rule) => rule.id), 'W1', 'W4'].map((id) => [
        id,
        divergent && id === 'L3'
          ? { kept: 0, broken: REPETITIONS }
          : { kept: failed ? REPETITIONS - 2 : REPETITIONS, broken: 0 },
      ]),
    ),
    invocations: {
      planned: REPETITIONS,
      proved: proved ? REPETITIONS : failed ? REPETITIONS - 2 : 0,
      diverged: divergent ? REPETITIONS : 0,
      failed: failed ? 2 : 0,
      unsupported: 0,
      notRun: 0,
    },
    proof: proved ? { invocations: REPETITIONS, rounds: 31, events: 24_800, keys: 48 } : null,
    measurements: proved
      ? scenario.view.metrics.map((metric) => measurement(scenario, metric.id, drift, curve))
      : [],
    curve,
    throughput: proved ? 1e9 / (scenario.costNs * factor * (python ? 1.08 : 1.02)) : null,
  };
}

function measurement(
  scenario: SampleScenario,
  metric: string,
  drift: readonly number[],
  curve: Curve | null,
): Measurement {
  const base =
    metric === 'cpu'
      ? scenario.costNs
      : (curve?.points.find((point) => point.q >= Number(`0.${metric.slice(1)}`))?.valueNs ?? 0);
  const middle = drift[0] ?? 1;
  const repetitions = drift.map((value) => (metric === 'cpu' ? base * value : base * (value / middle)));
  const sorted = [...repetitions].sort((a, b) => a - b);
  return {
    metric,
    value: ((sorted[2] ?? 0) + (sorted[3] ?? 0)) / 2,
    low: sorted[0] ?? 0,
    high: sorted[REPETITIONS - 1] ?? 0,
    repetitions,
  };
}

/** A long-tailed curve on a grid of nines, cut at p99.9 as for ten thousand samples. */
function sampleCurve(scenario: SampleScenario, subject: string, factor: number): Curve {
  const tail = subject.startsWith('python') ? 0.52 : 0.44;
  const points = CURVE_GRID.filter((q) => q <= 0.999).map((q) => {
    const nines = -Math.log10(1 - q);
    const grown = Math.exp(tail * (nines - 0.3) + (nines > 2 ? 0.4 * (nines - 2) ** 2 : 0));
    return { q, valueNs: Math.round((scenario.latencyNs ?? 0) * factor ** 0.7 * grown) };
  });
  return {
    kind: scenario.view.id.startsWith('timers') ? 'lateness' : 'latency',
    samples: 10_400,
    early: 0,
    points,
  };
}

function compare(scenario: SampleScenario, cells: readonly Cell[]): Comparison[] {
  return scenario.view.metrics.flatMap((metric) =>
    Object.keys(scenario.factors).map((subject) => comparison(scenario, metric, subject, cells)),
  );
}

function comparison(
  scenario: SampleScenario,
  metric: ScenarioView['metrics'][number],
  subject: string,
  cells: readonly Cell[],
): Comparison {
  const of = (name: string) =>
    cells.find((candidate) => candidate.scenario === scenario.view.id && candidate.subject === name);
  const common = {
    scenario: scenario.view.id,
    set: scenario.set,
    metric: metric.id,
    primary: metric.primary,
    reference: REFERENCE,
    subject,
    scale: metric.scale,
    level: 0.99,
  };
  const ours = of(subject)?.measurements.find((entry) => entry.metric === metric.id)?.value;
  const theirs = of(REFERENCE)?.measurements.find((entry) => entry.metric === metric.id)?.value;
  if (ours === undefined || theirs === undefined) {
    const reason = `${subject} is ${of(subject)?.verdict ?? 'absent'}.`;
    const nothing = { estimate: null, low: null, high: null, pairs: 0, detectable: null };
    return { ...common, ...nothing, verdict: 'not-comparable', reason };
  }
  const ratio = metric.scale === 'ratio';
  const estimate = ratio ? ours / theirs : ours - theirs;
  const half = (ratio ? estimate : theirs) * (scenario.view.id === NOISY ? 0.19 : 0.014);
  const [low, high] = [estimate - half, estimate + half];
  const detectable = metric.minimumEffect + (ratio ? 1 + half / estimate : half);
  const verdict = verdictOf(
    low,
    high,
    ratio ? 1 : 0,
    metric.minimumEffect,
    ratio ? 0.03 : metric.minimumEffect,
  );
  const reason =
    verdict === 'unclear' ? 'The interval reaches over the band: more repetitions would narrow it.' : '';
  return { ...common, verdict, estimate, low, high, pairs: REPETITIONS, detectable, reason };
}

function verdictOf(
  low: number,
  high: number,
  neutral: number,
  effect: number,
  margin: number,
): Comparison['verdict'] {
  if (low > neutral + effect) return 'slower';
  if (high < neutral - effect) return 'faster';
  return low > neutral - margin && high < neutral + margin ? 'same' : 'unclear';
}

const CRASH = {
  code: 'EL2007',
  cause: 'The runner was killed by SIGSEGV while a measured round ran.',
  next: 'Run it alone with --verbose to see its last lines.',
  evidence: [
    'Fatal Python error: Segmentation fault',
    '  File "asyncio/base_events.py", line 639 in run_forever',
  ],
};

const event = (index: number, id: number, timeNs: number | null) => ({
  index,
  kind: 'run',
  key: 2,
  id,
  digest: (0x51ab0000 + id).toString(16),
  timeNs,
});
const FINDING: Finding = {
  rule: 'L3',
  class: 'reordered',
  key: 2,
  index: 5,
  round: 0,
  invocation: 'u0-ordering.defer-python-coroutines',
  text: 'Callback 6 ran before callback 5, although 5 was deferred first.',
  expected: [event(3, 3, null), event(4, 4, null), event(5, 5, null), event(6, 6, null), event(7, 7, null)],
  observed: [
    event(3, 3, 412_000),
    event(4, 4, 413_100),
    event(5, 6, 415_900),
    event(6, 5, 417_000),
    event(7, 7, 419_300),
  ],
  reproduce: 'evenloop check --scenario ordering.defer --subject python/coroutines --seed 42',
  bundle: 'bundles/u0-ordering.defer-python-coroutines',
};
const SMALLEST: SmallestCounterexample = {
  rule: 'L3',
  params: { count: 2, levels: 1 },
  attempts: 7,
  complete: false,
  finding: {
    ...FINDING,
    index: 0,
    text: 'Callback 1 ran before callback 0, although 0 was deferred first.',
    expected: [event(0, 0, null), event(1, 1, null)],
    observed: [event(0, 1, 101_000), event(1, 0, 103_000)],
    bundle: 'bundles/u0-ordering.defer-python-coroutines-small-6',
  },
};
