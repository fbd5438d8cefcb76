// Records events and samples in preallocated columns. Within a window it allocates nothing and does no I/O.
import type { Kit } from '../../harness/contract/kit.ts';
import type { RecordLevel } from '../../harness/contract/message.ts';
import type { EventColumns } from '../../harness/contract/trace.ts';
import type { Trail } from './trail.ts';
import { WorkloadFailure } from './workload-failure.ts';

export interface Recorder {
  readonly emit: Kit['emit'];
  readonly sample: Kit['sample'];
  readonly columns: EventColumns;
  readonly samples: Float64Array;
  /** Forgets what was recorded. `full` stamps each event, `digest` does not, `none` records nothing at all. */
  begin(level: RecordLevel): void;
  /** From here to the next `begin`, what is emitted or sampled is not part of any round and is dropped. */
  end(): void;
  /** How many rows of `columns` and `samples` are filled. */
  filled(): { readonly events: number; readonly samples: number };
}

export interface Capacity {
  readonly events: number;
  readonly samples: number;
}

/**
 * Values are stored modulo 2^32, kinds modulo 2^16; kind 0 exists in no scenario and is refused after the round. What is stamped
 * also goes to the trail, where there is one: rounds with digests never touch it.
 */
export function makeRecorder(
  capacity: Capacity,
  now: () => number,
  trail: Pick<Trail, 'add'> | null = null,
): Recorder {
  const time = new Float64Array(capacity.events);
  const key = new Uint32Array(capacity.events);
  const id = new Uint32Array(capacity.events);
  const digest = new Uint32Array(capacity.events);
  const kind = new Uint16Array(capacity.events);
  const samples = new Float64Array(capacity.samples);
  let recording = false;
  let stamping = false;
  let row = 0;
  let sampled = 0;

  function emit(ofKind: number, ofKey: number, ofId: number, withDigest: number): void {
    if (!recording) return;
    const at = row;
    if (at >= capacity.events) overflow('events', capacity.events);
    if (stamping) stamp(at, ofKind, ofKey, ofId, withDigest);
    kind[at] = ofKind;
    key[at] = ofKey;
    id[at] = ofId;
    digest[at] = withDigest;
    row = at + 1;
  }

  function stamp(at: number, ofKind: number, ofKey: number, ofId: number, withDigest: number): void {
    const timeNs = now();
    time[at] = timeNs;
    trail?.add(ofKind, ofKey, ofId, withDigest, timeNs);
  }

  function sample(nanoseconds: number): void {
    if (!recording) return;
    if (sampled >= capacity.samples) overflow('samples', capacity.samples);
    samples[sampled++] = nanoseconds;
  }

  return {
    emit,
    sample,
    columns: { time, key, id, digest, kind },
    samples,
    begin(level) {
      recording = level !== 'none';
      stamping = level === 'full';
      row = 0;
      sampled = 0;
    },
    end() {
      recording = false;
    },
    filled: () => ({ events: row, samples: sampled }),
  };
}

function overflow(what: string, capacity: number): never {
  throw new WorkloadFailure('capacity', `a round of this scenario may record ${capacity} ${what}, not more`);
}
