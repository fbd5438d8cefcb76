// A small run made of chance alone, from one seed: numbers of every size and sign, verdicts, modes, holes. For properties of the page.
import { splitMix32 } from '../../harness/contract/payload.ts';
import type { Cell, Comparison, RunResult, ScenarioView } from '../../harness/contract/result.ts';
import { CURVE_GRID } from '../../harness/stats/curve.ts';
import { sampleResult } from './sample-result.ts';

const BASE = sampleResult();
const SUBJECTS = ['node/promises', 'node/events', 'python/coroutines', 'pypy/coroutines'];
const LIMIT = 'floor/loop';
const UNITS = ['ns', 'bytes', 'operations/s', 'marbles'] as const;
const VERDICTS = ['faster', 'slower', 'same', 'unclear', 'not-comparable'] as const;
const CONFORMANCE = [
  'equivalent',
  'equivalent',
  'equivalent',
  'divergent',
  'failed',
  'known-divergence',
] as const;

interface Chance {
  /** 0 to 1. */
  readonly share: () => number;
  readonly whole: (below: number) => number;
  readonly pick: <Item>(items: readonly Item[], otherwise: Item) => Item;
  /** Of any size from thousandths to trillions. */
  readonly size: () => number;
}

function chanceOf(seed: number): Chance {
  const next = splitMix32(seed);
  const share = (): number => next() / 2 ** 32;
  const whole = (below: number): number => Math.floor(share() * below);
  return {
    share,
    whole,
    pick: (items, otherwise) => items[whole(items.length)] ?? otherwise,
    size: () => 10 ** (share() * 15 - 3),
  };
}

export function randomResult(seed: number): RunResult {
  const chance = chanceOf(seed);
  const subjects = SUBJECTS.slice(0, 1 + chance.whole(SUBJECTS.length));
  const scenarios = Array.from({ length: 1 + chance.whole(2) }, (_, index) => scenarioView(index, chance));
  const cells = scenarios.flatMap((scenario) => subjects.map((subject) => cellOf(scenario, subject, chance)));
  return {
    ...BASE,
    scenarios,
    cells,
    comparisons: scenarios.flatMap((scenario) =>
      subjects.slice(1).flatMap((subject) => comparisons(scenario, subject, chance)),
    ),
    exit: { code: 0, reasons: [] },
  };
}

/** The same run with one more subject, which is its limit, in each scenario but the last of several. */
export function randomLimited(seed: number): RunResult {
  const result = randomResult(seed);
  const chance = chanceOf(seed + 1_000_000);
  const held = result.scenarios.slice(0, Math.max(1, result.scenarios.length - 1));
  const floors = held.map((scenario) => cellOf(scenario, LIMIT, chance));
  const cells = [...result.cells, ...floors].map((cell) => Object.assign({}, cell, cpuOf(cell, chance)));
  const subjects = [...new Set(result.cells.map(({ subject }) => subject))];
  return {
    ...result,
    cells,
    comparisons: [...result.comparisons, ...held.flatMap((one) => comparisons(one, LIMIT, chance))],
    limit: {
      subject: LIMIT,
      comparisons: held.flatMap((scenario) =>
        subjects.flatMap((subject) => comparisons(scenario, subject, chance, LIMIT)),
      ),
      intervals: 1,
    },
  };
}

function cpuOf({ proof }: Cell, chance: Chance): Pick<Cell, 'cpuTime'> {
  if (proof === null || chance.share() < 0.1) return {};
  const [userNs, systemNs] = [chance.whole(1e9), chance.whole(1e9)];
  const kernelShare = chance.share() < 0.2 ? null : systemNs / Math.max(1, userNs + systemNs);
  return { cpuTime: { userNs, systemNs, kernelShare } };
}

function scenarioView(index: number, chance: Chance): ScenarioView {
  return {
    id: `family.scenario_${index}`,
    version: 1,
    family: 'family',
    title: `Scenario ${index}`,
    summary: 'It does something.',
    operation: 'thing',
    comparesStyles: false,
    rules: [{ id: 'R1', level: 'must', text: 'It happens.' }],
    metrics: Array.from({ length: 1 + chance.whole(3) }, (_, metric) => ({
      id: `m${metric}`,
      title: `metric ${metric}`,
      unit: chance.pick(UNITS, 'ns'),
      better: chance.share() < 0.7 ? ('lower' as const) : ('higher' as const),
      scale: chance.share() < 0.6 ? ('ratio' as const) : ('difference' as const),
      primary: metric === 0 || chance.share() < 0.3,
      minimumEffect: chance.share() * 0.05,
    })),
  };
}

function cellOf(scenario: ScenarioView, subject: string, chance: Chance): Cell {
  const verdict = chance.pick(CONFORMANCE, 'equivalent');
  const proved = verdict === 'equivalent';
  const repetitions = 1 + chance.whole(30);
  const length = chance.whole(CURVE_GRID.length);
  const start = chance.size() * (chance.share() < 0.1 ? -1 : 1);
  return {
    id: `${scenario.id}/s/${subject}`,
    scenario: scenario.id,
    set: 's',
    params: { count: chance.whole(1e6) },
    subject,
    side: 'head',
    verdict,
    reason: '',
    findings: [],
    findingCount: 0,
    failures: [],
    rules: {},
    invocations: { planned: repetitions, proved: proved ? repetitions : 0, failed: 0 },
    proof: proved
      ? { invocations: repetitions, rounds: repetitions * 5, events: chance.whole(1e9), keys: 1 }
      : null,
    measurements: proved
      ? scenario.metrics.map(({ id, scale }) => {
          const value = chance.size() * (scale === 'difference' && chance.share() < 0.2 ? -1 : 1);
          const spread = Math.abs(value) * chance.share() * 0.1;
          return { metric: id, value, low: value - spread, high: value + spread, repetitions: [value] };
        })
      : [],
    curve:
      proved && chance.share() < 0.7
        ? {
            kind: 'latency',
            samples: chance.whole(1e7),
            early: start < 0 ? chance.whole(100) : 0,
            points: CURVE_GRID.slice(0, length).map((q) => ({
              q,
              // Below a thousand seconds: from there on the formatter shows more digits than a chart carries.
              valueNs: Math.min(start + (Math.abs(start) / (1 - q)) * chance.share(), 9e11),
            })),
          }
        : null,
    throughput: proved && chance.share() < 0.8 ? chance.size() : null,
    ...(proved && chance.share() < 0.15
      ? {
          modes: [
            { value: chance.size(), share: 0.5 },
            { value: chance.size(), share: 0.5 },
          ],
        }
      : {}),
  };
}

function comparisons(
  scenario: ScenarioView,
  subject: string,
  chance: Chance,
  reference = 'node/promises',
): Comparison[] {
  return scenario.metrics.map((metric) => {
    const verdict = chance.pick(VERDICTS, 'same');
    const ratio = metric.scale === 'ratio';
    const estimate = ratio ? 10 ** (chance.share() * 4 - 2) : chance.size() * (chance.share() - 0.5);
    const half = Math.abs(estimate) * 10 ** (-3 * chance.share());
    const shown = chance.share() < 0.95;
    return {
      scenario: scenario.id,
      set: 's',
      metric: metric.id,
      primary: metric.primary,
      reference,
      subject,
      scale: metric.scale,
      verdict,
      estimate: shown ? estimate : null,
      low: shown ? (ratio ? estimate / (1 + half / estimate) : estimate - half) : null,
      high: shown ? estimate + half : null,
      pairs: chance.whole(40),
      level: 0.99,
      detectable: chance.share() < 0.8 ? (ratio ? 1 + chance.share() : chance.size()) : null,
      reason: '',
    };
  });
}
