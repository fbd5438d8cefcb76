// Opens one workload of the Node runner with a kit that records nothing: what the peers measure is the code itself.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Open, Workload } from '../../harness/contract/kit.ts';
import type { Endpoint } from '../../harness/contract/message.ts';
import { startClock } from '../../runners/node/clock.ts';
import { makeKit } from '../../runners/node/kit.ts';
import { makeRecorder } from '../../runners/node/recorder.ts';
import type { SoloJob } from './job.ts';

export interface Hosted {
  readonly slice: NonNullable<Workload['slice']>;
  readonly now: () => number;
  readonly close: () => Promise<void>;
}

/** What it needs is taken away by `close`, and here where the workload cannot be opened. */
export async function hostWorkload(job: SoloJob): Promise<Hosted> {
  const directory = mkdtempSync(join(tmpdir(), 'evenloop-peer-'));
  const writer = await deafWriter();
  const tidy = (): void => {
    writer.close();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    populate(directory, job);
    return await openWorkload(job, directory, writer, tidy);
  } catch (error) {
    tidy();
    throw error;
  }
}

async function openWorkload(
  job: SoloJob,
  directory: string,
  writer: Server,
  tidy: () => void,
): Promise<Hosted> {
  const { now } = startClock();
  const recorder = makeRecorder({ events: 1, samples: 1 }, now);
  const hosted = makeKit({ ...prepareOf(job), directory, endpoints: endpointsOf(writer) }, recorder, now);
  const workload = await (await load(job))(job.params, hosted.kit);
  hosted.opened();
  recorder.begin('none');
  hosted.beginSlices();
  const slice = workload.slice?.bind(workload);
  if (slice === undefined) {
    await workload.close();
    throw new Error(`${job.scenario} cannot be sliced in the style ${job.style}`);
  }
  return {
    slice,
    now,
    async close() {
      await workload.close();
      tidy();
    },
  };
}

function prepareOf({ scenario, style, params, alphabet, seed, nonce }: SoloJob) {
  const capacity = { events: 1, samples: 1 };
  const sidecar = { samples: '', events: '' };
  return {
    kind: 'prepare' as const,
    id: 0,
    scenario,
    style,
    params,
    seed,
    nonce,
    alphabet: [...alphabet],
    capacity,
    sidecar,
  };
}

async function load({ scenario, style }: SoloJob): Promise<Open> {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const path = `../../scenarios/${scenario.replace('.', '/')}/${style}.${extension}`;
  const module: unknown = await import(/* @vite-ignore */ new URL(path, import.meta.url).href);
  return (module as { readonly open: Open }).open;
}

/** Files to read, for who reads files: as many as the parameters say, and as many of them missing. */
function populate(directory: string, { scenario, params }: SoloJob): void {
  if (scenario !== 'io_fanout.file_reads') return;
  for (let file = 0; file < Number(params['files']); file++)
    if ((file + 1) % Number(params['missingEvery']) !== 0)
      writeFileSync(join(directory, String(file)), Buffer.alloc(Number(params['bytes']), file));
}

/** The writer that a watcher connects to. In slices it is never spoken to. */
async function deafWriter(): Promise<Server> {
  const server = createServer((socket) => socket.on('error', () => {}).resume());
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  server.unref();
  return server;
}

function endpointsOf(writer: Server): Record<string, Endpoint> {
  const at = writer.address();
  if (at === null || typeof at === 'string') throw new Error('a server without a port');
  return { writer: { kind: 'tcp', host: '127.0.0.1', port: at.port } };
}
