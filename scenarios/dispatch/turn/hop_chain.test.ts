// The chain as the workloads compute it, against the one that the harness expects.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { ExpectedEvent } from '../../../harness/contract/scenario.ts';
import { levelOf, makeHopChain } from './hop_chain.ts';
import { scenario } from './scenario.ts';

const PARAMS = { level: 'turn', hops: 30, stride: 10 };

function recordingKit(nonce: string, traced: boolean): { kit: Kit; events: ExpectedEvent[] } {
  const events: ExpectedEvent[] = [];
  const names = ['', 'hop', 'armed', 'between'];
  const kit: Kit = {
    kinds: { hop: 1, armed: 2, between: 3 },
    nonce,
    seed: 0,
    directory: '',
    traced,
    round: 0,
    cancelled: false,
    emit(kind, key, id, digest) {
      events.push({ kind: names[kind] ?? '', key, id, digest });
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
])('makes the hops that are expected of nonce %s, traced: %s, round after round', async (nonce, traced) => {
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
    while (chain.hop()) {
      hops++;
      await nextTurn();
    }
    expect(hops).toBe(PARAMS.hops);
    expect(events).toEqual(expected);
  }
  // Each recorded hop but the last has something between it and the next.
  expect(expected).toHaveLength(traced ? 30 + 2 * 29 : 3 + 2 * 2);
});

it('leaves another trace when two hops share a turn', async () => {
  const { kit, events } = recordingKit('0123456789abcdef', true);
  const chain = makeHopChain(PARAMS, kit);
  chain.beginRound();
  do await nextTurn();
  while (chain.hop() && chain.hop());
  await nextTurn();
  const context = { params: PARAMS, seed: 0, nonce: kit.nonce, secret: 0, round: 0, traced: true };
  const expected = [...scenario.expected({ ...context, witness: null, runtime: null })];
  expect(events.filter(({ kind }) => kind === 'hop')).toEqual(expected.filter(({ kind }) => kind === 'hop'));
  expect(events).not.toEqual(expected);
});

it('lets nothing run between steps', () => {
  const { kit, events } = recordingKit('0123456789abcdef', true);
  const chain = makeHopChain({ ...PARAMS, level: 'step' }, kit);
  chain.beginRound();
  while (chain.hop());
  expect(new Set(events.map(({ kind }) => kind))).toEqual(new Set(['hop']));
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
