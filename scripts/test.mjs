// `npm test`: the tests of both languages, then one line that sums them up. Exits with 1 when any failed, or when none ran.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';

const folder = mkdtempSync(join(tmpdir(), 'evenloop-test-'));
const totals = { passed: 0, failed: 0, skipped: 0 };
let broken = false;

const run = (args) =>
  spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status ?? 1;
const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    broken = true;
    return null;
  }
};

const typescript = join(folder, 'typescript.json');
const extra = process.argv.slice(2);
const vitestStatus = run([
  'node_modules/vitest/vitest.mjs',
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${typescript}`,
  ...extra,
]);
const suites = readJson(typescript);
if (suites) {
  totals.passed += suites.numPassedTests;
  totals.failed += suites.numFailedTests;
  totals.skipped += suites.numPendingTests + suites.numTodoTests;
}
if (vitestStatus !== 0) broken = true;

if (extra.length === 0) {
  const python = join(folder, 'python.json');
  const pythonStatus = run([
    'scripts/test-python.mjs',
    '--summary',
    python,
    ...(process.env.CI ? [] : ['--first']),
  ]);
  for (const suite of readJson(python) ?? []) {
    const bad = suite.failures + suite.errors;
    totals.failed += bad;
    totals.skipped += suite.skipped;
    totals.passed += suite.run - bad - suite.skipped;
    console.log(`python ${suite.version}: ${suite.run} run, ${bad} failed, ${suite.skipped} skipped`);
  }
  if (pythonStatus !== 0) broken = true;
}

rmSync(folder, { recursive: true, force: true });
if (totals.passed === 0) broken = true;
if (broken && totals.failed === 0) totals.failed = 1;
console.log(`tests: ${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(broken || totals.failed > 0 ? 1 : 0);
