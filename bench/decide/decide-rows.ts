// How many rows runs of two builds decide, and how wide their intervals are, at equal wall time and in less. Pure.
import type { Comparison, RunResult } from '../../harness/contract/result.ts';
import { median } from '../../harness/stats/median.ts';
import type { Bar } from '../whole/bar.ts';
import { spreadOf } from '../whole/spread.ts';
import type { Spread } from '../whole/spread.ts';
import { ARMS } from './decide-arms.ts';
import type { Arm } from './decide-arms.ts';

type Verdict = Comparison['verdict'];
const VERDICTS: readonly Verdict[] = ['faster', 'slower', 'same', 'unclear', 'not-comparable'];

/** One run as it is kept. */
export interface TimedRun {
  readonly round: number;
  readonly arm: Arm;
  /** From the command to its end. */
  readonly seconds: number;
  readonly result: Pick<RunResult, 'comparisons'>;
}

export interface RowCounts {
  readonly rows: number;
  /** `faster`, `slower` and `same`. */
  readonly decided: number;
  readonly verdicts: Readonly<Record<Verdict, number>>;
}

export interface DecideRun {
  readonly round: number;
  readonly arm: Arm;
  readonly seconds: number;
  readonly primary: RowCounts;
  readonly others: RowCounts;
  /** Median half-width of the intervals of primary ratios, as a logarithm; null: there are none. */
  readonly width: number | null;
}

export interface DecideArm {
  readonly arm: Arm;
  readonly runs: number;
  readonly seconds: Spread | null;
  readonly rows: Spread | null;
  readonly decided: Spread | null;
  readonly verdicts: Readonly<Record<Verdict, Spread | null>>;
  readonly othersDecided: Spread | null;
  readonly width: Spread | null;
}

/** One kind of run of this build over the other's of the same round, over the rounds: of rows that both have. */
export interface DecideRatio {
  readonly arm: Arm;
  /** Primary rows that both have. */
  readonly rows: Spread | null;
  /** Of unclear primary rows; rounds in which the other run had none are left out. */
  readonly unclear: Spread | null;
  /** Of primary rows that are unclear or not comparable. */
  readonly undecided: Spread | null;
  readonly width: Spread | null;
  /** Rounds in which this run decided more primary rows than the other's. */
  readonly decidesMore: number;
  readonly rounds: number;
}

export interface DecideSummary {
  readonly rows: readonly DecideRun[];
  readonly arms: readonly DecideArm[];
  readonly ratios: readonly DecideRatio[];
  readonly bars: readonly Bar[];
}

export function decideRows(runs: readonly TimedRun[]): DecideSummary {
  const rows = runs.map(countRun);
  const arms = ARMS.map((arm) => armOf(arm, rows));
  const ratios = ARMS.filter((arm) => arm !== 'base').map((arm) => ratioOf(arm, runs));
  return { rows, arms, ratios, bars: barsOf(arms, ratios) };
}

function countRun({ round, arm, seconds, result: { comparisons } }: TimedRun): DecideRun {
  const primary = comparisons.filter((row) => row.primary);
  const widths = primary.flatMap(halfWidthOf);
  return {
    round,
    arm,
    seconds,
    primary: countRows(primary),
    others: countRows(comparisons.filter((row) => !row.primary)),
    width: widths.length === 0 ? null : median(widths),
  };
}

/** Of the rows that another run has as well: revisions differ in their scenarios, subjects and metrics. */
function countCommon(run: TimedRun, other: TimedRun): DecideRun {
  const keyOf = ({ scenario, set, metric, subject }: Comparison): string =>
    JSON.stringify([scenario, set, metric, subject]);
  const keys = new Set(other.result.comparisons.map(keyOf));
  const comparisons = run.result.comparisons.filter((row) => keys.has(keyOf(row)));
  return countRun({ ...run, result: { comparisons } });
}

function countRows(rows: readonly Comparison[]): RowCounts {
  const of = (wanted: Verdict): number => rows.filter(({ verdict }) => verdict === wanted).length;
  return {
    rows: rows.length,
    decided: of('faster') + of('slower') + of('same'),
    verdicts: byVerdict(of),
  };
}

function byVerdict<Value>(of: (verdict: Verdict) => Value): Record<Verdict, Value> {
  return Object.fromEntries(VERDICTS.map((verdict) => [verdict, of(verdict)])) as Record<Verdict, Value>;
}

function halfWidthOf({ scale, low, high }: Comparison): number[] {
  return scale !== 'ratio' || low === null || high === null || low <= 0 ? [] : [Math.log(high / low) / 2];
}

function armOf(arm: Arm, all: readonly DecideRun[]): DecideArm {
  const runs = all.filter((run) => run.arm === arm);
  return {
    arm,
    runs: runs.length,
    seconds: spreadOf(runs.map(({ seconds }) => seconds)),
    rows: spreadOf(runs.map(({ primary }) => primary.rows)),
    decided: spreadOf(runs.map(({ primary }) => primary.decided)),
    verdicts: byVerdict((verdict) => spreadOf(runs.map(({ primary }) => primary.verdicts[verdict]))),
    othersDecided: spreadOf(runs.map(({ others }) => others.decided)),
    width: spreadOf(runs.flatMap(({ width }) => width ?? [])),
  };
}

function ratioOf(arm: Arm, all: readonly TimedRun[]): DecideRatio {
  const pairs = all
    .filter((run) => run.arm === arm)
    .flatMap((run) => {
      const base = all.find((other) => other.arm === 'base' && other.round === run.round);
      return base === undefined ? [] : [{ run: countCommon(run, base), base: countCommon(base, run) }];
    });
  const over = (of: (run: DecideRun) => number | null): Spread | null =>
    spreadOf(
      pairs.flatMap(({ run, base }) => {
        const [own, others] = [of(run), of(base)];
        return own === null || others === null || others === 0 ? [] : [own / others];
      }),
    );
  return {
    arm,
    rows: spreadOf(pairs.map(({ run }) => run.primary.rows)),
    unclear: over(({ primary }) => primary.verdicts.unclear),
    undecided: over(({ primary }) => primary.rows - primary.decided),
    width: over(({ width }) => width),
    decidesMore: pairs.filter(({ run, base }) => run.primary.decided > base.primary.decided).length,
    rounds: pairs.length,
  };
}

const MOST_UNCLEAR = 1 / 3;
const MOST_WIDTH = 0.4;
const MOST_SECONDS = 100;

function barsOf(arms: readonly DecideArm[], ratios: readonly DecideRatio[]): Bar[] {
  const equal = ratios.find(({ arm }) => arm === 'equal');
  const short = ratios.find(({ arm }) => arm === 'short');
  const usual = arms.find(({ arm }) => arm === 'default');
  const lost = (wanted: Arm): number =>
    arms.find(({ arm }) => arm === wanted)?.verdicts['not-comparable']?.middle ?? 0;
  const atMost = (spread: Spread | null | undefined, limit: number): boolean | null =>
    spread ? spread.middle <= limit : null;
  return [
    {
      text: 'at equal wall time at most a third of the unclear primary rows, and no more that are not comparable',
      holds: lost('equal') > lost('base') ? false : atMost(equal?.unclear, MOST_UNCLEAR),
    },
    {
      text: `at equal wall time at most ${MOST_WIDTH} times the median width`,
      holds: atMost(equal?.width, MOST_WIDTH),
    },
    { text: `a default run takes at most ${MOST_SECONDS} s`, holds: atMost(usual?.seconds, MOST_SECONDS) },
    {
      text: 'in 30 s more primary rows are decided than in the whole run of the other revision',
      holds: short === undefined || short.rounds === 0 ? null : short.decidesMore === short.rounds,
    },
  ];
}
