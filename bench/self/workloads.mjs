// What recording costs the workloads: each beside the same loop written bare, alternately in one process, by CPU time.
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { judged, medianOf, ratioOf } from './log-ratio.mjs';
import { percent, short, table } from './table.mjs';

export const LIMIT_RATIO = 1.05;

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
/**
 * Short turns and many pairs: what else the machine does changes slowly, so neighbours in time share it. A turn has this much
 * CPU time unless it has to wait longer for it, as timers do, and at least one round.
 */
const FULL = { pairs: 100, warmupMs: 600, turnCpuMs: 25, turnWallMs: 60 };
const QUICK = { pairs: 24, warmupMs: 200, turnCpuMs: 10, turnWallMs: 30 };

export async function measureWorkloads({ dist, quick, filter, aa, python, progress }) {
  const { scenarios } = await import(pathToFileURL(join(dist, 'scenarios/index.js')).href);
  const scratch = mkdtempSync(join(tmpdir(), 'evenloop-bench-self-'));
  const cells = [];
  try {
    for (const language of languages(python())) {
      // The measured scenarios have bare counterparts; the others are there for their meaning.
      const compared = scenarios.filter(({ inDefaultRun }) => inDefaultRun);
      const wanted = compared.flatMap((scenario) => jobsOf(scenario, language));
      for (const job of wanted.filter(({ id }) => filter === undefined || id.includes(filter))) {
        progress(job.id);
        const directory = join(scratch, String(cells.length));
        mkdirSync(directory);
        cells.push(await measured({ ...job, ...(quick ? QUICK : FULL), dist, directory, aa }, language));
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return { limit: LIMIT_RATIO, comparedWith: aa ? 'itself' : 'bare', cells };
}

export function workloadsTable({ limit, cells }) {
  return table(
    ['workload', 'bare CPU ns', 'in evenloop', 'more', '95 % interval', 'limit', ''],
    cells.map(({ id, bareNs, kitNs, ratio, lower, upper, verdict, problem }) =>
      problem === undefined
        ? [
            id,
            short(bareNs),
            short(kitNs),
            percent(ratio),
            `${percent(lower)} to ${percent(upper)}`,
            percent(limit),
            verdict,
          ]
        : [id, '', '', '', '', '', problem],
    ),
  );
}

/** The runners, as their manifests say they are started. */
function languages(python) {
  const manifest = JSON.parse(readFileSync(join(root, 'runners', 'python', 'runner.json'), 'utf8'));
  const fill = (text) =>
    text.replaceAll('{package}', root).replaceAll('{separator}', delimiter).replaceAll('{hashSeed}', '0');
  const environment = Object.entries(manifest.environment).map(([name, value]) => [name, fill(value)]);
  const flags = manifest.args.slice(0, manifest.args.indexOf('-m'));
  return [
    {
      runner: 'node',
      style: 'promises',
      command: [process.execPath, join(here, 'drive.mjs')],
      environment: {},
    },
    {
      runner: 'python',
      style: 'coroutines',
      command: [python, ...flags, join(here, 'drive.py')],
      environment: Object.fromEntries(environment.filter(([, value]) => value !== '')),
    },
  ];
}

function jobsOf(scenario, { runner, style }) {
  return scenario.profiles.quick.map(({ name, params }) => {
    const stimulus = scenario.stimulus(params);
    return {
      id: `${scenario.id} ${name} ${runner}/${style}`,
      scenario: scenario.id,
      style,
      params,
      alphabet: scenario.alphabet.map(({ name, code, order }) => ({ name, code, order })),
      capacity: scenario.capacity(params),
      operations: scenario.operations(params),
      // An echo goes through the harness in traced rounds alone.
      stimulus: ['edits', 'burst', 'files'].includes(stimulus.kind) ? stimulus : null,
      seed: 20_240,
      nonce: '0123456789abcdef',
      node: process.execPath,
      witness: join(here, 'witness.mjs'),
    };
  });
}

async function measured(job, { command: [executable, ...args], environment }) {
  const { id, scenario, params } = job;
  const { status, output, errors } = await run(executable, [...args, JSON.stringify(job)], environment);
  if (status !== 0) return { id, scenario, params, problem: problemIn(errors) ?? `ended with ${status}` };
  const { pairs, rounds, version } = JSON.parse(output);
  const ratio = ratioOf(pairs);
  return {
    id,
    scenario,
    params,
    version,
    rounds,
    kitNs: medianOf(pairs.map(([kit]) => kit)).middle,
    bareNs: medianOf(pairs.map(([, bare]) => bare)).middle,
    ...ratio,
    verdict: judged(ratio, LIMIT_RATIO),
  };
}

function run(executable, args, environment) {
  const child = spawn(executable, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (bytes) => (output += bytes));
  child.stderr.on('data', (bytes) => (errors += bytes));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ status: code ?? signal, output, errors }));
  });
}

/** The line that names the error, in what either language writes when it ends by one. */
function problemIn(errors) {
  return errors.split('\n').findLast((line) => /^[\w.]*Error\b.*:/.test(line));
}
