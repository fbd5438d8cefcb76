// The data block of the page: what the script draws, filters and offers for download. Encoded by `data-block.ts`.
import type { Curve, Sampling } from '../../../harness/contract/numbers.ts';
import type { ComparisonVerdict, ConformanceVerdict } from '../../../harness/contract/verdict.ts';

/*
 * How page and script meet:
 * - `<script type="application/gzip" id="data">` holds base64 of gzip of the JSON of one `ChartData`.
 * - Each parameter set of a scenario has an empty `<div class="charts" data-block="3">`: the script makes a figure in it
 *   for each of `blocks[3].charts`, with title, legend, canvas, finding. Without charts there is no such element. The
 *   script adds a closed part for what is drawn on demand: the distribution, which has the points of the percentile curve.
 * - Each line of the verdict table is `<tr data-row="17">`: its facts are `rows[17]` and those that follow it with the same
 *   scenario, set and subject, one a primary metric. A `<tbody>` of that table is one scenario and parameter set, its heads
 *   are `<tr class="group">` and `<tr class="reference">`, which have no `data-row`.
 * - Each line of the grid is `<tr data-grid="3">`: it shows `blocks[3]`, and a heading of it is `<th data-subject="..">`.
 * - Each counterexample is `<figure class="timeline" data-trace="2">`: `traces[2]` is its Chrome trace.
 * - The chart of the history goes into `<div class="charts" data-history="0">`: the script makes one figure there, of `history[0]`.
 */

/** One line of a percentile curve. */
export interface CurveSeries {
  /** Place in `subjects`. */
  readonly subject: number;
  /** Nines of each point: -log10(1 - q). Null: the first ones of the shared grid. */
  readonly nines: readonly number[] | null;
  readonly valuesNs: readonly number[];
}

/** Values of one process in the order in which they were taken. */
export interface RunSeries {
  readonly subject: number;
  /** How many of the points, from the first, are warm-up: shaded. */
  readonly warmup: number;
  readonly valuesNs: readonly number[];
}

/** One subject over the parameter sets that differ in one number. */
export interface ScalingLine {
  readonly subject: number;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** Where the cost of the next step leaps; null where it does not. */
  readonly knee: number | null;
}

interface ChartBase {
  /** Unique in the page, stable from run to run: for the hash and for file names. */
  readonly id: string;
  readonly title: string;
  /** What is to be seen, in one sentence. */
  readonly finding: string;
}

export interface CurveSpec extends ChartBase {
  /** Draws the percentile curve and, on demand and by the same points, the ECDF. */
  readonly kind: 'curve';
  readonly what: Curve['kind'];
  readonly lowNs: number;
  readonly highNs: number;
  /** The reference first, then the subjects that stand for their runtimes. */
  readonly series: readonly CurveSeries[];
}
export interface SeriesSpec extends ChartBase {
  readonly kind: 'series';
  /** What one point is: `slice`, `sample`, `round`. */
  readonly of: string;
  readonly series: readonly RunSeries[];
}
export interface RatesSpec extends ChartBase {
  readonly kind: 'rates';
  readonly operation: string;
  readonly bars: readonly { readonly subject: number; readonly perSecond: number }[];
}
export interface ScalingSpec extends ChartBase {
  readonly kind: 'scaling';
  /** The parameter that differs: the x axis. */
  readonly parameter: string;
  readonly metric: string;
  readonly unit: string;
  readonly better: 'lower' | 'higher';
  readonly lines: readonly ScalingLine[];
}
export interface HistorySpec extends ChartBase {
  readonly kind: 'history';
  readonly metric: string;
  readonly unit: string;
  /** `lower is better`. */
  readonly direction: string;
  /** Oldest first: the x axis. */
  readonly runs: readonly {
    readonly id: string;
    readonly startedAt: string;
    readonly commit: string | null;
  }[];
  readonly lines: readonly {
    readonly subject: number;
    /** `at`: place in `runs`. */
    readonly points: readonly { readonly at: number; readonly value: number }[];
    /** Where another level begins: numbered markers, in the order of the list beneath. */
    readonly changes: readonly { readonly at: number; readonly number: number }[];
  }[];
}
export type ChartSpec = CurveSpec | SeriesSpec | RatesSpec | ScalingSpec | HistorySpec;

/** A row of the verdict table, for the filter and for sorting. */
export interface RowFacts {
  /** Place in `scenarios`. */
  readonly scenario: number;
  readonly set: string;
  readonly metric: string;
  /** Place in `subjects`. */
  readonly subject: number;
  /** The word of the row. */
  readonly verdict: ComparisonVerdict | ConformanceVerdict;
  /** What the cell behind it means. */
  readonly cell: ConformanceVerdict;
  /** Null: none is shown. */
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly scale: 'ratio' | 'difference';
  readonly value: number | null;
  /** Place in `subjects` of what the row is compared with; null where it is not in the block. */
  readonly reference: number | null;
  /** Confidence of the interval; null: none is shown. */
  readonly level: number | null;
  readonly pairs: number | null;
  readonly sampling: Sampling | null;
  /** A rule was broken in some of the runs, not in all. */
  readonly flaky: boolean;
  /** The processes of the cell gather around several values. */
  readonly bimodal: boolean;
}

export interface ScenarioFacts {
  readonly id: string;
  readonly title: string;
  readonly family: string;
  /** Rule ids. */
  readonly rules: readonly string[];
  /** Of its values, by metric. */
  readonly units: Readonly<Record<string, string>>;
}

export interface BlockCharts {
  readonly scenario: number;
  readonly set: string;
  readonly charts: readonly ChartSpec[];
}

export interface ChartData {
  readonly run: string;
  readonly subjects: readonly string[];
  readonly scenarios: readonly ScenarioFacts[];
  /** Nines of the shared grid, p1 first. */
  readonly grid: readonly number[];
  readonly rows: readonly RowFacts[];
  /** One a parameter set, in the order of the page. */
  readonly blocks: readonly BlockCharts[];
  readonly history: readonly HistorySpec[];
  /** Chrome trace events, as JSON text, of each counterexample that is drawn. */
  readonly traces: readonly { readonly name: string; readonly json: string }[];
}
