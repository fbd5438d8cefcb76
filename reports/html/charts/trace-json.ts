// A counterexample as Chrome trace events, which Perfetto opens: one thread per track, arrows between events that belong together.
import type { EventView, Finding } from '../../../harness/contract/verdict.ts';
import { joinedEvents } from './joined-events.ts';

const PROCESS = 1;
const [EXPECTED, OBSERVED] = [1, 2] as const;
/** Long enough to be seen and to take an arrow. */
const EVENT_US = 1;

/** The expectation has no times: its events stand where their partners do, or right after the one before. */
export function traceJson(finding: Finding, name: string): string {
  const observed = finding.observed.map((event, place) => (event.timeNs ?? place * 10_000) / 1000);
  const joined = joinedEvents(finding, false);
  const expected = expectedTimes(finding, observed, joined);
  const links = joined.filter((event) => event.expected !== null && event.observed !== null);
  const traceEvents = [
    metadata('process_name', EXPECTED, name),
    metadata('thread_name', EXPECTED, 'expected'),
    metadata('thread_name', OBSERVED, 'observed'),
    ...finding.expected.map((event, place) => slice(event, EXPECTED, expected[place] ?? 0)),
    ...finding.observed.map((event, place) => slice(event, OBSERVED, observed[place] ?? 0)),
    ...links.flatMap((event, id) => [
      arrow('s', id, EXPECTED, expected[event.expected ?? 0] ?? 0),
      arrow('f', id, OBSERVED, observed[event.observed ?? 0] ?? 0),
    ]),
  ];
  const { rule, class: what, text, invocation, round } = finding;
  return JSON.stringify({
    traceEvents,
    displayTimeUnit: 'ns',
    otherData: { rule, class: what, text, invocation, round },
  });
}

function expectedTimes(
  finding: Finding,
  observed: readonly number[],
  joined: ReturnType<typeof joinedEvents>,
): number[] {
  const start = Math.min(...(observed.length === 0 ? [0] : observed));
  const times: number[] = [];
  for (const place of finding.expected.keys()) {
    const partner = joined.find((event) => event.expected === place)?.observed ?? null;
    const own = partner === null ? start : (observed[partner] ?? start);
    times.push(Math.max(own, (times.at(-1) ?? -Infinity) + EVENT_US));
  }
  return times;
}

function metadata(what: string, thread: number, name: string) {
  return { name: what, ph: 'M', pid: PROCESS, tid: thread, args: { name } };
}

function slice({ kind, key, id, digest, index }: EventView, thread: number, ts: number) {
  return {
    name: `${kind} ${id}`,
    cat: 'event',
    ph: 'X',
    pid: PROCESS,
    tid: thread,
    ts,
    dur: EVENT_US,
    args: { key, id, digest, index },
  };
}

function arrow(phase: 's' | 'f', id: number, thread: number, ts: number) {
  const end = phase === 'f' ? { bp: 'e' } : {};
  return { name: 'joined', cat: 'event', ph: phase, id, pid: PROCESS, tid: thread, ts, ...end };
}
