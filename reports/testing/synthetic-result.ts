// A run of any size, made of the same scenario again and again, for the size of the page and for charts. Nothing in it was measured.
import { splitMix32 } from '../../harness/contract/payload.ts';
import type { Curve } from '../../harness/contract/numbers.ts';
import type { Cell, Comparison, RunResult, ScenarioView } from '../../harness/contract/result.ts';
import { CURVE_GRID } from '../../harness/stats/curve.ts';
import { sampleResult } from './sample-result.ts';

const SUBJECTS = [
  'node/promises',
  'node/callbacks',
  'python/coroutines',
  'python/callbacks',
  'uvloop/coroutines',
  'pypy/coroutines',
];
const REPETITIONS = 8;
/** As for a hundred thousand samples. */
const LAST_Q = 0.9999;
const SERIES_POINTS = 48;

export function syntheticResult(scenarios: number, subjects = 4): RunResult {
  const next = splitMix32(11);
  const random = (): number => next() / 2 ** 32;
  const names = SUBJECTS.slice(0, subjects);
  const views = Array.from({ length: scenarios }, (_, index) => scenarioView(index));
  const cells = views.flatMap((view) => names.map((name) => cell(view, name, random)));
  const others = names.slice(1);
  return {
    ...sampleResult(),
    scenarios: views,
    cells,
    comparisons: views.flatMap((view) => others.flatMap((name) => comparisons(view, name, cells, random))),
    exit: { code: 0, reasons: [] },
  };
}

/** Rules, texts and metrics as long as real ones; rules are shared within a family, as real ones are. */
function scenarioView(index: number): ScenarioView {
  const family = ['timers', 'io_fanout', 'dispatch', 'ordering', 'file_watch'][index % 5] ?? '';
  const letter = family.slice(0, 1).toUpperCase();
  const metric = (id: string, title: string, primary: boolean) => ({
    id,
    title,
    unit: 'ns',
    better: 'lower' as const,
    scale: 'ratio' as const,
    primary,
    minimumEffect: primary ? 0.01 : 0.05,
  });
  return {
    id: `${family}.case_${index}`,
    version: 1,
    family,
    title: `Case ${index} of ${family.replace('_', ' ')}`,
    summary: `Scenario ${index} asks for many small pieces of work at once and waits until the last of them is done, in order.`,
    operation: 'round trip',
    comparesStyles: false,
    rules: Array.from({ length: 9 }, (_, rule) => ({
      id: `${rule < 5 ? letter : 'W'}${rule + 1}`,
      level: 'must',
      text: `What is asked for as number ${rule + 1} happens exactly once, whole, and in the order in which it was asked for.`,
    })),
    metrics: [
      metric('cpu', 'CPU per round trip', true),
      metric('p50', 'latency p50', false),
      metric('p99', 'latency p99', false),
    ],
  };
}

function cell(view: ScenarioView, subject: string, random: () => number): Cell {
  const cost = 20_000 * (0.7 + random());
  const curve = curveOf(cost, random);
  const rules = Object.fromEntries(view.rules.map((rule) => [rule.id, { kept: REPETITIONS, broken: 0 }]));
  return {
    id: `${view.id}/100/${subject}`,
    scenario: view.id,
    set: '100',
    params: { connections: 4, messages: 1000, bytes: 64 },
    subject,
    side: 'head',
    verdict: 'equivalent',
    reason: '',
    findings: [],
    findingCount: 0,
    failures: [],
    rules,
    invocations: { planned: REPETITIONS, proved: REPETITIONS, failed: 0 },
    proof: { invocations: REPETITIONS, rounds: 40, events: 24_000, keys: 4 },
    measurements: view.metrics.map(({ id }) => {
      const repetitions = Array.from({ length: REPETITIONS }, () => cost * (1 + 0.02 * random()));
      const sorted = [...repetitions].sort((a, b) => a - b);
      return {
        metric: id,
        value: ((sorted[3] ?? 0) + (sorted[4] ?? 0)) / 2,
        low: sorted[0] ?? 0,
        high: sorted.at(-1) ?? 0,
        repetitions,
      };
    }),
    curve,
    throughput: 1e9 / (cost * 1.1),
    sampling: 'sliced',
    steady: 'flat',
    series: {
      of: 'slice',
      warmup: 6,
      points: Array.from(
        { length: SERIES_POINTS },
        (_, at) => cost * (1 + 0.01 * random() + (at < 6 ? 0.2 : 0)),
      ),
    },
  };
}

function curveOf(cost: number, random: () => number): Curve {
  const tail = 0.4 + 0.2 * random();
  const points = CURVE_GRID.filter((q) => q <= LAST_Q).map((q) => ({
    q,
    valueNs: Math.round(cost * Math.exp(tail * -Math.log10(1 - q)) * (1 + 0.004 * random())),
  }));
  return {
    kind: 'latency',
    samples: 100_000,
    early: 0,
    points: points.sort((a, b) => a.valueNs - b.valueNs),
  };
}

function comparisons(
  view: ScenarioView,
  subject: string,
  cells: readonly Cell[],
  random: () => number,
): Comparison[] {
  const of = (name: string, metric: string): number =>
    cells
      .find((each) => each.scenario === view.id && each.subject === name)
      ?.measurements.find((each) => each.metric === metric)?.value ?? 1;
  return view.metrics.map((metric) => {
    const estimate = of(subject, metric.id) / of('node/promises', metric.id);
    const half = estimate * (0.008 + 0.01 * random());
    return {
      scenario: view.id,
      set: '100',
      metric: metric.id,
      primary: metric.primary,
      reference: 'node/promises',
      subject,
      scale: 'ratio',
      verdict: estimate - half > 1.01 ? 'slower' : estimate + half < 0.99 ? 'faster' : 'unclear',
      estimate,
      low: estimate - half,
      high: estimate + half,
      pairs: REPETITIONS,
      level: 0.99,
      detectable: 1 + half + metric.minimumEffect,
      reason: '',
      sampling: 'sliced',
    };
  });
}
