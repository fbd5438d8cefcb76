// Where two multisets differ, in bounded memory: events are summed into buckets, and only buckets that do not cancel are searched.
import { freeHigh, freeLow } from '../contract/digest.ts';
import type { EventColumns } from '../contract/trace.ts';
import type { CodedEvent } from './event-view.ts';
import type { Difference, Placed, Projection, Sides } from './projection.ts';
import { placed } from './projection.ts';
import { CONTEXT_EVENTS } from './sequence-difference.ts';

const BUCKETS = 65536;
/** With everything wrong the first few differences are shown, not all. */
const MAX_OPEN_BUCKETS = 64;

type Hash = (code: number, id: number, digest: number) => number;

/** The second hash is for the case that a lacking and a surplus event cancel in one bucket of the first. */
export function firstFreeDifference(sides: Sides, projection: Projection): Difference | null {
  return differenceBy(freeLow, sides, projection) ?? differenceBy(freeHigh, sides, projection);
}

function differenceBy(hash: Hash, sides: Sides, projection: Projection): Difference | null {
  const open = openBuckets(hash, sides, projection);
  if (open.size === 0) return null;
  const unbalanced = balances(hash, sides, projection, open);
  const lacking = findFirst(sides.expected(), projection, (event) => (unbalanced.get(name(event)) ?? 0) < 0);
  const surplus =
    findFirst(sides.observed(), projection, (event) => isSurplusOf(event, lacking?.event, unbalanced)) ??
    findFirst(sides.observed(), projection, (event) => (unbalanced.get(name(event)) ?? 0) > 0);
  if (lacking === null && surplus === null) return null;
  return {
    expected: lacking,
    observed: surplus,
    expectedAround: around(sides.expected(), projection, lacking ?? surplus),
    observedAround: around(sides.observed(), projection, surplus ?? lacking),
  };
}

function openBuckets(hash: Hash, sides: Sides, projection: Projection): ReadonlySet<number> {
  const sums = new Int32Array(BUCKETS);
  const count = (place: Placed, step: number): void => {
    const bucket = bucketOf(hash, place.event);
    sums[bucket] = (sums[bucket] ?? 0) + step;
  };
  for (const place of placed(sides.expected(), projection)) count(place, -1);
  for (const place of placed(sides.observed(), projection)) count(place, 1);
  const open = new Set<number>();
  for (let bucket = 0; bucket < BUCKETS && open.size < MAX_OPEN_BUCKETS; bucket++)
    if (sums[bucket] !== 0) open.add(bucket);
  return open;
}

/** Observed minus expected for each event of the open buckets. */
function balances(
  hash: Hash,
  sides: Sides,
  projection: Projection,
  open: ReadonlySet<number>,
): ReadonlyMap<string, number> {
  const balance = new Map<string, number>();
  const count = ({ event }: Placed, step: number): void => {
    if (!open.has(bucketOf(hash, event))) return;
    const sum = (balance.get(name(event)) ?? 0) + step;
    if (sum === 0) balance.delete(name(event));
    else balance.set(name(event), sum);
  };
  for (const place of placed(sides.expected(), projection)) count(place, -1);
  for (const place of placed(sides.observed(), projection)) count(place, 1);
  return balance;
}

/** For a surplus event that carries the identity of the lacking one: a changed digest is told as such. */
function isSurplusOf(
  event: CodedEvent,
  lacking: CodedEvent | undefined,
  unbalanced: ReadonlyMap<string, number>,
): boolean {
  if (lacking === undefined || event.code !== lacking.code || event.id !== lacking.id) return false;
  return (unbalanced.get(name(event)) ?? 0) > 0;
}

function findFirst(
  events: Iterable<EventColumns>,
  projection: Projection,
  wanted: (event: CodedEvent) => boolean,
): Placed | null {
  for (const place of placed(events, projection)) if (wanted(place.event)) return place;
  return null;
}

function around(events: Iterable<EventColumns>, projection: Projection, centre: Placed | null): Placed[] {
  const shown: Placed[] = [];
  if (centre === null) return shown;
  for (const place of placed(events, projection)) {
    if (place.index > centre.index + CONTEXT_EVENTS) break;
    if (place.index >= centre.index - CONTEXT_EVENTS) shown.push(place);
  }
  return shown;
}

function bucketOf(hash: Hash, event: CodedEvent): number {
  return hash(event.code, event.id, event.digest) % BUCKETS;
}

function name(event: CodedEvent): string {
  return `${event.code}:${event.id}:${event.digest}`;
}
