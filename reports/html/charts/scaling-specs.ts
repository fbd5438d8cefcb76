// How a cost grows: where a scenario has several parameter sets that differ in one number.
import type { Cell } from '../../../harness/contract/result.ts';
import type { ScalingLine, ScalingSpec } from './chart-data.ts';
import { formatNumber, formatValue } from '../../words/format.ts';
import { anchor } from '../html.ts';
import { fourDigits } from './rounded.ts';
import type { BlockView, Metric, ReportView } from '../../words/view.ts';
import { measurementOf } from '../../words/view.ts';

/** Fewer points are no line. */
const LEAST_POINTS = 2;
/** On double logarithmic axes the line has to become steeper by that much to have a knee. */
const KNEE_STEEPER = 0.3;

/** One chart a scenario and primary metric, with its first parameter set. */
export function scalingCharts(block: BlockView, { blocks, subjects }: ReportView): ScalingSpec[] {
  const peers = blocks.filter(({ scenario }) => scenario === block.scenario);
  const parameter = differing(peers);
  if (peers[0] !== block || parameter === null) return [];
  return block.scenario.metrics
    .filter((metric) => metric.primary && metric.scale === 'ratio')
    .flatMap((metric) => scalingChart(peers, parameter, metric, subjects));
}

/** The one parameter in which the sets differ, if it is a number in all of them; else null. */
function differing(peers: readonly BlockView[]): string | null {
  if (peers.length < LEAST_POINTS) return null;
  const params = peers.map(({ cells }) => cells[0]?.params ?? {});
  const names = new Set(params.flatMap(Object.keys));
  const differ = [...names].filter((name) => new Set(params.map((each) => each[name])).size > 1);
  const [only] = differ;
  if (differ.length !== 1 || only === undefined) return null;
  return params.every((each) => typeof each[only] === 'number' && each[only] > 0) ? only : null;
}

function scalingChart(
  peers: readonly BlockView[],
  parameter: string,
  metric: Metric,
  subjects: readonly string[],
): ScalingSpec[] {
  const cells = peers.flatMap((peer) => peer.cells);
  const lines = [...new Set(cells.map(({ subject }) => subject))].flatMap((name): ScalingLine[] => {
    const points = pointsOf(
      cells.filter(({ subject }) => subject === name),
      parameter,
      metric,
    );
    if (points.length < LEAST_POINTS) return [];
    return [{ subject: subjects.indexOf(name), points, knee: kneeOf(points) }];
  });
  const [first] = peers;
  if (lines.length === 0 || first === undefined) return [];
  return [
    {
      kind: 'scaling',
      id: anchor('scaling', first.scenario.id, metric.id),
      title: `${metric.title} by ${parameter}`,
      finding: finding(lines, parameter, metric, subjects),
      parameter,
      metric: metric.title,
      unit: metric.unit,
      better: metric.better,
      lines,
    },
  ];
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function pointsOf(cells: readonly Cell[], parameter: string, metric: Metric): Point[] {
  return cells
    .flatMap((cell): Point[] => {
      const y = measurementOf(cell, metric.id)?.value;
      return y === undefined || y <= 0 ? [] : [{ x: Number(cell.params[parameter]), y: fourDigits(y) }];
    })
    .sort((a, b) => a.x - b.x);
}

/** The point after which the line is steeper than before it, on double logarithmic axes; the one with the largest turn. */
function kneeOf(points: readonly Point[]): number | null {
  let [knee, most]: [number | null, number] = [null, KNEE_STEEPER];
  for (const [index, at] of points.entries()) {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (before === undefined || after === undefined) continue;
    const turn = slope(at, after) - slope(before, at);
    if (turn > most) [knee, most] = [at.x, turn];
  }
  return knee;
}

function slope(from: Point, to: Point): number {
  return Math.log(to.y / from.y) / Math.log(to.x / from.x);
}

function finding(
  lines: readonly ScalingLine[],
  parameter: string,
  { unit }: Metric,
  subjects: readonly string[],
): string {
  const texts = lines.map(({ subject, points, knee }) => {
    const [first, last] = [points[0], points.at(-1)];
    if (first === undefined || last === undefined) return '';
    const bend = knee === null ? '' : `, steeper from ${formatNumber(knee, 0)} on`;
    return `${subjects[subject] ?? ''} ${formatValue(first.y, unit)} to ${formatValue(last.y, unit)}${bend}`;
  });
  const xs = lines.flatMap(({ points }) => points.map(({ x }) => x));
  return `From ${parameter} ${formatNumber(Math.min(...xs), 0)} to ${formatNumber(Math.max(...xs), 0)}: ${texts.join('; ')}.`;
}
