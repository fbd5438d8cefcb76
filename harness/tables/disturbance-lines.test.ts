// What disturbed a run stands beneath its table: who, how long, and how many invocations it met.
import { expect, test } from 'vitest';
import { runOf } from '../testing/sample-run.ts';
import { plainPaint } from './colour.ts';
import { disturbanceLines } from './disturbance-lines.ts';

const base = { who: '', share: null, ms: 4000, invocations: 12 } as const;

test('each disturbance is a line, and what this machine does not tell is another', () => {
  const disturbances = {
    seen: [
      { ...base, kind: 'pause' as const, who: 'evenloop' },
      { ...base, kind: 'pause' as const, who: 'a runner (process 9)', invocations: 0 },
      { ...base, kind: 'other-run' as const, who: 'process 7', invocations: 1 },
      { ...base, kind: 'neighbour' as const, share: 0.68 },
      { ...base, kind: 'quota' as const, share: 0.12 },
      { ...base, kind: 'stolen' as const, share: 0.08 },
    ],
    unseen: ['whether the machine slept (/proc/uptime cannot be read)'],
  };
  expect(disturbanceLines({ ...runOf([]), disturbances }, null, plainPaint)).toEqual([
    'disturbed: evenloop stood still for 4.0 s; 12 invocations lived meanwhile.',
    'disturbed: A runner (process 9) stood still for 4.0 s; no invocation lived meanwhile.',
    'disturbed: Another evenloop (process 7) ran on this machine for 4.0 s of the run; 1 invocation lived meanwhile.',
    'disturbed: Other processes used up to 68 % of the CPU time, within 4.0 s; 12 invocations lived meanwhile.',
    'disturbed: A CPU quota held processes back for up to 12 % of the time, within 4.0 s; 12 invocations lived meanwhile.',
    'disturbed: The hypervisor gave up to 8 % of the CPU time to others, within 4.0 s; 12 invocations lived meanwhile.',
    'not seen by this machine: whether the machine slept (/proc/uptime cannot be read).',
  ]);
});

test('a quiet run, and one of before it was watched, have none', () => {
  expect(disturbanceLines(runOf([]), 80, plainPaint)).toEqual([]);
  expect(disturbanceLines({ ...runOf([]), disturbances: { seen: [], unseen: [] } }, 80, plainPaint)).toEqual(
    [],
  );
});
