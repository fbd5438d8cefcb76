// The files that a runner fills in one invocation: made and held open by the harness, and looked at when the runner's process is gone.
import { ftruncateSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../contract/failure.ts';
import { grantedCapacity } from '../contract/granted-capacity.ts';
import type { Outcome } from '../contract/invocation.ts';
import type { SegmentReference } from '../contract/message.ts';
import { SEGMENT_HEADER_BYTES, SEGMENT_TRAILER_BYTES, segmentShape } from '../contract/trace.ts';
import type { SegmentLayout } from '../contract/trace.ts';
import { MOST_TRAIL_EVENTS, TRAIL_ROW_BYTES } from '../contract/trail.ts';
import { bytesOf, holdFile, releaseFile, removeReplaced, replacedBy } from '../files/held-file.ts';
import type { HeldFile } from '../files/held-file.ts';
import type { HeldSidecars } from './held-sidecars.ts';
import { recordOf, trailOf } from './trial.ts';
import type { Trial } from './trial.ts';

/** Before the runner lives. Throws the error of the system. */
export function holdSidecars({
  step,
  context,
  directory,
}: Omit<Trial, 'runtime' | 'progress'>): HeldSidecars {
  const { samples, events } = recordOf(step).sidecar;
  const made: HeldFile[] = [];
  const make = (path: string): HeldFile => {
    const file = holdFile(path);
    made.push(file);
    return file;
  };
  try {
    return {
      samples: make(join(context.runDirectory, samples)),
      events: make(join(context.runDirectory, events)),
      trail: make(trailOf(directory)),
    };
  } catch (error) {
    for (const file of made) releaseFile(file);
    throw error;
  }
}

/**
 * Only when the process is gone: what the runner did to its files other than to append what it has announced, as the outcome that takes the
 * place of the one it would have. Null: nothing. What stands at the path of a file that was replaced is removed: no reader ever meets it.
 */
export function settleSidecars(held: HeldSidecars, trial: Trial, outcome: Outcome): Outcome | null {
  const causes = (['samples', 'events', 'trail'] as const).flatMap((name) => {
    const file = held[name];
    const worthless = replacement(name, file) ?? excess(name, file, trial);
    if (worthless === null) return (outcome.kind === 'ok' ? difference(name, file, trial) : null) ?? [];
    removeReplaced(file);
    ftruncateSync(file.file, 0);
    return worthless;
  });
  const [cause, ...others] = causes;
  if (cause === undefined) return null;
  const before = 'failure' in outcome ? [`${outcome.failure.code} ${outcome.failure.cause}`] : [];
  return { kind: 'protocol-error', failure: failure('EL3002', cause, NEXT, [...others, ...before]) };
}

const NEXT =
  'Correct the runner: it opens the paths of `prepare`, appends whole segments, and leaves these files where they are.';

type SidecarName = keyof HeldSidecars;

function replacement(name: SidecarName, file: HeldFile): string | null {
  const other = replacedBy(file);
  return other === null
    ? null
    : `The runner replaced the file \`${name}\` that evenloop had made for it: at ${file.path} there is ${other}.`;
}

function excess(name: SidecarName, file: HeldFile, trial: Trial): string | null {
  const bytes = bytesOf(file);
  const most = name === 'trail' ? MOST_TRAIL_BYTES : mostBytes(name, trial);
  return bytes <= most
    ? null
    : `The runner made its file \`${name}\` of ${bytes} bytes, and at most ${most} are granted: ${file.path}.`;
}

/** Segments are announced in the order in which they stand, and there is nothing else. */
function difference(name: SidecarName, file: HeldFile, { progress }: Trial): string | null {
  if (name === 'trail') return null;
  const segments = progress.rounds.flatMap((round) => announced(name, round[name]));
  if (name === 'samples') segments.push(...announced('slices', progress.slices?.segment ?? null));
  let at = 0;
  for (const { from, to } of segments.toSorted((a, b) => a.from - b.from)) {
    if (from !== at)
      return `The runner announced a segment of \`${name}\` at byte ${from}, and what it had announced before ends at byte ${at}: ${file.path}.`;
    at = to;
  }
  const bytes = bytesOf(file);
  return bytes === at
    ? null
    : `The runner announced ${at} bytes of \`${name}\`, and the file has ${bytes}: ${file.path}.`;
}

interface Extent {
  readonly from: number;
  readonly to: number;
}

function announced(layout: SegmentLayout, reference: SegmentReference | null): Extent[] {
  if (reference === null) return [];
  const { offset, count } = reference;
  return [{ from: offset, to: offset + segmentBytes(layout, count) }];
}

const MOST_TRAIL_BYTES = TRAIL_ROW_BYTES * (MOST_TRAIL_EVENTS + 1);
/** More rows than were granted are a finding (W4). Of this many times as many not even that is worth reading them. */
const BEYOND_CAPACITY = 16;
/** An invocation has some hundreds of slices. */
const MOST_SLICES = 1_000_000;

/** Of all rounds that were announced, of one that was not, and of slices. */
function mostBytes(name: 'samples' | 'events', { step, progress }: Trial): number {
  const capacity = grantedCapacity(step.block.scenario, step.block.set.params);
  const round = segmentBytes(name, BEYOND_CAPACITY * capacity[name]);
  const slices = name === 'samples' && step.block.slices !== null ? segmentBytes('slices', MOST_SLICES) : 0;
  return (progress.rounds.length + 1) * round + slices;
}

const segmentBytes = (layout: SegmentLayout, rows: number): number =>
  SEGMENT_HEADER_BYTES + segmentShape(layout, rows).payloadBytes + SEGMENT_TRAILER_BYTES;
