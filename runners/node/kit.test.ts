// What a workload sees through its kit.
import { crc32 } from 'node:zlib';
import { expect, it } from 'vitest';
import type { Endpoint, PrepareMessage } from '../../harness/contract/message.ts';
import { makeKit } from './kit.ts';
import { makeRecorder } from './recorder.ts';

const PEER: Endpoint = { kind: 'tcp', host: '127.0.0.1', port: 4000 };
const PROXY: Endpoint = { kind: 'unix', path: '/run/proxy' };
const PREPARE: PrepareMessage = {
  kind: 'prepare',
  id: 1,
  scenario: 'timers.sleep_loop',
  style: 'promises',
  params: {},
  seed: 42,
  nonce: '0123456789abcdef',
  directory: '/here',
  endpoints: { peer: PEER },
  sidecar: { samples: '/samples', events: '/events' },
  alphabet: [{ name: 'arm', code: 7, order: 'sequence' }],
  capacity: { events: 1, samples: 0 },
};

function hosted() {
  const now = () => 1;
  return makeKit(PREPARE, makeRecorder(PREPARE.capacity, now), now);
}

it('gives what the harness has prepared', () => {
  const { kit } = hosted();
  expect(kit).toMatchObject({ kinds: { arm: 7 }, nonce: PREPARE.nonce, seed: 42, directory: '/here' });
  expect(kit.crc32(Uint8Array.of(3), kit.crc32(Uint8Array.of(1, 2)))).toBe(crc32(Uint8Array.of(1, 2, 3)));
});

it('says which round it is, and whether it is traced', () => {
  const { kit, begin } = hosted();
  begin({ round: 3, purpose: 'traced', endpoints: {} });
  expect([kit.round, kit.traced]).toEqual([3, true]);
  begin({ round: 4, purpose: 'measured', endpoints: {} });
  expect([kit.round, kit.traced]).toEqual([4, false]);
});

it('overrides an endpoint for one round', () => {
  const { kit, begin } = hosted();
  expect(kit.endpoint('peer')).toEqual(PEER);
  begin({ round: 0, purpose: 'traced', endpoints: { peer: PROXY } });
  expect(kit.endpoint('peer')).toEqual(PROXY);
  begin({ round: 1, purpose: 'measured', endpoints: {} });
  expect(kit.endpoint('peer')).toEqual(PEER);
  expect(kit.endpoint('constructor')).toBeUndefined();
});

it('takes what the workload listens on, but only while it opens', () => {
  const { kit, opened } = hosted();
  kit.listening('server', PEER);
  expect(opened()).toEqual({ server: PEER });
  expect(() => kit.listening('late', PEER)).toThrow('after the workload was opened');
});
