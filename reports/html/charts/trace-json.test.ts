// The trace of a counterexample by the rules of Perfetto's importer: events are sorted by time, an arrow needs its beginning first, slices of a track nest or part.
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Finding } from '../../../harness/contract/verdict.ts';
import { sampleResult } from '../../testing/sample-result.ts';
import { traceJson } from './trace-json.ts';

interface TraceEvent {
  readonly ph: string;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  readonly id: number;
}

function traceOf(finding: Finding): readonly TraceEvent[] {
  const { traceEvents } = JSON.parse(traceJson(finding, 'name')) as {
    readonly traceEvents: readonly TraceEvent[];
  };
  return traceEvents.filter(({ ph }) => ph !== 'M');
}

/** What the importer would drop or move. */
function troubles(events: readonly TraceEvent[]): string[] {
  const slices = events.filter(({ ph }) => ph === 'X');
  const isIn = ({ tid, ts }: TraceEvent) =>
    slices.some((one) => one.tid === tid && one.ts <= ts && ts < one.ts + one.dur);
  const begun = new Set<number>();
  const found: string[] = [];
  for (const event of events.toSorted((a, b) => a.ts - b.ts)) {
    if (event.ts < 0) found.push(`time ${event.ts}`);
    if (event.ph === 's' || event.ph === 'f') if (!isIn(event)) found.push(`no slice for ${event.ph}`);
    if (event.ph === 's') begun.add(event.id);
    if (event.ph === 'f' && !begun.has(event.id)) found.push(`arrow ${event.id} ends first`);
  }
  for (const a of slices)
    for (const b of slices)
      if (a.tid === b.tid && a.ts < b.ts && b.ts < a.ts + a.dur - 1e-6 && a.ts + a.dur < b.ts + b.dur)
        found.push(`slices at ${a.ts} and ${b.ts} overlap`);
  return found;
}

const [SAMPLE] = sampleResult().cells.flatMap(({ findings }) => findings);
if (SAMPLE === undefined) throw new Error('the sample has no findings');
const finding: Finding = SAMPLE;

test('the arrows of a reordering begin before they end', () => {
  const events = traceOf(finding);
  expect(events.filter(({ ph }) => ph === 's')).toHaveLength(5);
  expect(troubles(events)).toEqual([]);
});

test('whatever was observed, in whatever order and however close, no arrow is lost and no slice is moved', () => {
  const times = fc.array(fc.integer({ min: 0, max: 4000 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(times, fc.infiniteStream(fc.nat()), (drawn, order) => {
      const sorted = drawn.toSorted((a, b) => a - b);
      const ids = sorted.map((_, at) => at).sort(() => ((order.next().value ?? 0) % 3) - 1);
      const [event] = finding.expected;
      if (event === undefined) return false;
      const events = traceOf({
        ...finding,
        expected: sorted.map((_, id) => Object.assign({}, event, { index: id, id, timeNs: null })),
        observed: sorted.map((timeNs, at) =>
          Object.assign({}, event, { index: at, id: ids[at] ?? 0, timeNs }),
        ),
      });
      expect(troubles(events)).toEqual([]);
      const starts = events.filter(({ ph, tid }) => ph === 'X' && tid === 1).map(({ ts }) => ts);
      expect(starts).toEqual(starts.toSorted((a, b) => a - b));
      return true;
    }),
  );
});
