// An invocation record for tests: sound, short, and changed where a test says so.
import { UNTOUCHED } from '../contract/invocation.ts';
import type { InvocationRecord } from '../contract/invocation.ts';

export function invocationRecord(changes: Partial<InvocationRecord> = {}): InvocationRecord {
  return {
    id: 'i1',
    repetition: 0,
    cell: { scenario: 'timers.sleep_loop', set: '5ms', subject: 'node/promises', side: 'head' },
    params: { periodMs: 5, ticks: 4 },
    seed: 1,
    nonce: '0123456789abcdef',
    secret: 2,
    outcome: { kind: 'ok' },
    ready: null,
    clock: null,
    rounds: [],
    slices: null,
    conditions: UNTOUCHED,
    startedAtMs: 0,
    wallMs: 1,
    sidecar: { samples: 'samples/i1.bin', events: 'traces/i1.bin' },
    ...changes,
  };
}
