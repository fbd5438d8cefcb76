// `npm run test:stryker [-- <file or folder>...]`: Stryker changes the code of check, stats and compare, one place at a time, and the unit
// tests of its folder must notice. Stryker is put into .stryker at first use, pinned: of 64 MB nobody else needs anything.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const VERSION = '9.6.1';
const PLACE = '.stryker';
const PACKAGES = join(PLACE, 'node_modules', '@stryker-mutator');
const FOLDERS = ['harness/stats', 'harness/compare', 'harness/check'];
/** In percent of what was changed, for each folder as a whole. */
const LEAST_SCORE = 85;

/** A place whose change the tests noticed; the others count against the score. `Ignored`: read once, when a module is loaded. */
const NOTICED = new Set(['Killed', 'Timeout', 'RuntimeError']);
const COUNTED = new Set([...NOTICED, 'Survived', 'NoCoverage']);

const wanted = process.argv.slice(2);
install();
const scores = FOLDERS.flatMap((folder) => {
  const named = wanted.filter((each) => each === folder || each.startsWith(`${folder}/`));
  return wanted.length > 0 && named.length === 0 ? [] : [scoreOf(folder, named)];
});
for (const { folder, noticed, counted, survivors } of scores) {
  for (const line of survivors) console.log(line);
  console.log(
    `${folder}: ${noticed} of ${counted} changes noticed, ${percent(noticed, counted).toFixed(1)} %`,
  );
}
const low = scores.filter(({ noticed, counted }) => percent(noticed, counted) < LEAST_SCORE);
process.exit(scores.length === 0 || low.length > 0 ? 1 : 0);

function install() {
  const at = join(PACKAGES, 'core', 'package.json');
  if (existsSync(at) && JSON.parse(readFileSync(at, 'utf8')).version === VERSION) return;
  mkdirSync(PLACE, { recursive: true });
  writeFileSync(join(PLACE, 'package.json'), '{"private":true}\n');
  // The runner is to find the vitest of this package, and not one of its own.
  const packages = ['core', 'vitest-runner'].map((name) => `@stryker-mutator/${name}@${VERSION}`);
  const options = ['--ignore-scripts', '--legacy-peer-deps', '--no-audit', '--no-fund', '--save-exact'];
  const { status } = spawnSync('npm', ['install', ...options, ...packages], { cwd: PLACE, stdio: 'inherit' });
  if (status !== 0) process.exit(1);
}

function scoreOf(folder, named) {
  const report = join(PLACE, `${folder.split('/').at(-1)}.json`);
  const config = join(PLACE, 'config.json');
  writeFileSync(config, JSON.stringify(configOf(folder, named, report)));
  const bin = join(PACKAGES, 'core', 'bin', 'stryker.js');
  const { status } = spawnSync(process.execPath, [bin, 'run', config], { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  const { files } = JSON.parse(readFileSync(report, 'utf8'));
  const all = Object.entries(files).flatMap(([path, { mutants }]) =>
    mutants.map((mutant) => ({ path, ...mutant })),
  );
  const counted = all.filter(({ status: how }) => COUNTED.has(how));
  const left = counted.filter(({ status: how }) => !NOTICED.has(how));
  const survivors = left.map(
    ({ path, location, mutatorName, replacement = '' }) =>
      `${path}:${location.start.line}:${location.start.column} ${mutatorName} ${JSON.stringify(replacement.slice(0, 80))}`,
  );
  return { folder, noticed: counted.length - left.length, counted: counted.length, survivors };
}

function configOf(folder, named, report) {
  return {
    testRunner: 'vitest',
    plugins: [`${process.cwd()}/${join(PACKAGES, 'vitest-runner', 'dist', 'src', 'index.js')}`],
    vitest: { configFile: 'scripts/stryker/vitest.config.ts', dir: folder, related: false },
    coverageAnalysis: 'perTest',
    ignoreStatic: true,
    concurrency: 1,
    // Stryker would rewrite it by an interface that TypeScript 7 does not have.
    tsconfigFile: 'none.json',
    disableTypeChecks: false,
    tempDirName: join(PLACE, 'tmp'),
    ignorePatterns: ['dist', PLACE, '.venv', '.runtimes', '.consumers', 'reports/out'],
    reporters: ['json'],
    jsonReporter: { fileName: report },
    allowConsoleColors: false,
    mutate: (named.length === 0 ? [folder] : named).flatMap(patternsOf),
  };
}

const patternsOf = (path) =>
  statSync(path).isDirectory() ? [`${path}/**/*.ts`, `!${path}/**/*.test.ts`] : [path];

function percent(part, whole) {
  return whole === 0 ? 100 : (100 * part) / whole;
}
