// How long `evenloop merge` takes for many shards of many samples, and how much memory: node bench/fleet/measure-merge.mjs [shards] [samples].
// The bars: 256 shards of 1,000,000 samples in 10 s and 512 MiB. It writes 2 GB into the folder for temporary files, and removes them.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execaSync } from 'execa';
import { sampleFilesIn } from '../../dist/harness/store/sample-files.js';
import { writeShard } from '../../dist/harness/store/shard-file.js';
import { splitMix32 } from '../../dist/harness/contract/payload.js';
import { syntheticRun } from '../store/synthetic-run.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const [SHARDS, SAMPLES] = [Number(process.argv[2] ?? 256), Number(process.argv[3] ?? 1_000_000)];
const [MOST_S, MOST_MIB, BLOCKS] = [10, 512, 4];
const folder = mkdtempSync(join(tmpdir(), 'evenloop-merge-'));
try {
  const documents = shardDocuments();
  const samples = new Float64Array(SAMPLES / BLOCKS);
  const paths = documents.map((document, i) => {
    const path = join(folder, `s${i}`);
    mkdirSync(join(path, 'samples'), { recursive: true });
    for (let block = 0; block < BLOCKS; block++) {
      samples.forEach((_, at) => (samples[at] = 1000 + ((at * 7919 + block + i) % 997)));
      writeFileSync(join(path, `samples/${block}.evsg`), samples);
    }
    writeShard(join(path, 'shard.ndjson'), { ...document, samples: sampleFilesIn(path) });
    return path;
  });
  const measured = [paths, paths.toReversed()].map((order, i) => merge(order, join(folder, `out${i}`)));
  const same = measured[0].bytes.equals(measured[1].bytes);
  for (const { seconds, mebibytes } of measured)
    say(`${SHARDS} shards of ${SAMPLES} samples: ${seconds.toFixed(1)} s, ${mebibytes.toFixed(0)} MiB`);
  say(same ? 'the same bytes in both orders' : 'RED: other bytes in another order');
  const kept = measured.every(({ seconds, mebibytes }) => seconds <= MOST_S && mebibytes <= MOST_MIB);
  say(kept ? `at most ${MOST_S} s and ${MOST_MIB} MiB` : `RED: more than ${MOST_S} s or ${MOST_MIB} MiB`);
  process.exitCode = kept && same ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Four blocks of four subjects to a shard. */
function shardDocuments() {
  const next = splitMix32(1);
  const results = Array.from({ length: SHARDS }, (_, i) => {
    const text = JSON.stringify(syntheticRun(i, 4 * BLOCKS, () => next() / 2 ** 32));
    const result = JSON.parse(text.replaceAll('family.scenario_', `family.shard_${i}_`));
    const shard = { plan: 'p', index: i + 1, count: SHARDS };
    return { ...result, run: { ...result.run, commit: null, shard } };
  });
  const own = ({ cells }) => [...new Set(cells.map(({ scenario, set }) => `${scenario}/${set}`))];
  const blocks = results.flatMap(own);
  const rest = {
    unsupported: [],
    comparing: 'subjects',
    trusting: false,
    limits: [],
    failures: [],
    touched: [],
  };
  return results.map((result) =>
    Object.assign({ shard: result.run.shard, blocks, samples: [], result }, rest),
  );
}

/** The command as a user gives it, with the most memory that it ever had. */
function merge(paths, out) {
  const report = `process.on('exit', () => process.stderr.write('rss ' + process.resourceUsage().maxRSS + '\\n'))`;
  const began = performance.now();
  const { stderr, exitCode } = execaSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(report)}`,
      join(ROOT, 'dist/harness/cli/main.js'),
      'merge',
      ...paths,
      '--out',
      out,
      '--json',
      '--no-config',
    ],
    { reject: false, stdout: 'ignore', cwd: folder },
  );
  const seconds = (performance.now() - began) / 1000;
  const mebibytes = Number(/rss (\d+)/.exec(stderr)?.[1] ?? Number.NaN) / 1024;
  if (exitCode !== 0) say(stderr.slice(-2000));
  return { seconds, mebibytes, bytes: readFileSync(join(out, 'results.json')) };
}

function say(text) {
  process.stdout.write(`${text}\n`);
}
