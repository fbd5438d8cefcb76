// The gate's test of itself on this machine: pairs whose truth is known, judged by the engine that judges pull requests.
import { join } from 'node:path';
import { disjointRates, resampledRates } from '../compare/calibration-rates.ts';
import type { Rates } from '../compare/calibration-rates.ts';
import type { PairValue } from '../compare/decide-interim.ts';
import type { PairEffects } from '../compare/metric-finding.ts';
import { effectsOf } from '../compare/pair-effects.ts';
import type { Pair, Pairs } from '../contract/pairs.ts';
import { PAIRS_SCHEMA } from '../contract/pairs.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { median } from '../stats/median.ts';
import { calibrationPlan } from './calibration-plan.ts';
import type { CalibratedCell } from './calibration-plan.ts';
import { collectPairs } from './collect-pairs.ts';
import type { CollectPlaces } from './collect-pairs.ts';
import { cellName, liveGate } from './live-gate.ts';
import type { LiveVerdict } from './live-gate.ts';
import { SLOWDOWNS } from './slowdowns.ts';

export interface SelfTestSettings {
  readonly cells: readonly CalibratedCell[];
  readonly runtimes: readonly Runtime[];
  /** Of each cell: every block gives one pair of each slowdown. */
  readonly blocks: number;
  /** Gates of each cell that are timed, without a change and with 5 %. */
  readonly gates: number;
  readonly seed: number;
  readonly random32: () => number;
}

export interface CellPairs {
  readonly cell: string;
  readonly blocks: number;
  readonly wallMs: number;
  readonly troubles: readonly string[];
  /** By which its pairs are decided. */
  readonly effects: PairEffects;
  readonly values: ReadonlyMap<string, readonly PairValue[]>;
  /** By slowdown, as `evenloop judge` reads them. */
  readonly recorded: ReadonlyMap<string, Pairs>;
}

export interface SlowdownRates {
  readonly id: string;
  readonly title: string;
  readonly effect: number;
  readonly disjoint: Rates;
  readonly resampled: Rates;
  /** Middle estimate over all pairs by either metric, as ratios: what was injected should come out. */
  readonly sliceMedian: number | null;
  readonly cpuMean: number | null;
}

export interface SelfTest {
  readonly cells: readonly CellPairs[];
  readonly rates: readonly SlowdownRates[];
  readonly live: readonly LiveVerdict[];
}

export type Places = Omit<CollectPlaces, 'runtime'>;

/** Windows of each cell and slowdown. */
const RESAMPLED_WINDOWS = 300;

export async function selfTest(
  settings: SelfTestSettings,
  places: Places,
  say: (text: string) => void,
): Promise<SelfTest> {
  const cells: CellPairs[] = [];
  const live: LiveVerdict[] = [];
  for (const [i, cell] of settings.cells.entries()) {
    if (places.stop.soft.aborted) break;
    say(`[${i + 1}/${settings.cells.length}] ${cellName(cell)}: ${settings.blocks} blocks`);
    const own = placesOf(cell, settings, places, i);
    cells.push(await pairsOf(cell, settings, own));
    live.push(...(await gatesOf(cell, settings, own)));
  }
  return {
    cells,
    live,
    rates: SLOWDOWNS.map(({ id, title, effect }) => ratesOf({ id, title, effect }, cells, settings.seed)),
  };
}

function placesOf(
  cell: CalibratedCell,
  { runtimes }: SelfTestSettings,
  places: Places,
  index: number,
): CollectPlaces {
  const runtime = runtimes.find(({ id }) => id === cell.subject.runtime);
  if (runtime === undefined) throw new Error(`no interpreter for ${cell.subject.runtime}`);
  return { ...places, runtime, runDirectory: join(places.runDirectory, String(index)) };
}

async function pairsOf(
  cell: CalibratedCell,
  settings: SelfTestSettings,
  places: CollectPlaces,
): Promise<CellPairs> {
  const { blocks, seed, random32 } = settings;
  const plan = calibrationPlan(cell, { slowdowns: SLOWDOWNS, blocks, seed, random32 });
  const values = new Map<string, PairValue[]>(SLOWDOWNS.map(({ id }) => [id, []]));
  const pairs = new Map<string, Pair[]>(SLOWDOWNS.map(({ id }) => [id, []]));
  const troubles: string[] = [];
  let wallMs = 0;
  let done = 0;
  for await (const block of collectPairs(cell, plan, places)) {
    if ('text' in block) {
      troubles.push(block.text);
      continue;
    }
    done++;
    wallMs += block.wallMs;
    for (const [id, value] of block.values) values.get(id)?.push(value);
    for (const [id, pair] of block.pairs) pairs.get(id)?.push(pair);
  }
  const name = cellName(cell);
  const recorded = new Map(
    [...pairs].map(([id, list]): [string, Pairs] => [
      id,
      { schema: PAIRS_SCHEMA, cell: `${name}, ${id}`, pairs: list },
    ]),
  );
  const effects = effectsOf(cell.scenario);
  return { cell: name, blocks: done, wallMs, troubles, effects, values, recorded };
}

async function gatesOf(
  cell: CalibratedCell,
  settings: SelfTestSettings,
  places: CollectPlaces,
): Promise<LiveVerdict[]> {
  const timed = SLOWDOWNS.filter(({ id }) => id === 'aa' || id === '5');
  const verdicts: LiveVerdict[] = [];
  for (let round = 0; round < settings.gates; round++)
    for (const slowdown of timed) {
      if (places.stop.soft.aborted) return verdicts;
      const seeds = { seed: settings.seed + 1 + round, random32: settings.random32 };
      const verdict = await liveGate(cell, slowdown, places, seeds);
      if (verdict !== null) verdicts.push(verdict);
    }
  return verdicts;
}

function ratesOf(
  head: Pick<SlowdownRates, 'id' | 'title' | 'effect'>,
  cells: readonly CellPairs[],
  seed: number,
): SlowdownRates {
  const pairs = cells.map(({ values }) => values.get(head.id) ?? []);
  const effects = cells.map((cell) => cell.effects);
  const all = pairs.flat();
  const cpu = all.flatMap(({ cpuMean }) => cpuMean ?? []);
  const middle = (logs: readonly number[]): number | null =>
    logs.length === 0 ? null : Math.exp(median(logs));
  return {
    ...head,
    disjoint: disjointRates(pairs, effects),
    resampled: resampledRates(pairs, { windows: RESAMPLED_WINDOWS, flip: head.effect === 0, seed, effects }),
    sliceMedian: middle(all.map(({ sliceMedian }) => sliceMedian)),
    cpuMean: middle(cpu),
  };
}
