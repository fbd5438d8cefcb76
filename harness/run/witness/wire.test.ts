// What passes between host and witness process: requests name the invocation they are about, and nothing else is believed.
import { expect, test } from 'vitest';
import { parseFromWitness, parseToWitness } from './wire.ts';

test('a request names its invocation and is numbered', () => {
  const request = { kind: 'after-round', id: 3, invocation: 'u0-node' };
  expect(parseToWitness(request)).toEqual(request);
  expect(parseToWitness({ kind: 'after-round', id: 3 })).toBeNull();
  expect(parseToWitness({ ...request, id: '3' })).toBeNull();
  expect(parseToWitness({ ...request, kind: 'surprise' })).toBeNull();
});

test('only a process may be guarded: no group of our own, and not everybody', () => {
  expect(parseToWitness({ kind: 'guard', pid: 77 })).toEqual({ kind: 'guard', pid: 77 });
  for (const pid of [0, 1, -1, 1.5, '77', undefined])
    expect(parseToWitness({ kind: 'release', pid })).toBeNull();
});

test('a reply is numbered, and what is no message is none', () => {
  expect(parseFromWitness({ kind: 'ready' })).toEqual({ kind: 'ready' });
  expect(parseFromWitness({ kind: 'done', id: 1 })).toEqual({ kind: 'done', id: 1 });
  for (const value of [{ kind: 'done' }, { kind: 'arm', id: 1 }, null, 'done', 5])
    expect(parseFromWitness(value)).toBeNull();
});
