// What a round had recorded that did not end: asked of the runner while it lives, and read from its trail when it is gone.
import { ftruncateSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Outcome, UnfinishedRound } from '../contract/invocation.ts';
import type { SegmentReference } from '../contract/message.ts';
import { SEGMENT_COLUMNS, segmentFrame } from '../contract/trace.ts';
import type { EventColumns } from '../contract/trace.ts';
import { MOST_TRAIL_EVENTS, TRAIL_ROW_BYTES, readTrail } from '../contract/trail.ts';
import { bytesOf, readHeld } from '../files/held-file.ts';
import type { HeldFile } from '../files/held-file.ts';
import { schedulingBetween, schedulingOf } from './block/scheduling.ts';
import { harnessNow } from './clock.ts';
import { kernelCpuOf } from './kernel-cpu.ts';
import type { KernelCpu } from './kernel-cpu.ts';
import type { InvocationLimits } from './session/limits.ts';
import { isSuspended } from './session/process-group.ts';
import type { Session } from './session/session.ts';
import type { Stop } from './stop.ts';
import { askWitness } from './witness-call.ts';
import type { ArmedWitness } from './witness/port.ts';

/** The capabilities of a runner that can be asked, and of one that leaves a trail. */
const HALT = 'halt';
export const TRAIL = 'trail';

/** Why nothing is known of what a round recorded. The first three leave room for a trail; the others say that the runner may not be to blame. */
const UNKNOWN = {
  unasked: 'the runner has no capability `halt`, so it could not be asked what it had recorded',
  silent: 'the runner did not answer `halt` either, and a round without a trace leaves no trail',
  gone: 'the process ended before it could say what it had recorded',
  other: 'the runner answered `halt` for another round',
  late: 'the round ended after its time limit: it was slow and did not hang',
  suspended: 'the process was stopped by a signal',
  starved: 'the process was waiting for a CPU',
  witness: 'the witness did not hand over its record of this round',
} as const;
const OPEN: ReadonlySet<string> = new Set([UNKNOWN.unasked, UNKNOWN.silent, UNKNOWN.gone]);

/** Whom to ask, and for how long. */
export interface RecallContext {
  readonly session: Pick<Session, 'halt'>;
  readonly witness: Pick<ArmedWitness, 'afterRound'>;
  /** Of the runner. */
  readonly capabilities: readonly string[];
  readonly pid: number;
  readonly limits: InvocationLimits;
  readonly stop: Stop;
}

type Begun = Pick<UnfinishedRound, 'round' | 'purpose' | 'record' | 'sentNs'>;

/** A process that hung and waited for a CPU for this share of its round was not idle: it had no chance. One that broke off had it. */
const STARVED_SHARE = 0.25;

/** Null where the harness ended the round, or the runner broke the protocol: then what it says is worth nothing. */
export async function recallRound(
  context: RecallContext,
  begun: Begun,
  outcome: Outcome,
  /** Of the runner's process, just before the round. */
  before: KernelCpu | null,
): Promise<UnfinishedRound | null> {
  const ending = ENDINGS[outcome.kind];
  if (ending === undefined || context.stop.hard.aborted) return null;
  const lostNs = harnessNow();
  const waitNs = (kernelCpuOf(context.pid)?.waitNs ?? 0) - (before?.waitNs ?? 0);
  const starved = ending === 'hung' && before !== null && waitNs > STARVED_SHARE * (lostNs - begun.sentNs);
  const told = starved ? untold(UNKNOWN.starved) : await toldBy(context, begun, outcome);
  const patience = { limitMs: context.limits.witnessMs, hard: context.stop.hard };
  const seen = await askWitness('hand over its record', patience, () => context.witness.afterRound());
  const found = seen.ok ? { ...told, witness: seen.value } : { ...untold(UNKNOWN.witness), witness: null };
  return { ...begun, lostNs, ending, ...found };
}

const ENDINGS: Readonly<Partial<Record<Outcome['kind'], UnfinishedRound['ending']>>> = {
  timeout: 'hung',
  'workload-failed': 'broken',
  crashed: 'broken',
  exited: 'broken',
};

type Told = Pick<UnfinishedRound, 'events' | 'unknown'>;

const untold = (unknown: string): Told => ({ events: null, unknown });

async function toldBy(context: RecallContext, { round }: Begun, { kind }: Outcome): Promise<Told> {
  const { session, pid, capabilities, limits } = context;
  if (kind === 'crashed' || kind === 'exited') return untold(UNKNOWN.gone);
  if (isSuspended(pid)) return untold(UNKNOWN.suspended);
  if (!capabilities.includes(HALT)) return untold(UNKNOWN.unasked);
  const before = schedulingOf(pid);
  const answer = await session.halt(limits.haltMs);
  if (answer.kind === 'late') return untold(UNKNOWN.late);
  if (answer.kind === 'halted')
    return answer.halted.round === round
      ? { events: answer.halted.events, unknown: null }
      : untold(UNKNOWN.other);
  const { waitNs = 0 } = schedulingBetween(before, schedulingOf(pid)) ?? {};
  return untold(waitNs > (limits.haltMs * 1e6) / 2 ? UNKNOWN.starved : UNKNOWN.silent);
}

/** The same round with the events of its trail, where the runner could not be asked. Only when its process is gone. */
export function withTrail(
  unfinished: UnfinishedRound,
  trailFile: HeldFile,
  eventsFile: HeldFile,
): UnfinishedRound {
  const { events, unknown, record, round } = unfinished;
  if (events !== null || record !== 'full' || !OPEN.has(unknown ?? '')) return unfinished;
  try {
    // The file is the runner's to fill: what is longer than any trail is not read.
    if (bytesOf(trailFile) > TRAIL_ROW_BYTES * (MOST_TRAIL_EVENTS + 1)) return unfinished;
    const trail = readTrail(readHeld(trailFile));
    if (trail === null || trail.round !== round) return unfinished;
    return { ...unfinished, events: append(eventsFile, trail.events), unknown: null };
  } catch {
    return unfinished;
  }
}

/** A segment behind those of the runner. What stands in its way is the beginning of one that the runner did not finish. */
function append(held: HeldFile, { time, key, id, digest, kind }: EventColumns): SegmentReference {
  const rows = kind.length;
  const payload = [time, key, id, digest, kind].flatMap((column, i) => {
    const bytes = Buffer.from(column.buffer, column.byteOffset, rows * (SEGMENT_COLUMNS.events[i] ?? 0));
    return [bytes, Buffer.alloc(-bytes.length & 7)];
  });
  const payloadCrc = payload.reduce((crc, part) => crc32(part, crc), 0);
  const { header, trailer } = segmentFrame('events', rows, payloadCrc);
  const offset = bytesOf(held);
  const bytes = Buffer.concat([header, ...payload, trailer]);
  try {
    for (let at = 0; at < bytes.length; )
      at += writeSync(held.file, bytes, at, bytes.length - at, offset + at);
  } catch (error) {
    ftruncateSync(held.file, offset);
    throw error;
  }
  return { offset, count: rows };
}
