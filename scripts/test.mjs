// `npm test`: the tests of both languages at the same time, then one line that sums them up. With arguments, which go to vitest, TypeScript alone.
// Exits with 1 when any failed, or when none ran. Slow unit tests are named: they do not fail, for a busy machine makes every test slow.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** A unit test that takes longer belongs to `*.process.test.ts`, or has more to do than it needs. */
const SLOW_MS = 250;

const folder = mkdtempSync(join(tmpdir(), 'evenloop-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
let broken = false;

const extra = process.argv.slice(2);
const python = extra.length === 0 ? testPython() : null;
await testTypescript();
if (python !== null) tellPython(await python);

rmSync(folder, { recursive: true, force: true });
if (totals.passed === 0) broken = true;
if (broken && totals.failed === 0) totals.failed = 1;
console.log(`tests: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(broken || totals.failed > 0 ? 1 : 0);

async function testTypescript() {
  const account = join(folder, 'typescript.json');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${account}`];
  const { status } = await run(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...extra], 'inherit');
  if (status !== 0) broken = true;
  const suites = readJson(account);
  if (suites === null) return;
  totals.passed += suites.numPassedTests;
  totals.failed += suites.numFailedTests;
  totals.skipped += suites.numPendingTests + suites.numTodoTests;
  for (const line of slowUnitTests(suites)) console.log(line);
}

/** What it says is kept back, so that it does not come between the lines of vitest. */
async function testPython() {
  const account = join(folder, 'python.json');
  const which = process.env.CI ? [] : ['--first'];
  return { account, ...(await run(['scripts/test-python.mjs', '--summary', account, ...which], 'pipe')) };
}

function tellPython({ account, status, said }) {
  process.stderr.write(said);
  if (status !== 0) broken = true;
  for (const { version, run, failures, errors, skipped } of readJson(account) ?? []) {
    totals.failed += failures + errors;
    totals.skipped += skipped;
    totals.passed += run - failures - errors - skipped;
    console.log(`python ${version}: ${run} run, ${failures + errors} failed, ${skipped} skipped`);
  }
}

function slowUnitTests({ testResults }) {
  const slow = testResults
    .filter(({ name }) => !/\.(process|browser)\.test\.ts$/.test(name))
    .flatMap(({ name, assertionResults }) =>
      assertionResults.map(({ fullName, duration }) => ({ name, fullName, ms: Math.round(duration ?? 0) })),
    )
    .filter(({ ms }) => ms > SLOW_MS)
    .sort((a, b) => b.ms - a.ms);
  if (slow.length === 0) return [];
  return [
    `unit tests over ${SLOW_MS} ms: ${slow.length}`,
    ...slow.map(({ name, fullName, ms }) => `  ${ms} ms  ${relative('.', name)}: ${fullName}`),
  ];
}

function run(args, output) {
  const child = spawn(process.execPath, args, { stdio: ['ignore', output, output] });
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes) => said.push(bytes));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ status: code ?? 1, said: Buffer.concat(said) }));
  });
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    broken = true;
    return null;
  }
}
