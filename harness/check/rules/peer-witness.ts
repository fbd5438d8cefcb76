// Harness rule W3 for the stimuli in which the harness's own peers send and receive: they received what they had to receive.
import { SHUTDOWN_WAYS } from '../../contract/peer-stimulus.ts';
import type { Scenario, Stimulus } from '../../contract/scenario.ts';
import type { FindingClass } from '../../contract/verdict.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import type { FindingDraft } from '../breach.ts';

type Of<Kind extends WitnessRecord['kind']> = Extract<WitnessRecord, { kind: Kind }>;

/** What was sent to the runner and what came back from it. */
interface Exchange {
  readonly bytesSent: number;
  readonly digestSent: number;
  readonly bytesReceived: number;
  readonly digestReceived: number;
}

export function halfCloseDrafts(
  scenario: Scenario,
  { connections }: Extract<Stimulus, { kind: 'half-close' }>,
  { clients }: Of<'clients'>,
): FindingDraft[] {
  const rule = ownRule(scenario, 'I2');
  const drafts = countDrafts(connections, clients.length);
  for (const [key, client] of clients.entries()) {
    drafts.push(...exchangeDrafts(rule, key, client));
    if (client.ending !== 'end')
      drafts.push(draft(rule, 'witness', key, 'the reply did not end as it should'));
  }
  return drafts;
}

export function resetDrafts(
  { connections, strangers }: Extract<Stimulus, { kind: 'reset' }>,
  { clients }: Of<'clients'>,
): FindingDraft[] {
  const drafts = countDrafts(connections + strangers, clients.length);
  for (const [key, client] of clients.entries()) {
    drafts.push(...exchangeDrafts('W3', key, client));
    if (client.ending === 'failed')
      drafts.push(draft('W3', 'witness', key, 'the connection failed before the client had played its part'));
  }
  return drafts;
}

export function relayDrafts(
  scenario: Scenario,
  stimulus: Extract<Stimulus, { kind: 'relay' }>,
  record: Of<'relay'>,
): FindingDraft[] {
  const drafts = exchangeDrafts(ownRule(scenario, 'I1'), null, record);
  const wanted = stimulus.chunks * stimulus.chunkBytes;
  if (record.bytesSent !== wanted)
    drafts.push(draft('W3', 'witness', null, `the source sent ${record.bytesSent} bytes, not ${wanted}`));
  if (record.takenBytes > stimulus.takenBytes)
    drafts.push(
      draft(
        ownRule(scenario, 'I5'),
        'count',
        null,
        `${record.takenBytes} bytes were taken from the source before the sink took any; at most ${stimulus.takenBytes} may be`,
      ),
    );
  return drafts;
}

export function datagramDrafts(
  scenario: Scenario,
  wanted: Extract<Stimulus, { kind: 'datagrams' }>,
  { received, empty, repeated }: Of<'datagrams'>,
): FindingDraft[] {
  return [
    ...arrivalDrafts(ownRule(scenario, 'I8'), 'datagrams', wanted.datagrams, received + repeated, repeated),
    ...arrivalDrafts(ownRule(scenario, 'I8e'), 'empty datagrams', wanted.empty, empty, 0),
  ];
}

export function shutdownDrafts(
  scenario: Scenario,
  { each }: Extract<Stimulus, { kind: 'shutdown' }>,
  { clients, late }: Of<'shutdown'>,
): FindingDraft[] {
  const wanted = each * SHUTDOWN_WAYS.length;
  const drafts = countDrafts(wanted, clients.length);
  for (const [key, client] of clients.entries()) {
    drafts.push(...exchangeDrafts(ownRule(scenario, 'I1'), key, client));
    if (client.ending !== 'end')
      drafts.push(draft(ownRule(scenario, 'I2'), 'witness', key, 'the connection did not end as it should'));
  }
  if (late !== 'refused')
    drafts.push(
      draft(
        ownRule(scenario, 'I13'),
        late === 'accepted' ? 'forbidden' : 'witness',
        wanted,
        `the client that came after the server had been told to close was not refused: ${late}`,
      ),
    );
  return drafts;
}

export function addressDrafts(
  scenario: Scenario,
  stimulus: Extract<Stimulus, { kind: 'addresses' }>,
  { trials }: Of<'addresses'>,
): FindingDraft[] {
  return stimulus.trials.flatMap((kinds, key) => {
    const seen = trials[key];
    if (seen === undefined) return [draft('W3', 'witness', key, 'the harness counted no connections')];
    const wanted = kinds.map((kind, index) => (kind === 'good' && kinds.indexOf('good') === index ? 1 : 0));
    const drafts: FindingDraft[] = [];
    for (const [index, found] of seen.accepted.entries())
      if (found !== wanted[index])
        drafts.push(
          draft(
            ownRule(scenario, wanted[index] === 1 ? 'I14' : 'I15'),
            'witness',
            key,
            `address ${index} has got ${found} connections, not ${wanted[index]}`,
          ),
        );
    if (seen.underWay > 0)
      drafts.push(
        draft(
          ownRule(scenario, 'I16'),
          'witness',
          key,
          `${seen.underWay} attempts were still under way at the end`,
        ),
      );
    return drafts;
  });
}

export function poolDrafts(
  scenario: Scenario,
  { few, many }: Extract<Stimulus, { kind: 'pool' }>,
  { together, released }: Of<'pool'>,
): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  if (together !== few)
    drafts.push(
      draft(
        ownRule(scenario, 'I18'),
        'witness',
        0,
        `${together} slow calls were under way at once, not ${few}`,
      ),
    );
  if (released !== few + many)
    drafts.push(draft('W3', 'witness', null, `${released} slow calls were let go, not ${few + many}`));
  return drafts;
}

/** `repeated` of the `found` ones had come before: they do not make up for one that never came. */
function arrivalDrafts(
  rule: string,
  what: string,
  wanted: number,
  found: number,
  repeated: number,
): FindingDraft[] {
  const drafts: FindingDraft[] = [];
  const arrived = found - repeated;
  if (arrived < wanted)
    drafts.push(
      draft(rule, 'missing', null, `${arrived} of ${wanted} ${what} arrived at the harness's peer`),
    );
  if (found > wanted)
    drafts.push(
      draft(rule, 'duplicate', null, `${found} ${what} arrived at the harness's peer, not ${wanted}`),
    );
  return drafts;
}

function countDrafts(wanted: number, found: number): FindingDraft[] {
  if (found === wanted) return [];
  return [draft('W3', 'witness', null, `${found} clients of the harness finished, not ${wanted}`)];
}

function exchangeDrafts(rule: string, key: number | null, exchange: Exchange): FindingDraft[] {
  const { bytesSent, digestSent, bytesReceived, digestReceived } = exchange;
  if (bytesReceived === bytesSent && digestReceived === digestSent) return [];
  const found = bytesReceived < bytesSent ? 'missing' : bytesReceived > bytesSent ? 'extra' : 'changed';
  const text =
    found === 'changed'
      ? `${bytesSent} bytes came back to the harness, but not those that it had sent`
      : `${bytesReceived} bytes came back to the harness, not ${bytesSent}`;
  return [draft(rule, found, key, text)];
}

/** What the harness's peers see is the scenario's own promise; where it has no such rule, the witness's word stands. */
function ownRule(scenario: Scenario, id: string): string {
  return scenario.rules.some((rule) => rule.id === id) ? id : 'W3';
}

function draft(rule: string, found: FindingClass, key: number | null, text: string): FindingDraft {
  return { rule, class: found, key, index: null, text, expected: [], observed: [] };
}
