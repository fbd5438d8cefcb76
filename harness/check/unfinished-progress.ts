// How far a round had come when it was given up, and whether it still moved.
import type { InvocationRecord, UnfinishedRound } from '../contract/invocation.ts';
import type { SegmentReference } from '../contract/message.ts';
import type { Case } from './case.ts';
import { expectationOf } from './case.ts';

export interface RoundProgress {
  /** Events that are not raw. */
  readonly recorded: number;
  readonly expected: number;
  /** Nothing had happened for so long that it was no longer a matter of speed. */
  readonly still: boolean;
}

/** A round that waits moves no more; one that is slow has events up to the end. */
const SILENT_SHARE = 0.25;
/** Without times: the longest round of the same process before. A round that took longer than so many of those hangs. */
const TIMES_AS_LONG = 2;

export function progressOf(
  given: Case,
  unfinished: UnfinishedRound,
  segment: SegmentReference,
): RoundProgress {
  const { scenario, record, alphabet, reader } = given;
  const raw = new Set(alphabet.kinds.flatMap(({ code, order }) => (order === 'raw' ? [code] : [])));
  let recorded = 0;
  let lastNs = Number.NEGATIVE_INFINITY;
  for (const { kind, time } of reader.events(segment))
    for (let row = 0; row < kind.length; row++) {
      lastNs = Math.max(lastNs, time[row] ?? 0);
      if (!raw.has(kind[row] ?? 0)) recorded++;
    }
  let expected = 0;
  for (const _ of scenario.expected(expectationOf(record, unfinished))) expected++;
  const still =
    unfinished.record === 'full' ? wasSilent(record, unfinished, lastNs) : tookTooLong(record, unfinished);
  return { recorded, expected, still };
}

function wasSilent(
  { clock }: InvocationRecord,
  { sentNs, lostNs }: UnfinishedRound,
  lastNs: number,
): boolean {
  if (clock === null) return false;
  return lostNs - Math.max(sentNs, lastNs + clock.offsetNs) >= SILENT_SHARE * (lostNs - sentNs);
}

function tookTooLong({ rounds }: InvocationRecord, { sentNs, lostNs }: UnfinishedRound): boolean {
  const longestNs = Math.max(0, ...rounds.map((round) => round.receivedNs - round.sentNs));
  return lostNs - sentNs >= TIMES_AS_LONG * longestNs;
}
