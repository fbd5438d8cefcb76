// Harness rule W3 for the stimulus `http-clients`: each client had its answers, each connection was ended.
import { connectionCount } from '../../contract/http-plan.ts';
import type { Scenario, Stimulus } from '../../contract/scenario.ts';
import type { FindingClass } from '../../contract/verdict.ts';
import type { HttpFault, WitnessRecord } from '../../contract/witness.ts';
import type { FindingDraft } from '../breach.ts';

type HttpClients = Extract<Stimulus, { kind: 'http-clients' }>;

const FAULTS: Readonly<Record<HttpFault['fault'], { readonly class: FindingClass; readonly text: string }>> =
  {
    unanswered: { class: 'missing', text: 'got no whole answer' },
    wrong: { class: 'changed', text: 'got another answer than its own' },
    beyond: { class: 'extra', text: 'got something more behind its answer' },
  };

export function httpDrafts(
  scenario: Scenario,
  stimulus: HttpClients,
  witness: WitnessRecord | null,
): FindingDraft[] {
  if (witness?.kind !== 'http-clients')
    return [draft('W3', 'witness', null, 'the witness recorded no clients in this round')];
  const { connections, left, faults, rates } = witness;
  const wanted = connectionCount(stimulus);
  const ended = ownRule(scenario, 'I24');
  return [
    ...faults.map(({ number, fault }) =>
      draft(ownRule(scenario, 'I1'), FAULTS[fault].class, number, `request ${number} ${FAULTS[fault].text}`),
    ),
    ...(left === 0
      ? []
      : [draft(ended, 'witness', null, `${left} connections were open when they had to be closed`)]),
    ...(connections === wanted
      ? []
      : [draft(ended, 'witness', null, `the clients needed ${connections} connections, not ${wanted}`)]),
    ...(rates.length === stimulus.ratesPerSecond.length
      ? []
      : [draft('W3', 'witness', null, `the clients asked at ${rates.length} rates`)]),
  ];
}

/** Where the scenario has no such rule, the witness's word stands. */
function ownRule(scenario: Scenario, id: string): string {
  return scenario.rules.some((rule) => rule.id === id) ? id : 'W3';
}

function draft(rule: string, found: FindingClass, key: number | null, text: string): FindingDraft {
  return { rule, class: found, key, index: null, text, expected: [], observed: [] };
}
