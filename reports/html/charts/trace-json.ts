// A counterexample as Chrome trace events, which Perfetto opens: one thread per track, arrows between events that belong together.
import type { EventView, Finding } from '../../../harness/contract/verdict.ts';
import { joinedEvents } from './joined-events.ts';

const [EXPECTED, OBSERVED] = [1, 2] as const;
/** Long enough to be seen and to take an arrow. */
const EVENT_US = 1;

/** The expectation has no times: its events stand where their partners do, or as long before as their order wants. */
export function traceEvents(finding: Finding, name: string, process: number): readonly object[] {
  const joined = joinedEvents(finding, false);
  const [expected, observed] = placed(finding, joined);
  const links = joined.filter((event) => event.expected !== null && event.observed !== null);
  const on = (thread: number): Place => ({ pid: process, tid: thread });
  return [
    metadata('process_name', on(EXPECTED), name),
    metadata('thread_name', on(EXPECTED), 'expected'),
    metadata('thread_name', on(OBSERVED), 'observed'),
    ...finding.expected.map((event, place) => slice(event, on(EXPECTED), place, expected)),
    ...finding.observed.map((event, place) => slice(event, on(OBSERVED), place, observed)),
    ...links.flatMap((event, id) => [
      arrow('s', id, on(EXPECTED), expected[event.expected ?? 0] ?? 0),
      arrow('f', id, on(OBSERVED), observed[event.observed ?? 0] ?? 0),
    ]),
  ];
}

/** A whole document of one counterexample. */
export function traceJson(finding: Finding, name: string): string {
  const { rule, class: what, text, invocation, round } = finding;
  return JSON.stringify({
    traceEvents: traceEvents(finding, name, 1),
    displayTimeUnit: 'ns',
    otherData: { rule, class: what, text, invocation, round },
  });
}

interface Place {
  readonly pid: number;
  readonly tid: number;
}

type Joined = ReturnType<typeof joinedEvents>;

/** The times of both tracks in microseconds, none of them below zero. */
function placed(finding: Finding, joined: Joined): readonly [readonly number[], readonly number[]] {
  const observed = finding.observed.map((event, place) => (event.timeNs ?? place * 10_000) / 1000);
  const expected = expectedTimes(finding, observed, joined);
  const first = Math.min(0, ...expected);
  return [expected.map((time) => time - first), observed.map((time) => time - first)];
}

/** No event comes after its partner: the viewer drops an arrow that ends before it begins. */
function expectedTimes(finding: Finding, observed: readonly number[], joined: Joined): number[] {
  const times: number[] = [];
  let next = Math.max(0, ...observed) + 2 * EVENT_US;
  for (const place of [...finding.expected.keys()].toReversed()) {
    const partner = joined.find((event) => event.expected === place)?.observed ?? null;
    const own = partner === null ? Infinity : (observed[partner] ?? Infinity);
    next = Math.min(own, next - EVENT_US);
    times.unshift(next);
  }
  return times;
}

function metadata(what: string, on: Place, name: string) {
  return { name: what, ph: 'M', ...on, args: { name } };
}

/** It ends where the next one begins, if that is sooner: the viewer moves slices that overlap in part to other tracks. */
function slice(event: EventView, on: Place, place: number, times: readonly number[]) {
  const { kind, key, id, digest, index } = event;
  const ts = times[place] ?? 0;
  const next = Math.min(...times.filter((time) => time > ts));
  return {
    name: `${kind} ${id}`,
    cat: 'event',
    ph: 'X',
    ...on,
    ts,
    dur: Math.min(EVENT_US, next - ts),
    args: { key, id, digest, index },
  };
}

/** The viewer binds the ends of an arrow by category, name and id alone, over all processes. */
function arrow(phase: 's' | 'f', id: number, on: Place, ts: number) {
  const end = phase === 'f' ? { bp: 'e' } : {};
  return { name: 'joined', cat: `event ${on.pid}`, ph: phase, id, ...on, ts, ...end };
}
