// Plans 10,000 blocks over 256 shards and runs them on a simulated fleet with stragglers, losses and duplicates: `npm run simulate:fleet [-- --seed n]`.
// Ends red where the plan is more uneven than 1.05x, or where a loss or a duplicate is not named.
import { parseArgs } from 'node:util';
import { splitMix32 } from '../../dist/harness/contract/payload.js';
import { gatherShards } from '../../dist/harness/orchestrate/fleet/gather-shards.js';
import { imbalanceOf, packShards, weighBlocks } from '../../dist/harness/plan/pack-shards.js';

const { values } = parseArgs({ options: { seed: { type: 'string', default: '1' } } });
const [BLOCKS, SHARDS, MOST] = [10_000, 256, 1.05];
/** Of the blocks so many are new, and have no stored duration. */
const NEW = 0.05;
const [STRAGGLERS, LOSSES, DUPLICATES] = [0.03, 0.04, 0.02];

const next = splitMix32(Number(values.seed));
const chance = () => next() / 2 ** 32;
const normal = () => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());

// Durations of blocks spread over two orders of magnitude, and one time differs from the next.
const blocks = Array.from({ length: BLOCKS }, (_, i) => {
  const expectedMs = 30_000;
  const trueMs = expectedMs * Math.exp(0.9 * normal());
  return { id: `family.scenario${i >> 3}/set${i & 7}`, expectedMs, trueMs };
});
const stored = new Map(
  blocks.flatMap(({ id, trueMs }) => (chance() < NEW ? [] : [[id, trueMs * Math.exp(0.05 * normal())]])),
);
const weighed = weighBlocks(
  blocks.map(({ id, expectedMs }) => ({ id, weightMs: expectedMs })),
  stored,
);
const began = performance.now();
const { shards, imbalance } = packShards(weighed, SHARDS);
const plannedMs = performance.now() - began;

const trueOf = new Map(blocks.map(({ id, trueMs }) => [id, trueMs]));
const quiet = shards.map((shard) => shard.blocks.reduce((sum, id) => sum + (trueOf.get(id) ?? 0), 0));
const slow = quiet.map((ms) => (chance() < STRAGGLERS ? ms * (1.5 + 2 * chance()) : ms));

const delivered = shards.flatMap(({ index }) => {
  const shard = { plan: 'p', index, count: SHARDS };
  const one = { kind: 'whole', path: `s${index}`, shard, commit: null, value: index };
  if (chance() < LOSSES)
    return chance() < 0.5 ? [] : [{ kind: 'damaged', path: `s${index}`, shard, reason: 'it is cut short' }];
  return chance() < DUPLICATES ? [one, { ...one, path: `s${index}-again` }] : [one];
});
const wholes = delivered.filter(({ kind }) => kind === 'whole').map(({ shard }) => shard.index);
const lost = shards.map(({ index }) => index).filter((index) => !wholes.includes(index));
const doubled = [...new Set(wholes.filter((index, i) => wholes.indexOf(index) !== i))];
const gathered = gatherShards(delivered);
const said = gathered.ok ? [] : gathered.troubles;
const missing = said.find(({ code, cause }) => code === 'EL3204' && cause.startsWith('Shard'))?.cause ?? '';
const namedMissing = (/^Shards? ([\d, ]+) of/.exec(missing)?.[1] ?? '')
  .split(', ')
  .filter(Boolean)
  .map(Number);
const namedTwice = said
  .filter(({ code }) => code === 'EL3202')
  .map(({ cause }) => Number(/^Shard (\d+)/.exec(cause)?.[1]));

// What was lost runs again, what came twice is named once: then it is whole.
const again = lost.map((index) => ({
  kind: 'whole',
  path: `s${index}`,
  shard: { plan: 'p', index, count: SHARDS },
  commit: null,
  value: index,
}));
const once = delivered.filter(({ kind, path }) => kind === 'whole' && !path.endsWith('-again'));
const whole = gatherShards([...again, ...once]);

const same = (a, b) =>
  JSON.stringify([...a].sort((x, y) => x - y)) === JSON.stringify([...b].sort((x, y) => x - y));
const checks = [
  [`planned imbalance ${imbalance.toFixed(4)} is at most ${MOST}`, imbalance <= MOST],
  [
    'every block is in one shard',
    shards.flatMap((one) => one.blocks).length === BLOCKS &&
      new Set(shards.flatMap((one) => one.blocks)).size === BLOCKS,
  ],
  [`${lost.length} lost shards are named`, same(namedMissing, lost)],
  [`${doubled.length} doubled shards are named`, same(namedTwice, doubled)],
  ['with the lost ones run again it is whole', whole.ok && whole.shards.length === SHARDS],
];
const hours = (ms) => `${(ms / 3.6e6).toFixed(2)} h`;
say(`${BLOCKS} blocks in ${SHARDS} shards, packed in ${plannedMs.toFixed(0)} ms`);
say(`without stragglers: imbalance ${imbalanceOf(quiet).toFixed(4)}, longest ${hours(Math.max(...quiet))}`);
say(`with stragglers:    imbalance ${imbalanceOf(slow).toFixed(4)}, longest ${hours(Math.max(...slow))}`);
for (const [text, holds] of checks) say(`${holds ? 'ok ' : 'RED'} ${text}`);
process.exitCode = checks.every(([, holds]) => holds) ? 0 : 1;

function say(text) {
  process.stdout.write(`${text}\n`);
}
