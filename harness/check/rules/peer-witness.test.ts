// Harness rule W3 where the harness's own peers send and receive: agreement passes, each kind of disagreement is found.
import { expect, test } from 'vitest';
import type { Scenario, Stimulus } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import { roundOf, sampleScenario } from '../../testing/sample-case.ts';
import { witnessDrafts } from './witness.ts';

const RULES: Scenario['rules'] = ['I1', 'I2', 'I5', 'I8', 'I8e'].map((id) => ({
  kind: 'exact',
  id,
  level: 'must',
  text: 'A test.',
  events: ['settled'],
}));

function told(stimulus: Stimulus, witness: WitnessRecord | null, rules: Scenario['rules'] = RULES): string[] {
  return witnessDrafts({
    scenario: { ...sampleScenario, rules },
    stimulus,
    round: { ...roundOf(0, 'measured', [], 0), witness },
    clock: null,
    samples: () => [],
    events: () => [],
  }).map(({ rule, class: found, key }) => `${rule} ${found} ${key}`);
}

const exchange = (over: object = {}) => ({
  bytesSent: 64,
  digestSent: 1,
  bytesReceived: 64,
  digestReceived: 1,
  ...over,
});
type Client = Extract<WitnessRecord, { kind: 'clients' }>['clients'][number];
const client = (over: Partial<Client> = {}): Client => ({ ...exchange(), ending: 'end', ...over });
const clients = (...list: Client[]): WitnessRecord => ({ kind: 'clients', clients: list });

test('a reply after the end of the request comes back whole and ends', () => {
  const stimulus: Stimulus = { kind: 'half-close', connections: 2, bytes: 64 };
  expect(told(stimulus, clients(client(), client()))).toEqual([]);
  expect(told(stimulus, clients(client(), client({ bytesReceived: 9 })))).toEqual(['I2 missing 1']);
  expect(told(stimulus, clients(client({ bytesReceived: 99 }), client()))).toEqual(['I2 extra 0']);
  expect(told(stimulus, clients(client({ digestReceived: 2 }), client()))).toEqual(['I2 changed 0']);
  expect(told(stimulus, clients(client(), client({ ending: 'failed' })))).toEqual(['I2 witness 1']);
  expect(told(stimulus, clients(client(), client({ ending: 'failed' })), [])).toEqual(['W3 witness 1']);
  expect(told(stimulus, clients(client()))).toEqual(['W3 witness null']);
  expect(told(stimulus, null)).toEqual(['W3 witness null']);
});

test('clients that reset have played their part to the end, with every answer before it', () => {
  const stimulus: Stimulus = { kind: 'reset', connections: 1, messages: 2, bytes: 32, strangers: 1 };
  const reset = client({ ending: 'reset-by-client' });
  expect(told(stimulus, clients(client(), reset))).toEqual([]);
  expect(told(stimulus, clients(client({ bytesReceived: 0 }), reset))).toEqual(['W3 missing 0']);
  expect(told(stimulus, clients(reset, client({ ending: 'failed' })))).toEqual(['W3 witness 1']);
  expect(told(stimulus, clients(reset))).toEqual(['W3 witness null']);
  expect(told(stimulus, null)).toEqual(['W3 witness null']);
});

test('a relay passes everything on and takes no more than it may', () => {
  const stimulus: Stimulus = { kind: 'relay', chunks: 4, chunkBytes: 16, stallMs: 1, takenBytes: 32 };
  const relay = (over: object = {}): WitnessRecord => ({
    kind: 'relay',
    takenBytes: 32,
    ...exchange(over),
    ...over,
  });
  expect(told(stimulus, relay())).toEqual([]);
  expect(told(stimulus, relay({ takenBytes: 33 }))).toEqual(['I5 count null']);
  expect(told(stimulus, relay({ takenBytes: 33 }), [])).toEqual(['W3 count null']);
  expect(told(stimulus, relay({ digestReceived: 2 }))).toEqual(['I1 changed null']);
  expect(told(stimulus, relay({ bytesReceived: 48 }))).toEqual(['I1 missing null']);
  expect(told(stimulus, relay({ bytesSent: 48, bytesReceived: 48 }))).toEqual(['W3 witness null']);
  expect(told(stimulus, null)).toEqual(['W3 witness null']);
});

test('every datagram arrives once', () => {
  const stimulus: Stimulus = { kind: 'datagrams', datagrams: 4, empty: 1 };
  const came = (received: number, repeated: number, empty = 1): WitnessRecord => ({
    kind: 'datagrams',
    received,
    empty,
    repeated,
  });
  expect(told(stimulus, came(4, 0))).toEqual([]);
  expect(told(stimulus, came(3, 0))).toEqual(['I8 missing null']);
  expect(told(stimulus, came(4, 1))).toEqual(['I8 duplicate null']);
  expect(told(stimulus, came(3, 1))).toEqual(['I8 missing null']);
  expect(told(stimulus, came(5, 0), [])).toEqual(['W3 duplicate null']);
  expect(told(stimulus, came(4, 0, 0))).toEqual(['I8e missing null']);
  expect(told(stimulus, came(4, 0, 2))).toEqual(['I8e duplicate null']);
  expect(told(stimulus, null)).toEqual(['W3 witness null']);
});
