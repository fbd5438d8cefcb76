// The distributions of a run as an HdrHistogram log: one line a proved cell that has samples, in nanoseconds, tagged with its name.
import type { Curve } from '../../harness/contract/numbers.ts';
import type { RunResult } from '../../harness/contract/result.ts';
import { coverageOf } from './coverage.ts';
import { encodeHistogram } from './hdr-histogram.ts';
import { oneLine } from './measured-values.ts';

/** As Java's writer has it: the greatest value of a line is in milliseconds. */
const MAX_UNIT = 1e6;
const LEGEND = '"StartTimestamp","Interval_Length","Interval_Max","Interval_Compressed_Histogram"';

export function hdrLogOf(result: RunResult): string {
  const { run } = result;
  const start = Date.parse(run.startedAt);
  const begin = `${(start / 1000).toFixed(3)} (seconds since epoch), ${new Date(start).toISOString()}`;
  const lines = result.cells.flatMap(({ side, proof, curve, scenario, set, subject }) => {
    if (side !== 'head' || proof === null || curve === null || curve.points.length === 0) return [];
    const counts = countsOf(curve);
    const most = Math.max(...counts.keys()) / MAX_UNIT;
    const tag = [scenario, set, subject].map(tagged).join('|');
    const histogram = encodeHistogram(counts).toString('base64');
    return [`Tag=${tag},0.000,${(run.wallMs / 1000).toFixed(3)},${most.toFixed(3)},${histogram}`];
  });
  return [
    `#[evenloop run ${oneLine(run.id)}; ${oneLine(coverageOf(result).sentence)}]`,
    '#[Histogram log format version 1.3]',
    // Readers disagree where the two differ.
    `#[StartTime: ${begin}]`,
    `#[BaseTime: ${begin}]`,
    LEGEND,
    ...lines,
    '',
  ].join('\n');
}

/**
 * Each quantile of the curve takes the samples since the one before. What lies beyond the last one is counted there: its values are not kept.
 * Samples below zero, of timers that fired early, count as 0.
 */
function countsOf({ samples, points }: Curve): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  let before = 0;
  for (const [at, { q, valueNs }] of points.entries()) {
    const rank = at === points.length - 1 ? samples : Math.ceil(Number((q * samples).toFixed(6)));
    const value = Math.max(0, Math.round(valueNs));
    counts.set(value, (counts.get(value) ?? 0) + Math.max(0, rank - before));
    before = Math.max(before, rank);
  }
  return counts;
}

/** A tag has no comma and no blank; each stays apart from every other. */
function tagged(text: string): string {
  return text.replaceAll(/[%|,\s\p{Cc}]/gu, (character) => encodeURIComponent(character));
}
