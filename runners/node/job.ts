// One prepared workload: its rounds, its slices, its end. Everything but the window itself happens here, outside of windows.
import type { Open, Workload } from '../../harness/contract/kit.ts';
import type {
  Endpoint,
  FinishedMessage,
  HarnessMessage,
  PrepareMessage,
  RoundedMessage,
  RoundMessage,
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
import { WorkloadFailure } from './workload-failure.ts';

type SlicesMessage = HarnessMessage & { readonly kind: 'slices' };

export interface Job {
  round(message: RoundMessage): Promise<RoundedMessage>;
  /** One slice for each token, until there are no more. */
  slices(message: SlicesMessage, turns: SliceSlots): Promise<SlicedMessage>;
  finish(): Promise<FinishedMessage['totals']>;
}

/** Opens the workload. A `RangeError` means that it cannot use these parameters. */
export async function openJob(
  prepare: PrepareMessage,
  open: Open,
  { now }: Clock,
): Promise<{ readonly job: Job; readonly endpoints: Record<string, Endpoint> }> {
  const recorder = makeRecorder(prepare.capacity, now);
  const hosted = makeKit(prepare, recorder, now);
  const workload = await open(prepare.params, hosted.kit);
  const samples = openSidecar(prepare.sidecar.samples);
  const events = openSidecar(prepare.sidecar.events);
  const job = makeJob({ prepare, workload, hosted, recorder, samples, events, now });
  return { job, endpoints: hosted.opened() };
}

interface JobParts {
  readonly prepare: PrepareMessage;
  readonly workload: Workload;
  readonly hosted: HostedKit;
  readonly recorder: Recorder;
  readonly samples: Sidecar;
  readonly events: Sidecar;
  readonly now: () => number;
}

function makeJob(parts: JobParts): Job {
  const { workload, recorder } = parts;
  const totals = { rounds: 0, slices: 0, operations: 0, events: 0 };
  return {
    async round(message) {
      parts.hosted.begin(message);
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
      return totals;
    },
  };
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
