// The peers: hyperfine, Node's benchmark/compare.js, tinybench and pyperf, each with its own order, its own numbers and its own rule.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { mean } from '../../harness/stats/mean.ts';
import type { InProcessJob, InProcessTask } from './in-process.ts';
import type { Peer, PeerPlace, PeerTrial } from './peer.ts';
import { BUILDS, runProcess, SLOWDOWN } from './peer-cell.ts';
import type { Build, PeerCell, SoloRun } from './peer-cell.ts';
import { compareRule, disjointRule, hyperfineRule, pyperfRule, pyperfValues, samplesRule } from './rules.ts';

const PYPERF_VALUES = 3;

export function peersOf(sizes: PeerPlace['sizes']): readonly Peer[] {
  return [...sizes.hyperfine.map(hyperfinePeer), compareJs, tinybench, pyperf];
}

const logOfWork = (): number => Math.log(1 + SLOWDOWN);

/** Whole processes, all of one build, then all of the next. What a process needs to start is in its time. */
function hyperfinePeer(runs: number): Peer {
  return {
    id: `hyperfine-${runs}`,
    title: `hyperfine, ${runs}+${runs} processes`,
    absent: (_, { hyperfine }) =>
      hyperfine === null ? 'hyperfine is not installed: apt-get install -y hyperfine' : null,
    effect: ({ workShare }) => Math.log(1 + SLOWDOWN * workShare),
    async trial(cell, place) {
      const [base, again, slowed] = await hyperfineTimes(cell, place, runs);
      const all = [...base, ...again, ...slowed];
      return {
        seconds: (2 / 3) * sum(all),
        verdicts: [
          {
            rule: 'Welch on times, 5 %',
            unchanged: hyperfineRule(base, again),
            slowed: hyperfineRule(again, slowed),
          },
        ],
        groups: [base, again, slowed].map(logs),
        paired: false,
        secondsPerPair: 2 * mean(all),
      };
    },
  };
}

async function hyperfineTimes(
  cell: PeerCell,
  { hyperfine, directory }: PeerPlace,
  runs: number,
): Promise<readonly [readonly number[], readonly number[], readonly number[]]> {
  const file = join(directory, 'hyperfine.json');
  const commands = BUILDS.map((build) => cell.command[build].map(quoted).join(' '));
  const args = ['-N', '--style', 'none', '--runs', String(runs), '--warmup', '1', '--export-json', file];
  await execa(hyperfine ?? 'hyperfine', [...args, ...commands], {
    env: cell.environment,
    extendEnv: false,
    stdin: 'ignore',
  });
  const { results } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly results: readonly { readonly times: readonly number[] }[];
  };
  const [base, again, slowed] = results.map(({ times }) => times);
  if (base === undefined || again === undefined || slowed === undefined)
    throw new Error('hyperfine measured fewer commands than it was given');
  return [base, again, slowed];
}

const quoted = (word: string): string => `'${word.replaceAll("'", String.raw`'\''`)}'`;

/** Strictly alternating; a rate of each process. The third build alternates with them, so that both answers come from the same minutes. */
const compareJs: Peer = {
  id: 'compare-js',
  title: "Node's benchmark/compare.js",
  absent: () => null,
  effect: logOfWork,
  async trial(cell, { sizes }) {
    const runs = emptyRuns();
    for (let i = 0; i < sizes.compare; i++)
      for (const build of BUILDS) runs[build].push(await runProcess(cell.command[build], cell.environment));
    const times = (build: Build): number[] => runs[build].map(({ result }) => mean(result.wallNs));
    const [base, again, slowed] = [times('base'), times('again'), times('slowed')];
    const level = (at: 0.05 | 0.01) => ({
      rule: `Welch on rates, ${100 * at} %`,
      unchanged: compareRule(base, again, at),
      slowed: compareRule(again, slowed, at),
    });
    return {
      ...timesOf(runs),
      verdicts: [level(0.05), level(0.01)],
      groups: [differences(base, again), differences(again, slowed)],
      paired: true,
    };
  },
};

/** One process; what its memory looks like is drawn once, for all of its samples. */
const tinybench: Peer = {
  id: 'tinybench',
  title: 'tinybench, one process',
  absent: ({ javascript }) => (javascript ? null : 'tinybench measures JavaScript only'),
  effect: logOfWork,
  async trial(cell, { sizes, packageRoot, directory }) {
    const file = join(directory, 'in-process.json');
    const job: InProcessJob = {
      tasks: BUILDS.map((build) => ({ name: build, job: cell.jobs[build] })),
      timeMs: sizes.inProcessMs,
    };
    writeFileSync(file, JSON.stringify(job));
    const program = join(packageRoot, 'dist/bench/peers/in-process.js');
    const began = performance.now();
    const { stdout } = await execa(cell.command.base[0] ?? process.execPath, [program, file], {
      env: cell.environment,
      extendEnv: false,
      stdin: 'ignore',
    });
    const seconds = (2 / 3) * ((performance.now() - began) / 1000);
    const [base, again, slowed] = JSON.parse(stdout) as readonly InProcessTask[];
    if (base === undefined || again === undefined || slowed === undefined)
      throw new Error('tinybench ran fewer tasks than it was given');
    return {
      seconds,
      verdicts: [
        {
          rule: 'Welch on samples, 5 %',
          unchanged: samplesRule(base.samples, again.samples),
          slowed: samplesRule(again.samples, slowed.samples),
        },
        {
          rule: 'margins of error apart',
          unchanged: disjointRule(base, again),
          slowed: disjointRule(again, slowed),
        },
      ],
      groups: [[Math.log(again.mean / base.mean)], [Math.log(slowed.mean / again.mean)]],
      paired: true,
      secondsPerPair: seconds,
    };
  },
};

/** Fresh processes of several values each, all of one build, then all of the next. */
const pyperf: Peer = {
  id: 'pyperf',
  title: "pyperf's rule",
  absent: () => null,
  effect: logOfWork,
  async trial(cell, { sizes }) {
    const runs = emptyRuns();
    for (const build of BUILDS)
      for (let i = 0; i < sizes.pyperf; i++)
        runs[build].push(await runProcess(cell.command[build], cell.environment));
    const values = (build: Build): (readonly number[])[] =>
      runs[build].map(({ result }) => pyperfValues(result.wallNs, PYPERF_VALUES));
    const [base, again, slowed] = [values('base'), values('again'), values('slowed')];
    return {
      ...timesOf(runs),
      verdicts: [
        {
          rule: 'Student on all values, 5 %',
          unchanged: pyperfRule(base, again),
          slowed: pyperfRule(again, slowed),
        },
      ],
      groups: [base, again, slowed].map((build) => logs(build.map(mean))),
      paired: false,
    };
  },
};

const emptyRuns = (): Record<Build, SoloRun[]> => ({ base: [], again: [], slowed: [] });

function timesOf(
  runs: Readonly<Record<Build, readonly SoloRun[]>>,
): Pick<PeerTrial, 'seconds' | 'secondsPerPair'> {
  const seconds = Object.values(runs).flatMap((of) => of.map(({ seconds }) => seconds));
  return { seconds: (2 / 3) * sum(seconds), secondsPerPair: 2 * mean(seconds) };
}

const logs = (values: readonly number[]): number[] => values.map(Math.log);
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

function differences(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, i) => Math.log((b[i] ?? Number.NaN) / value));
}
