// Of a round that hung nothing is due that the echo proxy held back: only what the server owed.
import { expect, test } from 'vitest';
import type { ExpectedEvent } from '../contract/scenario.ts';
import type { WitnessRecord } from '../contract/witness.ts';
import { performedOf } from './performed.ts';

const STIMULUS = { kind: 'echo-proxy', connections: 3, bytesPerConnection: 128 } as const;

function* expected(): Iterable<ExpectedEvent> {
  for (let key = 0; key < 3; key++) {
    yield { kind: 'open', key, id: 0, digest: 0 };
    for (let id = 0; id < 2; id++) yield { kind: 'reply', key, id, digest: 7 };
    yield { kind: 'end', key, id: 0, digest: 0 };
  }
  yield { kind: 'refused', key: 3, id: 0, digest: 2 };
}

const opens = ['open 0 0', 'open 1 0', 'open 2 0'];

function due(held: number, seen: readonly (readonly [toServer: number, toClient: number])[]): string[] {
  const witness: WitnessRecord = {
    kind: 'echo-proxy',
    connections: seen.map(([bytesToServer, bytesToClient]) => ({
      bytesToServer,
      bytesToClient,
      digestToClient: 0,
    })),
    held,
  };
  return [...performedOf(expected, STIMULUS, witness)()].map(({ kind, key, id }) => `${kind} ${key} ${id}`);
}

test('a server that answered some connections owes the others their first reply', () => {
  const events = due(2, [
    [64, 64],
    [64, 0],
    [64, 64],
  ]);
  expect(events.toSorted()).toEqual([...opens, 'reply 1 0'].toSorted());
});

test('it owes none to a connection that has not asked', () => {
  const events = due(2, [
    [64, 64],
    [0, 0],
    [64, 64],
  ]);
  expect(events).toEqual(opens);
});

test('of a server that answered one alone another rule speaks', () => {
  const events = due(1, [
    [64, 64],
    [64, 0],
    [64, 0],
  ]);
  expect(events).toEqual(opens);
});

test('when the first replies were let go, everything is due', () => {
  const events = due(0, [
    [128, 128],
    [128, 64],
    [128, 128],
  ]);
  expect(events).toHaveLength([...expected()].length);
});
