// tinybench's way: all builds as tasks of one process, one after the other. Prints what it found as one line of JSON.
import { readFileSync } from 'node:fs';
import { Bench } from 'tinybench';
import { hostWorkload } from './host.ts';
import { askedOf } from './job.ts';
import type { SoloJob } from './job.ts';

export interface InProcessJob {
  readonly tasks: readonly { readonly name: string; readonly job: SoloJob }[];
  /** Null: tinybench's own default. */
  readonly timeMs: number | null;
}

export interface InProcessTask {
  readonly name: string;
  readonly mean: number;
  readonly rme: number;
  readonly samples: readonly number[];
}

const { tasks, timeMs } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as InProcessJob;
const bench = new Bench({
  retainSamples: true,
  ...(timeMs === null ? {} : { time: timeMs, warmupTime: timeMs / 4 }),
});
const closing: (() => Promise<void>)[] = [];
for (const { name, job } of tasks) {
  const { slice, close } = await hostWorkload(job);
  closing.push(close);
  let number = 0;
  bench.add(name, () => slice(askedOf(job, number++)), { async: true });
}
const answer: InProcessTask[] = [];
for (const { name, result } of await bench.run()) {
  if (result.state !== 'completed') throw new Error(`${name} is ${result.state}`);
  const { mean, rme, samples } = result.latency;
  answer.push({ name, mean, rme, samples: [...(samples ?? [])] });
}
for (const close of closing) await close();
process.stdout.write(`${JSON.stringify(answer)}\n`, () => process.exit(0));
