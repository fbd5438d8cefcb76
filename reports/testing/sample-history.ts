// Many runs of the sample, hours apart, for tests of the site: from one run on, everything in Python takes a fifth longer.
import { splitMix32 } from '../../harness/contract/payload.ts';
import type { RunResult } from '../../harness/contract/result.ts';
import { sampleResult } from './sample-result.ts';

const HOUR_MS = 3_600_000;
const FIRST_MS = Date.UTC(2026, 0, 1);

/** Oldest first. `stepAt` is the first run of the slower ones; beyond the last one there is no step. */
export function sampleRuns(count: number, stepAt: number): RunResult[] {
  const next = splitMix32(11);
  const noise = (): number => 1 + 0.02 * (next() / 2 ** 32 - 0.5);
  const sample = sampleResult();
  return Array.from({ length: count }, (_, index) => {
    const startedAt = new Date(FIRST_MS + index * HOUR_MS).toISOString();
    const cells = sample.cells.map((cell) => {
      const step = index >= stepAt && cell.subject.startsWith('python/') ? 1.2 : 1;
      const measurements = cell.measurements.map((measurement) => {
        const factor = step * noise();
        const { metric, value, low, high, repetitions } = measurement;
        const moved = repetitions.map((repetition) => (repetition === null ? null : repetition * factor));
        return { metric, value: value * factor, low: low * factor, high: high * factor, repetitions: moved };
      });
      return { ...cell, measurements };
    });
    const commit = (0xc0ffee00 + index).toString(16);
    const run = { ...sample.run, id: `run-${String(index).padStart(4, '0')}`, startedAt, commit };
    return { ...sample, run, cells };
  });
}
