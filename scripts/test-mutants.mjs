// `npm run test:mutants`: are broken runners caught, legal ones left alone, and a broken checker found out? Exits with 1 when not.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadScenarios } from '../dist/harness/catalogue/load-scenarios.js';
import { unbrokenRules } from '../dist/harness/mutants/catalogue/by-rule.js';
import { corpusFor, corpusFromOutside } from '../dist/harness/mutants/catalogue/index.js';
import { checkerMutants } from '../dist/harness/mutants/checker/catalogue.js';
import { runCheckerMutants } from '../dist/harness/mutants/checker/run.js';
import { describeScore } from '../dist/harness/mutants/describe.js';
import { runCorpus } from '../dist/harness/mutants/run-corpus.js';
import { scoreOf } from '../dist/harness/mutants/score.js';
import { summaryOf } from '../dist/harness/mutants/summary.js';
import { MUTATION_SCORE_FILE, MUTATION_SCORE_SCHEMA } from '../dist/harness/store/mutation-score.js';
import { scenarios as own } from '../dist/scenarios/index.js';

const USAGE = `usage: npm run test:mutants -- [--quick] [--json] [--seeds n] [--only M05,C02,K1] [--runtime python@3.13.0] [--jobs n] [--out file] [--scenarios folder]
with --scenarios: only the scenarios of the folder, by mutants that are made from their rules, their events and samples, and at the seams of their stimuli`;
const root = fileURLToPath(new URL('..', import.meta.url));
const options = readOptions();
const outside = await loadScenarios([], options.scenarios ?? []);
const scenarios = outside.length > 0 ? outside : own;
const corpus = outside.length > 0 ? corpusFromOutside(outside) : corpusFor(own);
const only = options.only?.split(',');
const chosen = (list) => (only === undefined ? list : list.filter(({ id }) => only.includes(id)));
const seeds = Number(options.seeds ?? (options.quick ? 1 : 20));
const startedMs = performance.now();

// Broken runners wait most of their time, broken checkers compute: both at once.
const broken = runCorpus({
  packageRoot: root,
  scenarios,
  corpus: chosen(corpus),
  extent: { seeds, quick: options.quick ?? false },
  jobs: jobsOf(options),
  runtimes: options.runtime ?? [],
  onOutcome: (outcome, done, all) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${done}/${all} ${outcome.mutant}   `);
    if (outcome.right) return;
    const { mutant, role, scenario, rounds, subject, seed, objection } = outcome;
    console.error(
      `${process.stderr.isTTY ? '\r' : ''}${mutant} ${role} ${scenario} ${rounds} ${subject} seed ${seed}: ${objection}`,
    );
  },
});
const checkers = outside.length > 0 ? [] : runCheckerMutants(root, chosen(checkerMutants));
const [{ outcomes, runtimes, missing, unknown }, checker] = await Promise.all([broken, checkers]);
const score = scoreOf(corpus, outcomes);
const summary = summaryOf({ at: new Date().toISOString(), seeds, score, checkers: checker });
const result = {
  wallMs: Math.round(performance.now() - startedMs),
  runtimes: runtimes.map(({ id, version }) => ({ id, version })),
  ...score,
  checker,
};
// A part of the corpus is no score of the whole: it is written only where somebody says so.
const whole = only === undefined && outside.length === 0;
const file = options.out ?? (whole ? join(root, MUTATION_SCORE_FILE) : null);
if (file !== null) {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  mkdirSync(dirname(file), { recursive: true });
  const content = { schema: MUTATION_SCORE_SCHEMA, version, ...summary, details: result };
  writeFileSync(file, `${JSON.stringify(content, null, 1)}\n`);
}
for (const { scenario, rule, reason } of unbrokenRules(scenarios, corpus))
  console.error(`no mutant breaks ${rule} of ${scenario} alone: ${reason}`);
for (const scenario of unknown) console.error(`the corpus tries ${scenario}, which does not exist`);
for (const { code, cause } of missing) console.error(`${code} ${cause}`);
console.log(options.json ? JSON.stringify(result) : describeScore(result));
const good =
  score.caught.count === score.caught.of &&
  score.falseAlarms.count === 0 &&
  checker.every(({ caught }) => caught) &&
  outcomes.length + checker.length > 0 &&
  unknown.length === 0 &&
  (missing.length === 0 || outcomes.length === 0);
process.exit(good ? 0 : 1);

/** Null: one more than there are CPUs. `--lanes` is the former name of `--jobs`. */
function jobsOf({ lanes, jobs = lanes }) {
  return jobs === undefined ? null : Number(jobs);
}

function readOptions() {
  const options = {
    quick: { type: 'boolean' },
    json: { type: 'boolean' },
    seeds: { type: 'string' },
    only: { type: 'string' },
    runtime: { type: 'string', multiple: true },
    jobs: { type: 'string' },
    lanes: { type: 'string' },
    out: { type: 'string' },
    scenarios: { type: 'string', multiple: true },
  };
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    console.error(`${error.message}\n${USAGE}`);
    return process.exit(2);
  }
}
