// How much later evenloop's command answers than a bare interpreter: fresh processes, one of each at a time, in random order.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { medianOf } from './log-ratio.mjs';
import { table } from './table.mjs';

export const LIMIT_MS = 150;

export function measureStart({ dist, quick }) {
  const commands = [
    [join(dist, 'harness', 'cli', 'main.js'), '--help'],
    ['-e', '0'],
  ];
  commands.map(startMs);
  const pairs = Array.from({ length: quick ? 7 : 15 }, () => pairMs(commands));
  const above = medianOf(pairs.map(([ours, bare]) => ours - bare));
  return {
    evenloopMs: medianOf(pairs.map(([ours]) => ours)).middle,
    bareMs: medianOf(pairs.map(([, bare]) => bare)).middle,
    aboveMs: above.middle,
    lowerMs: above.lower,
    upperMs: above.upper,
    pairs: pairs.length,
    limitMs: LIMIT_MS,
  };
}

export function startTable({ evenloopMs, bareMs, aboveMs, lowerMs, upperMs, pairs, limitMs }) {
  const ms = (value) => `${value.toFixed(0)} ms`;
  return table(
    ['process', 'median', `difference of ${pairs} pairs`, '95 % interval', 'limit'],
    [
      ['node -e 0', ms(bareMs), '', '', ''],
      ['evenloop --help', ms(evenloopMs), ms(aboveMs), `${ms(lowerMs)} to ${ms(upperMs)}`, ms(limitMs)],
    ],
  );
}

function pairMs([ours, bare]) {
  if (Math.random() < 0.5) return [startMs(ours), startMs(bare)];
  const bareMs = startMs(bare);
  return [startMs(ours), bareMs];
}

function startMs(args) {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - began;
}
