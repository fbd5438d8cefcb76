// Adds to a witness's record what the workload left unused in the round.
import type { Unused } from '../../contract/unused.ts';
import type { WitnessRecord } from '../../contract/witness.ts';

/** The same record, with one more endpoint that was not used as it has to be. */
export function leaving(record: WitnessRecord, endpoint: string, lacks: Unused['lacks']): WitnessRecord {
  return { ...record, unused: [...(record.unused ?? []), { endpoint, lacks }] };
}
