// The record of slices for tests: all of them measured, nothing told by the kernel, and changed where a test says so.
import type { SliceRecord } from '../contract/invocation.ts';

export function sliceRecord(changes: Partial<SliceRecord> = {}): SliceRecord {
  const { asked = [] } = changes;
  return {
    segment: { offset: 0, count: asked.length },
    warmup: 0,
    operations: 1,
    leadOperations: 0,
    shortOperations: 0,
    roles: asked.map(() => 'measured' as const),
    roundsBefore: 0,
    asked,
    turnNs: asked.map(() => 1),
    runNs: null,
    waitNs: null,
    involuntarySwitches: null,
    minorFaults: null,
    cpu: null,
    ...changes,
  };
}
