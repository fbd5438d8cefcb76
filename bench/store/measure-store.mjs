// What a store costs: bytes of many runs after packing, and the time of one more. Needs a build.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  runFile,
  suiteFile,
  machineFile,
  keyOf,
  FORMAT_PATH,
  FORMAT_TEXT,
} from '../../dist/harness/archive/archive-files.js';
import { archiveResult } from '../../dist/harness/archive/archive-result.js';
import { additionInput } from '../../dist/harness/archive/import-stream.js';
import { splitMix32 } from '../../dist/harness/contract/payload.js';
import { syntheticRun } from './synthetic-run.mjs';

const MAIN = fileURLToPath(new URL('../../dist/harness/cli/main.js', import.meta.url));
const REF = 'refs/evenloop/runs';
const MIB = 1024 * 1024;

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '10000' }, cells: { type: 'string', default: '100' } },
});
const [count, cells] = [Number(values.runs), Number(values.cells)];
const next = splitMix32(7);
const random = () => next() / 2 ** 32;

const folder = mkdtempSync(join(tmpdir(), 'evenloop-store-'));
try {
  const git = (args, input) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', input, maxBuffer: 64 * MIB });
  git(['init', '--quiet']);
  for (let from = 0; from < count; from += 500) {
    const commits = Array.from({ length: Math.min(500, count - from) }, (_, i) =>
      commitOf(from + i, i === 0),
    );
    git(['fast-import', '--quiet', '--done'], `${commits.join('')}done\n`);
  }
  git(['-c', 'pack.threads=2', 'repack', '-adq']);
  const packed = Number(/size-pack: (\d+)/.exec(git(['count-objects', '-v']))?.[1]) / 1024;
  const run = join(folder, 'one.json');
  writeFileSync(run, JSON.stringify(syntheticRun(count, cells, random)));
  process.stdout.write(
    `${count} runs of ${cells} cells: ${packed.toFixed(1)} MiB packed, ${((packed * MIB) / count / 1024).toFixed(2)} KiB a run\n`,
  );
  process.stdout.write(
    `one more: ${timeOf(['add', run])}, again: ${timeOf(['add', run])}, list: ${timeOf(['list'])}, verify: ${timeOf(['verify'])}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** As `store add` makes it: one commit a run. */
function commitOf(index, isFirst) {
  const { run, suite, machine } = archiveResult(syntheticRun(index, cells, random));
  const [suiteAt, machineAt] = [suiteFile(suite), machineFile(machine)];
  const shared = index === 0 ? [[FORMAT_PATH, FORMAT_TEXT], suiteAt, machineAt] : [];
  const runAt = runFile({ ...run, suite: keyOf(suiteAt[0]), machine: keyOf(machineAt[0]) });
  const tip = index > 0 && isFirst ? `${REF}^0` : null;
  return additionInput({
    ref: REF,
    tip,
    seconds: 1_700_000_000 + index,
    writer: String(index),
    files: [...shared, runAt],
  }).replace(/done\n$/, '');
}

function timeOf(args) {
  const begun = performance.now();
  execFileSync(process.execPath, [MAIN, 'store', ...args], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return `${((performance.now() - begun) / 1000).toFixed(2)} s`;
}
