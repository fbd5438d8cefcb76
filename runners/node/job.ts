// One prepared workload: its rounds, its slices, its end. Everything but the window itself happens here, outside of windows.
import type { Open, Workload } from '../../harness/contract/kit.ts';
import type {
  Endpoint,
  FinishedMessage,
  HaltedMessage,
  HarnessMessage,
  PrepareMessage,
  RoundedMessage,
  RoundMessage,
  SegmentReference,
  SlicedMessage,
} from '../../harness/contract/message.ts';
import { canonicalForm } from './canonical-form.ts';
import type { Clock } from './clock.ts';
import { makeKit } from './kit.ts';
import type { HostedKit } from './kit.ts';
import { makeRecorder } from './recorder.ts';
import type { Recorder } from './recorder.ts';
import { measureResources } from './resources.ts';
import { openSidecar } from './sidecar.ts';
import type { Sidecar } from './sidecar.ts';
import { runSlices } from './slices.ts';
import type { SliceSlots } from './slices.ts';
import { startStalls } from './stalls.ts';
import { openTrail } from './trail.ts';
import type { Trail } from './trail.ts';
import { WorkloadFailure } from './workload-failure.ts';

type SlicesMessage = HarnessMessage & { readonly kind: 'slices' };

export interface Job {
  round(message: RoundMessage): Promise<RoundedMessage>;
  /** One slice for each token, until there are no more. */
  slices(message: SlicesMessage, turns: SliceSlots): Promise<SlicedMessage>;
  finish(): Promise<FinishedMessage['totals']>;
  /** Records nothing more, and says what was recorded of the round that is under way or has failed; null where there is none. */
  halt(id: number): HaltedMessage | null;
}

/** Opens the workload. A `RangeError` means that it cannot use these parameters. */
export async function openJob(
  prepare: PrepareMessage,
  open: Open,
  { now }: Clock,
): Promise<{ readonly job: Job; readonly endpoints: Record<string, Endpoint> }> {
  const trail = prepare.trail === undefined ? null : openTrail(prepare.trail);
  const recorder = makeRecorder(prepare.capacity, now, trail);
  const hosted = makeKit(prepare, recorder, now);
  const workload = await open(prepare.params, hosted.kit);
  const samples = openSidecar(prepare.sidecar.samples);
  const events = openSidecar(prepare.sidecar.events);
  const job = makeJob({ prepare, workload, hosted, recorder, trail, samples, events, now });
  return { job, endpoints: hosted.opened() };
}

interface JobParts {
  readonly prepare: PrepareMessage;
  readonly workload: Workload;
  readonly hosted: HostedKit;
  readonly recorder: Recorder;
  readonly trail: Trail | null;
  readonly samples: Sidecar;
  readonly events: Sidecar;
  readonly now: () => number;
}

function makeJob(parts: JobParts): Job {
  const { workload, recorder, trail } = parts;
  const totals = { rounds: 0, slices: 0, operations: 0, events: 0 };
  let unfinished: RoundMessage | null = null;
  return {
    async round(message) {
      parts.hosted.begin(message);
      unfinished = message;
      if (message.record === 'full') trail?.begin(message.round);
      else trail?.clear();
      recorder.begin(message.record);
      const resources = measureResources();
      const stalling = startStalls(message.stalls ?? [], parts.now);
      let stalls = 0;
      const { startNs, endNs, operations } = await runWindow(workload, parts.now).finally(() => {
        recorder.end();
        stalls = stalling.end();
      });
      const used = resources();
      const { id, round } = message;
      const recorded = report(parts, message);
      unfinished = null;
      totals.rounds++;
      totals.operations += operations;
      totals.events += recorder.filled().events;
      const stalled = message.stalls === undefined ? {} : { stalls };
      return {
        kind: 'rounded',
        id,
        round,
        startNs,
        endNs,
        operations,
        ...recorded,
        resources: used,
        ...stalled,
      };
    },
    async slices({ id, capacity }, turns) {
      const slices = await sliced(parts, capacity, turns);
      totals.slices += slices.slices.count;
      totals.operations += slices.operations;
      return { kind: 'sliced', id, ...slices };
    },
    async finish() {
      await workload.close();
      parts.samples.close();
      parts.events.close();
      trail?.close();
      return totals;
    },
    halt(id) {
      if (unfinished === null) return null;
      recorder.end();
      const { round, record } = unfinished;
      return { kind: 'halted', id, round, events: record === 'none' ? null : soFar(parts, record) };
    },
  };
}

/** The events until now. Those of a round with digests have no times. */
function soFar({ recorder, events }: JobParts, record: RoundMessage['record']): SegmentReference {
  const { events: rows } = recorder.filled();
  const { time, key, id, digest, kind } = recorder.columns;
  const times = record === 'full' ? time : new Float64Array(rows);
  return events.append('events', [times, key, id, digest, kind], rows);
}

interface Window {
  readonly startNs: number;
  readonly endNs: number;
  readonly operations: number;
}

async function runWindow(workload: Workload, now: () => number): Promise<Window> {
  const startNs = now();
  const result = workload.round();
  const operations = typeof result === 'number' ? result : await result;
  const endNs = now();
  if (!Number.isSafeInteger(operations) || operations < 0)
    throw new WorkloadFailure(
      'bad-workload',
      `round answered ${String(operations)}, not a number of operations`,
    );
  return { startNs, endNs, operations };
}

/** Runs slices, of which nothing is recorded but their times. */
async function sliced(
  { prepare, workload, hosted, recorder, samples, now }: JobParts,
  capacity: number,
  turns: SliceSlots,
): Promise<Pick<SlicedMessage, 'operations' | 'slices'>> {
  if (workload.slice === undefined)
    throw new WorkloadFailure('no-slice', `${prepare.scenario} cannot be sliced in this style`);
  recorder.begin('none');
  hosted.beginSlices();
  const { columns, rows, operations } = await runSlices(workload.slice.bind(workload), capacity, turns, now);
  const { start, end, cpuStart, cpuEnd } = columns;
  const inOrder = [start, end, cpuStart, cpuEnd, columns.operations];
  return { operations, slices: samples.append('slices', inOrder, rows) };
}

/** What was recorded in the round that has just ended. */
function report(
  { prepare, recorder, samples, events }: JobParts,
  { record }: RoundMessage,
): Pick<RoundedMessage, 'counts' | 'digests' | 'samples' | 'events'> {
  if (record === 'none') return { counts: {}, digests: [], samples: null, events: null };
  const filled = recorder.filled();
  const { time, key, id, digest, kind } = recorder.columns;
  return {
    ...canonicalForm(recorder.columns, filled.events, prepare.alphabet),
    samples: filled.samples > 0 ? samples.append('samples', [recorder.samples], filled.samples) : null,
    events: record === 'full' ? events.append('events', [time, key, id, digest, kind], filled.events) : null,
  };
}
