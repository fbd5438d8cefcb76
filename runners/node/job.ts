// One prepared workload: its rounds, its slices, its end. Everything but the window itself happens here, outside of windows.
import type { Open, Workload } from '../../harness/contract/kit.ts';
import type {
  Endpoint,
  FinishedMessage,
  PrepareMessage,
  RoundedMessage,
  RoundMessage,
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
import { WorkloadFailure } from './workload-failure.ts';

export interface Job {
  round(message: RoundMessage): Promise<RoundedMessage>;
  slice(operations: number): Promise<void>;
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
      const { startNs, endNs, operations } = await runWindow(workload, parts.now).finally(() =>
        recorder.end(),
      );
      const used = resources();
      const { id, round } = message;
      const recorded = report(parts, message);
      totals.rounds++;
      totals.operations += operations;
      totals.events += recorder.filled().events;
      return { kind: 'rounded', id, round, startNs, endNs, operations, ...recorded, resources: used };
    },
    async slice(operations) {
      if (workload.slice === undefined)
        throw new WorkloadFailure('no-slice', `${parts.prepare.scenario} cannot be sliced in this style`);
      recorder.begin('none');
      await workload.slice(operations);
      totals.slices++;
      totals.operations += operations;
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
