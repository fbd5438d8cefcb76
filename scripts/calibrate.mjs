// `npm run calibrate`: the gate's test of itself; with `--peers` other tools beside it, with `--cross` plain processes beside slices, with `--repeat`, `--decide` and `--honest` whole runs beside each other.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join, resolve } from 'node:path';
import { USAGE_EXIT, readOptions } from './calibrate-options.mjs';

const QUICK = { blocks: '6', gates: '0' };
const INTERNAL = 1;
const INCONCLUSIVE = 12;

const options = readOptions();
const dist = resolve(options.dist ?? fileURLToPath(new URL('../dist', import.meta.url)));
const say = (text) => process.stderr.write(`${text}\n`);
const load = (path) => import(pathToFileURL(join(dist, path)).href);
const list = (values) => (values ?? []).flatMap((value) => value.split(','));
const neighbour = Number(options.neighbour ?? 0);
const common = {
  scenarios: list(options.scenario),
  subjects: list(options.subject),
  neighbour,
  quick: options.quick === true,
};

const selfTest = options['skip-self-test'] ? null : await testGate();
const peers = options.peers ? await askPeers() : null;
const cross = options.cross ? await crossCheck() : null;
const lengths = options.lengths ? await lengthCheck() : null;
const repeat = options.repeat === undefined ? null : await repeatRuns();
const decide = options.decide === undefined ? null : await expecting(decideRuns);
const honest = options.honest === undefined ? null : await expecting(honestRuns);
const document = {
  schema: 'evenloop/calibration@1',
  quick: common.quick,
  neighbour,
  selfTest: selfTest?.document ?? null,
  peers: peers && {
    ...peers,
    advantages: (await load('bench/peers/peer-lines.js')).advantages(peers.rows, gates()),
  },
  cross,
  lengths,
  repeat,
  decide,
  honest,
};
process.stdout.write(
  options.json ? `${JSON.stringify(document, null, 2)}\n` : `${(await lines()).join('\n')}\n`,
);
process.exitCode = exitCode();

async function testGate() {
  say('-- the gate on itself');
  const passed = ['blocks', 'gates', 'seed', 'neighbour', 'without', 'pairs-out'].flatMap((name) => {
    const value = options[name] ?? (common.quick ? QUICK[name] : undefined);
    return value === undefined ? [] : [`--${name}`, value];
  });
  const chosen = ['scenario', 'subject'].flatMap((name) =>
    (options[name] ?? []).flatMap((value) => [`--${name}`, value]),
  );
  const args = [join(dist, 'harness/cli/main.js'), 'gate', '--self-test', '--json', ...passed, ...chosen];
  const { status, output } = await run(process.execPath, args);
  // A failed step may still have printed a result; without a document there is no result.
  if (output.trim() === '') process.exit(status === 0 ? INTERNAL : status);
  return { status, document: JSON.parse(output) };
}

async function askPeers() {
  say('-- other tools');
  const { runPeers } = await load('bench/peers/run-peers.js');
  const secondsPerCell = common.quick ? 0 : Number(options['peer-seconds'] ?? 120);
  return runPeers({ ...common, secondsPerCell }, say);
}

async function crossCheck() {
  say('-- slices beside plain processes');
  const { runCross } = await load('bench/cross/run-cross.js');
  const rounds = Number(options.rounds ?? (common.quick ? 2 : 12));
  return runCross({ ...common, rounds, seed: options.seed === undefined ? null : Number(options.seed) }, say);
}

async function lengthCheck() {
  say('-- slices of other lengths');
  const { runLengths } = await load('bench/cross/run-cross.js');
  const rounds = Number(options.rounds ?? (common.quick ? 2 : 12));
  return runLengths(
    { ...common, rounds, seed: options.seed === undefined ? null : Number(options.seed) },
    say,
  );
}

async function repeatRuns() {
  say('-- one build, many runs');
  const { runRepeat } = await load('bench/repeat/run-repeat.js');
  const directory = resolve(options['repeat-dir'] ?? 'reports/out/repeat');
  const args = [
    ...common.scenarios.flatMap((pattern) => ['--scenario', pattern]),
    ...common.subjects.flatMap((pattern) => ['--subject', pattern]),
    ...(common.quick ? ['--profile', 'smoke', '--repetitions', '3'] : []),
  ];
  const seed = Number(options.seed ?? 1);
  const summary = await runRepeat({ runs: Number(options.repeat), seed, directory, args }, say);
  const docs = options['repeat-docs'];
  if (docs !== undefined) await writeRepeat(summary, docs);
  return summary;
}

async function decideRuns() {
  say('-- two builds, whole runs');
  const { runDecide } = await load('bench/decide/run-decide.js');
  const { decide: rounds, against, seed } = options;
  const directory = resolve(options['decide-dir'] ?? `reports/out/decide${suffix()}`);
  return runDecide({ ...common, rounds: Number(rounds), against, seed: Number(seed ?? 1), directory }, say);
}

async function honestRuns() {
  say('-- copies of one subject, whole runs');
  const { runHonest } = await load('bench/honest/run-honest.js');
  const { scenarios, subjects, quick } = common;
  const inject = Number(options.inject ?? 0);
  const usual = `reports/out/honest${inject === 0 ? '' : `-inject-${inject}`}${suffix()}`;
  return runHonest(
    {
      runs: Number(options.honest),
      seed: Number(options.seed ?? 1),
      directory: resolve(options['honest-dir'] ?? usual),
      scenarios,
      subject: subjects[0] ?? 'node/promises',
      copies: Number(options.copies ?? 2),
      timeMs: 1000 * Number(options.time ?? 90),
      inject,
      neighbour,
      quick,
    },
    say,
  );
}

/** Runs of a busy machine and of a quiet one are not kept in one folder. */
function suffix() {
  return `${neighbour === 0 ? '' : `-busy-${neighbour}`}${common.quick ? '-quick' : ''}`;
}

/** What can go wrong in an expected way is told without a stack. */
async function expecting(part) {
  try {
    return await part();
  } catch (error) {
    if (error.failure === undefined) throw error;
    const { code, cause, next, evidence } = error.failure;
    say([`calibrate: ${code} ${cause} ${next}`, ...evidence].join('\n'));
    return process.exit(USAGE_EXIT);
  }
}

async function writeRepeat(summary, docs) {
  const [{ repeatMarkdown }, { repeatChart }] = await Promise.all([
    load('bench/repeat/repeat-lines.js'),
    load('bench/repeat/repeat-chart.js'),
  ]);
  mkdirSync(docs, { recursive: true });
  const command = `npm run calibrate -- --skip-self-test --repeat ${summary.runs} --repeat-docs ${docs}`;
  writeFileSync(join(docs, 'repeat.md'), repeatMarkdown(summary, command));
  writeFileSync(join(docs, 'repeat.svg'), repeatChart(summary));
}

function gates() {
  return selfTest?.document.live ?? [];
}

async function lines() {
  const { selfTestLines } = await load('harness/cli/ui/self-test-table.js');
  const { peerLines } = await load('bench/peers/peer-lines.js');
  const { crossLines } = await load('bench/cross/cross-lines.js');
  const { lengthLines } = await load('bench/lengths/length-lines.js');
  const { repeatLines } = await load('bench/repeat/repeat-lines.js');
  const { decideLines } = await load('bench/decide/decide-lines.js');
  const { honestLines } = await load('bench/honest/honest-lines.js');
  const parts = [
    selfTest && [
      ...selfTestLines(selfTest.document),
      ...selfTest.document.conditions.map(({ text }) => text),
    ],
    peers && peerLines(peers, gates()),
    cross && crossLines(cross),
    lengths && lengthLines(lengths),
    repeat && repeatLines(repeat),
    decide && decideLines(decide),
    honest && honestLines(honest),
    common.quick && ['Tiny sizes: everything works, and no number here means anything.'],
  ];
  return parts.filter(Boolean).flatMap((part) => part.concat(''));
}

/** In tiny sizes the gate cannot show anything, and is not expected to. */
function exitCode() {
  if (selfTest !== null && selfTest.status !== 0 && !(common.quick && selfTest.status === INCONCLUSIVE))
    return selfTest.status;
  return [peers, cross, lengths, repeat, decide, honest].some(
    (part) => part !== null && part.rows.length === 0,
  )
    ? INTERNAL
    : 0;
}

function run(executable, args) {
  const child = spawn(executable, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (bytes) => (output += bytes));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ status: code ?? INTERNAL, output }));
  });
}
