// Runs one workload of the Node runner and the same loop written bare, alternately, in this process; prints the CPU time of each pair.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const job = JSON.parse(process.argv[2]);
const load = (path) => import(pathToFileURL(join(job.dist, path)).href);

const [{ makeRecorder }, { makeKit }, { startClock }, workload, bare] = await Promise.all([
  load('runners/node/recorder.js'),
  load('runners/node/kit.js'),
  load('runners/node/clock.js'),
  load(`scenarios/${job.scenario.replace('.', '/')}/${job.style}.js`),
  import(`./bare/${job.scenario.split('.')[1]}.mjs`),
]);

const kitSide = await openSide('kit', job.aa ? openBare : openKit);
const bareSide = await openSide('bare', openBare);
const sides = [kitSide, bareSide];

await warmUp(sides);
const rounds = await roundsPerTurn(bareSide);
const pairs = [];
for (let pair = 0; pair < job.pairs; pair++) {
  const order = Math.random() < 0.5 ? sides : sides.toReversed();
  for (const side of order) side.cpuNs = await cpuPerOperation(side, rounds);
  pairs.push(sides.map(({ cpuNs }) => cpuNs));
}
process.stdout.write(`${JSON.stringify({ pairs, rounds, version: process.versions.node })}\n`, () =>
  process.exit(0),
);

async function openSide(name, open) {
  const directory = join(job.directory, name);
  mkdirSync(directory);
  const witness = job.stimulus === null ? null : await startWitness(directory);
  return { round: await open(directory, witness?.endpoints ?? {}), witness, next: 0 };
}

/** As the runner does it: the recorder at `digest`, nothing but the round itself in the window. */
async function openKit(directory, endpoints) {
  const { now } = startClock();
  const recorder = makeRecorder(job.capacity, now);
  const hosted = makeKit({ ...job, directory, endpoints }, recorder, now);
  const opened = await workload.open(job.params, hosted.kit);
  hosted.opened();
  return {
    begin(round) {
      hosted.begin({ round, purpose: 'measured', endpoints: {} });
      recorder.begin('digest');
    },
    run: () => opened.round(),
    end() {
      if (recorder.filled().events === 0) throw new Error(`${job.scenario} recorded nothing`);
    },
  };
}

async function openBare(directory, endpoints) {
  const { round } = await bare.open(job.params, { nonce: job.nonce, directory, endpoint: endpoints.writer });
  return { begin() {}, run: round, end() {} };
}

async function startWitness(directory) {
  const request = JSON.stringify({ dist: job.dist, stimulus: job.stimulus, directory });
  const child = spawn(process.execPath, [job.witness, request], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error('the witness went away');
    return value;
  };
  const endpoints = JSON.parse(await answer());
  const ask = async (line) => {
    child.stdin.write(`${line}\n`);
    await answer();
  };
  return { endpoints, ask };
}

async function warmUp(sides) {
  const until = performance.now() + job.warmupMs;
  do for (const side of sides) await cpuPerOperation(side, 1);
  while (performance.now() < until);
}

/** The number of rounds with which a part of a pair has the requested CPU time, unless that takes too long. */
async function roundsPerTurn(side) {
  const began = performance.now();
  const trials = 3;
  const cpuMs = (await cpuPerOperation(side, trials)) * job.operations * 1e-6;
  const wallMs = (performance.now() - began) / trials;
  return Math.max(1, Math.round(Math.min(job.turnCpuMs / cpuMs, job.turnWallMs / wallMs)));
}

/** Nanoseconds. No collection is forced between the turns: V8 would drop compiled code with it. */
async function cpuPerOperation(side, rounds) {
  let micros = 0;
  for (let i = 0; i < rounds; i++) micros += await cpuOfRound(side);
  return (micros * 1000) / (rounds * job.operations);
}

/** Microseconds. What the round before has left to the loop is done before the window begins. */
async function cpuOfRound(side) {
  const number = side.next++;
  await side.witness?.ask(`begin ${number}`);
  await nextTurn();
  await nextTurn();
  side.round.begin(number);
  const before = process.cpuUsage();
  const result = side.round.run();
  const operations = typeof result === 'number' ? result : await result;
  const { user, system } = process.cpuUsage(before);
  side.round.end();
  await side.witness?.ask('end');
  if (operations !== job.operations)
    throw new Error(`${job.scenario} did ${operations} operations, not ${job.operations}`);
  return user + system;
}
