// `npm run calibrate`: the gate's test of itself; with `--peers` other tools beside it, with `--cross` plain processes beside slices, with `--repeat` whole runs beside each other.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const USAGE = `usage: npm run calibrate -- [options]
--peers               hyperfine, Node's compare.js, tinybench and pyperf's rule on the same two builds
--peer-seconds <n>    for all peers of a cell; each is asked once at least (default: 120)
--cross               ratios across runtimes in slices and by plain fresh processes
--lengths             ratios in slices of half, twice and four times the declared length
--rounds <n>          of the cross check and of the lengths (default: 12)
--repeat <n>          n whole default runs in fresh copies at drawn paths and environments, and what their intervals are worth
--repeat-dir <dir>    where their results are kept (default: reports/out/repeat); those that are there are not run again
--repeat-docs <dir>   write repeat.md and repeat.svg there
--skip-self-test      only what else was asked for
--scenario <patterns> --subject <patterns>   as of \`evenloop gate\`; of the cross check the first subject is the one compared with
--blocks <n> --gates <n> --seed <n> --without <names> --pairs-out <dir>   passed on to \`evenloop gate --self-test\`
--neighbour <percent> keep each CPU so busy beside everything
--quick               tiny sizes: shows that everything works; its numbers mean nothing
--json                one JSON document on stdout
--dist <folder>       another folder of compiled code than dist
`;
const QUICK = { blocks: '6', gates: '0' };
const INTERNAL = 1;
const USAGE_EXIT = 2;
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
  const [{ selfTestLines }, { peerLines }, { crossLines }, { lengthLines }, { repeatLines }] =
    await Promise.all([
      load('harness/cli/ui/self-test-table.js'),
      load('bench/peers/peer-lines.js'),
      load('bench/cross/cross-lines.js'),
      load('bench/lengths/length-lines.js'),
      load('bench/repeat/repeat-lines.js'),
    ]);
  const parts = [
    selfTest && [
      ...selfTestLines(selfTest.document),
      ...selfTest.document.conditions.map(({ text }) => text),
    ],
    peers && peerLines(peers, gates()),
    cross && crossLines(cross),
    lengths && lengthLines(lengths),
    repeat && repeatLines(repeat),
    common.quick && ['Tiny sizes: everything works, and no number here means anything.'],
  ];
  return parts.filter(Boolean).flatMap((part) => part.concat(''));
}

/** In tiny sizes the gate cannot show anything, and is not expected to. */
function exitCode() {
  if (selfTest !== null && selfTest.status !== 0 && !(common.quick && selfTest.status === INCONCLUSIVE))
    return selfTest.status;
  return [peers, cross, lengths, repeat].some((part) => part !== null && part.rows.length === 0)
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

function readOptions() {
  try {
    const text = { type: 'string' };
    const flag = { type: 'boolean' };
    const many = { type: 'string', multiple: true };
    const { values } = parseArgs({
      options: {
        peers: flag,
        'peer-seconds': text,
        cross: flag,
        lengths: flag,
        repeat: text,
        'repeat-dir': text,
        'repeat-docs': text,
        rounds: text,
        'skip-self-test': flag,
        scenario: many,
        subject: many,
        blocks: text,
        gates: text,
        seed: text,
        without: text,
        'pairs-out': text,
        neighbour: text,
        quick: flag,
        json: flag,
        dist: text,
      },
    });
    for (const [name, least] of [
      ['peer-seconds', 0],
      ['rounds', 2],
      ['repeat', 2],
      ['neighbour', 0],
    ])
      if (values[name] !== undefined && !(/^\d+$/.test(values[name]) && Number(values[name]) >= least))
        throw new Error(`--${name} is ${JSON.stringify(values[name])}, not a whole number from ${least}`);
    if (Number(values.neighbour ?? 0) > 100) throw new Error('--neighbour is more than 100 %');
    if (values['skip-self-test'] && !values.peers && !values.cross && !values.lengths && !values.repeat)
      throw new Error('nothing is left to do');
    return values;
  } catch (error) {
    process.stderr.write(`calibrate: ${error.message}\n${USAGE}`);
    return process.exit(USAGE_EXIT);
  }
}
