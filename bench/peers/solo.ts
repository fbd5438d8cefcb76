// The program of one process for the peers: runs the job of the file that is named, and prints its times as one line of JSON.
import { readFileSync } from 'node:fs';
import type { SoloJob } from './job.ts';
import { runSolo } from './run-solo.ts';

const job = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as SoloJob;
const result = await runSolo(job);
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
