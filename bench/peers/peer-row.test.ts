// What repetitions of a peer add up to, and which peer is the best.
import { expect, test } from 'vitest';
import { advantages, peerLines } from './peer-lines.ts';
import type { PeerTrial } from './peer.ts';
import { peerRow } from './peer-row.ts';
import type { PeerRow } from './peer-row.ts';
import type { PeerVerdict } from './rules.ts';

const HEAD = { cell: 'dispatch.turn/turn/node/promises', peer: 'x', title: 'X' };
const EFFECT = Math.log(1.05);

function trial(unchanged: PeerVerdict, slowed: PeerVerdict, changes: Partial<PeerTrial> = {}): PeerTrial {
  return {
    seconds: 10,
    verdicts: [{ rule: 'r', unchanged, slowed }],
    groups: [
      [0, 0.1, -0.1],
      [1, 1.1, 0.9],
    ],
    paired: true,
    secondsPerPair: 2,
    ...changes,
  };
}

test('any call on equal builds is a false alarm, and only slower finds a slowdown', () => {
  const row = peerRow(HEAD, [trial('faster', 'slower'), trial('none', 'faster')], EFFECT);
  expect(row.repetitions).toBe(2);
  expect(row.rules).toMatchObject([
    { rule: 'r', falseAlarms: { hits: 1, trials: 2 }, slower: { hits: 1, trials: 2 } },
  ]);
});

test('the spread is that within groups: what lies between them is the effect', () => {
  const row = peerRow(HEAD, [trial('none', 'none')], EFFECT);
  expect(row.pairSd).toBeCloseTo(0.1, 12);
  expect(row.neededSeconds).toBe(2 * (row.neededPairs ?? 0));
});

test('a pair of two single processes spreads by the root of two more', () => {
  expect(peerRow(HEAD, [trial('none', 'none', { paired: false })], EFFECT).pairSd).toBeCloseTo(
    0.1 * Math.SQRT2,
    12,
  );
});

test('processes of one value each are put together, and one of them alone says nothing', () => {
  const one = (unchanged: number, slowed: number) =>
    trial('none', 'none', { groups: [[unchanged], [slowed]] });
  const trials = [one(0, 0.5), one(0.1, 0.6), one(-0.1, 0.4)];
  expect(peerRow(HEAD, trials, EFFECT).pairSd).toBeCloseTo(0.1, 12);
  expect(peerRow(HEAD, trials.slice(0, 1), EFFECT)).toMatchObject({ pairSd: null, neededSeconds: null });
});

test('the best peer is the quickest that has a number, and the gate is compared with it', () => {
  const row = (title: string, neededSeconds: number | null): PeerRow => ({
    ...peerRow({ ...HEAD, title }, [trial('none', 'slower')], EFFECT),
    neededSeconds,
  });
  const rows = [row('slow', 300), row('quick', 60), row('never', null)];
  const gates = [
    { cell: HEAD.cell, slowdown: '5', seconds: 3 },
    { cell: HEAD.cell, slowdown: 'aa', seconds: 100 },
    { cell: 'another', slowdown: '5', seconds: 1 },
  ];
  expect(advantages(rows, gates)).toEqual([
    { cell: HEAD.cell, gateSeconds: 3, bestPeer: 'quick', bestPeerSeconds: 60, times: 20 },
  ]);
  expect(advantages(rows, [])).toEqual([]);
  const absent = [{ cell: HEAD.cell, peer: 'hyperfine-10', reason: 'not installed' }];
  const text = peerLines({ rows, absent }, gates).join('\n');
  expect(text).toContain('20.0 times as long');
  expect(text).toContain('not asked: hyperfine-10: not installed');
});
