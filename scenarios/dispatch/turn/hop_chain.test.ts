// The chain as the workloads compute it, against the one that the harness expects.
import { expect, it } from 'vitest';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { ExpectedEvent } from '../../../harness/contract/scenario.ts';
import { levelOf, makeHopChain } from './hop_chain.ts';
import { scenario } from './scenario.ts';

const PARAMS = { level: 'turn', hops: 30, stride: 10 };

function recordingKit(nonce: string, traced: boolean): { kit: Kit; events: ExpectedEvent[] } {
  const events: ExpectedEvent[] = [];
  const kit: Kit = {
    kinds: { hop: 1 },
    nonce,
    seed: 0,
    directory: '',
    traced,
    round: 0,
    cancelled: false,
    emit(_, key, id, digest) {
      events.push({ kind: 'hop', key, id, digest });
    },
    sample() {},
    now: () => 0,
    crc32: () => 0,
    endpoint: () => undefined,
    listening() {},
  };
  return { kit, events };
}

it.each([
  ['0123456789abcdef', true],
  ['0123456789abcdef', false],
  ['ffffffff00000000', true],
  ['fedcba9876543210', false],
])('makes the hops that are expected of nonce %s, traced: %s, round after round', (nonce, traced) => {
  const { kit, events } = recordingKit(nonce, traced);
  const chain = makeHopChain(PARAMS, kit);
  const context = {
    params: PARAMS,
    seed: 0,
    nonce,
    secret: 0,
    round: 0,
    traced,
    witness: null,
    runtime: null,
  };
  const expected = [...scenario.expected(context)];
  for (let round = 0; round < 2; round++) {
    events.length = 0;
    let hops = 1;
    expect(chain.beginRound()).toBe(PARAMS.hops);
    while (chain.hop()) hops++;
    expect(hops).toBe(PARAMS.hops);
    expect(events).toEqual(expected);
  }
  expect(expected).toHaveLength(traced ? 30 : 3);
});

it('does exactly as many hops as a slice has, and records none', () => {
  const { kit, events } = recordingKit('0123456789abcdef', false);
  const chain = makeHopChain(PARAMS, kit);
  for (const wanted of [1, 5]) {
    let hops = 1;
    chain.beginSlice(wanted);
    while (chain.hop()) hops++;
    expect(hops).toBe(wanted);
  }
  expect(events).toEqual([]);
});

it('knows two levels', () => {
  expect(levelOf(PARAMS)).toBe('turn');
  expect(() => levelOf({ level: 'jump' })).toThrow(RangeError);
});
