// The record of a round for tests: one measured operation in a window of a microsecond, and changed where a test says so.
import type { RoundRecord } from '../contract/invocation.ts';

export function roundRecord(changes: Partial<RoundRecord> = {}): RoundRecord {
  const { startNs = 0, endNs = startNs + 1000 } = changes;
  return {
    round: 0,
    purpose: 'measured',
    record: 'digest',
    startNs,
    endNs,
    sentNs: startNs,
    receivedNs: endNs,
    operations: 1,
    counts: {},
    digests: [],
    samples: null,
    events: null,
    resources: {
      userCpuNs: 0,
      systemCpuNs: 0,
      voluntarySwitches: 0,
      involuntarySwitches: 0,
      peakResidentBytes: 0,
      runNs: null,
      waitNs: null,
      gcPauseNs: null,
    },
    witness: null,
    ...changes,
  };
}
