// Rule `overlap` on a round that hung: the proxy knows of a server that answers one connection and lets all others wait for its end.
import type { Scenario } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { FindingDraft } from '../breach.ts';

export function servedAloneDrafts(scenario: Scenario, witness: WitnessRecord | null): FindingDraft[] {
  const rule = scenario.rules.find(({ kind }) => kind === 'overlap');
  if (rule === undefined || witness?.kind !== 'echo-proxy' || witness.held !== 1) return [];
  const waiting = [...witness.connections.entries()].filter(
    ([, { bytesToServer, bytesToClient }]) => bytesToServer > 0 && bytesToClient === 0,
  );
  const [first] = waiting;
  if (first === undefined) return [];
  const text = `the server answered one connection; ${waiting.length} more had asked and got no answer`;
  return [{ rule: rule.id, class: 'overlap', key: first[0], index: null, text, expected: [], observed: [] }];
}
