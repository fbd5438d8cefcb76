// Slices of one workload back to back, without a partner: each with its wall and CPU time.
import { hostWorkload } from './host.ts';
import type { Hosted } from './host.ts';
import { askedOf } from './job.ts';
import type { SoloJob, SoloResult } from './job.ts';

export async function runSolo(job: SoloJob): Promise<SoloResult> {
  const hosted = await hostWorkload(job);
  try {
    return await measureSlices(job, hosted);
  } finally {
    await hosted.close();
  }
}

async function measureSlices(job: SoloJob, { slice, now }: Hosted): Promise<SoloResult> {
  const total = job.warmupSlices + job.slices;
  const wallNs: number[] = [];
  const cpuNs: number[] = [];
  for (let i = 0; i < total; i++) {
    const before = process.cpuUsage();
    const start = now();
    const result = slice(askedOf(job, i));
    if (result !== undefined) await result;
    wallNs.push(now() - start);
    const { user, system } = process.cpuUsage(before);
    cpuNs.push((user + system) * 1000);
  }
  const workNs = wallNs.reduce((sum, ns) => sum + ns, 0);
  return { wallNs: wallNs.slice(job.warmupSlices), cpuNs: cpuNs.slice(job.warmupSlices), workNs };
}
