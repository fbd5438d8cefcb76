// Runs the tests of the Python runner under every CPython found, or with `--first` under the first; `--summary FILE` writes the result as JSON.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ADVICE, findPythons, MINIMUM } from './find-python.mjs';

const { values } = parseArgs({ options: { first: { type: 'boolean' }, summary: { type: 'string' } } });
const folder = fileURLToPath(new URL('../runners/python', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'evenloop-python-tests-'));

const found = findPythons();
const suites = found.slice(0, values.first ? 1 : found.length).map(test);
rmSync(scratch, { recursive: true, force: true });
if (values.summary) writeFileSync(values.summary, `${JSON.stringify(suites, null, 2)}\n`);

if (suites.length === 0) {
  console.error(`test:python: no CPython ${MINIMUM.join('.')} or later was found. ${ADVICE}`);
  process.exit(1);
}
for (const { version, run, failures, errors, skipped } of suites)
  console.log(`python ${version}: ${run} run, ${failures + errors} failed, ${skipped} skipped`);
process.exit(suites.every(({ run, failures, errors }) => run > 0 && failures + errors === 0) ? 0 : 1);

/** One suite: `{interpreter, version, run, failures, errors, skipped}`. One that left no account counts as one error. */
function test({ executable, version }) {
  console.error(`-- python ${version}: ${executable}`);
  const account = join(scratch, `${version}.json`);
  spawnSync(executable, ['-B', '-W', 'error', '-m', 'tests', account], {
    cwd: folder,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  try {
    return JSON.parse(readFileSync(account, 'utf8'));
  } catch {
    return { interpreter: executable, version, run: 1, failures: 0, errors: 1, skipped: 0 };
  }
}
