// Harness rule W3 where the harness's own peers send and receive: agreement passes, each kind of disagreement is found.
import { expect, test } from 'vitest';
import type { Scenario, Stimulus } from '../../contract/scenario.ts';
import type { WitnessRecord } from '../../contract/witness.ts';
import { roundOf, sampleScenario } from '../../testing/sample-case.ts';
import { witnessDrafts } from './witness.ts';

const RULES: Scenario['rules'] = ['I1', 'I2', 'I5', 'I8', 'I8e', 'I13', 'I14', 'I15', 'I16', 'I18'].map(
  (id) => ({
    kind: 'exact',
    id,
    level: 'must',
    text: 'A test.',
    events: ['settled'],
  }),
);

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
  const stimulus: Stimulus = { kind: 'half-close', connections: 2, bytes: 64, tailBytes: 8 };
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

test('a server that closes answers its clients to the end, and lets nobody else in', () => {
  const stimulus: Stimulus = { kind: 'shutdown', each: 1, bytes: 64 };
  const seen = (late: 'refused' | 'accepted' | 'failed', ...over: Partial<Client>[]): WitnessRecord => ({
    kind: 'shutdown',
    clients: Array.from({ length: 4 }, (_, key) => client(over[key])),
    late,
  });
  expect(told(stimulus, seen('refused'))).toEqual([]);
  expect(told(stimulus, seen('refused', { bytesReceived: 9 }))).toEqual(['I1 missing 0']);
  expect(told(stimulus, seen('refused', {}, { ending: 'failed' }))).toEqual(['I2 witness 1']);
  expect(told(stimulus, seen('accepted'))).toEqual(['I13 forbidden 4']);
  expect(told(stimulus, seen('failed'))).toEqual(['I13 witness 4']);
  expect(told(stimulus, seen('accepted'), [])).toEqual(['W3 forbidden 4']);
  expect(told(stimulus, { kind: 'shutdown', clients: [], late: 'refused' })).toEqual(['W3 witness null']);
  expect(told(stimulus, null)).toEqual(['W3 witness null']);
});

test('of many addresses the first good one gets one connection, the others none, and nothing stays under way', () => {
  const stimulus: Stimulus = { kind: 'addresses', trials: [['refusing', 'good', 'good', 'silent']] };
  const seen = (accepted: readonly number[], underWay = 0): WitnessRecord => ({
    kind: 'addresses',
    trials: [{ accepted, underWay }],
  });
  expect(told(stimulus, seen([0, 1, 0, 0]))).toEqual([]);
  expect(told(stimulus, seen([0, 0, 0, 0]))).toEqual(['I14 witness 0']);
  expect(told(stimulus, seen([0, 2, 0, 0]))).toEqual(['I14 witness 0']);
  expect(told(stimulus, seen([0, 1, 1, 0]))).toEqual(['I15 witness 0']);
  expect(told(stimulus, seen([0, 1, 0, 0], 1))).toEqual(['I16 witness 0']);
  expect(told(stimulus, seen([0, 1, 0, 0], 1), [])).toEqual(['W3 witness 0']);
  expect(told(stimulus, { kind: 'addresses', trials: [] })).toEqual(['W3 witness 0']);
  expect(told(stimulus, null)).toEqual(['W3 witness null']);
});

test('a few slow calls are under way at once, and all come', () => {
  const stimulus: Stimulus = { kind: 'pool', few: 3, many: 40, bytes: 64 };
  const seen = (together: number, released: number): WitnessRecord => ({ kind: 'pool', together, released });
  expect(told(stimulus, seen(3, 43))).toEqual([]);
  expect(told(stimulus, seen(2, 43))).toEqual(['I18 witness 0']);
  expect(told(stimulus, seen(2, 43), [])).toEqual(['W3 witness 0']);
  expect(told(stimulus, seen(3, 42))).toEqual(['W3 witness null']);
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
