// One cell for the peers: the two builds as commands that any tool can start.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { CalibratedCell } from '../../harness/gate/calibration-plan.ts';
import type { Runtime } from '../../harness/contract/runner-manifest.ts';
import { launchOf } from '../../harness/run/discover/runner-environment.ts';
import { operationsOf } from '../../harness/plan/slice-plan.ts';
import { median } from '../../harness/stats/median.ts';
import type { SoloJob, SoloResult } from './job.ts';

/** `base` and `again` are the same build: what a rule says of the two is a false alarm. */
export type Build = 'base' | 'again' | 'slowed';
export const BUILDS: readonly Build[] = ['base', 'again', 'slowed'];

/** The real slowdown that every rule has to find. */
export const SLOWDOWN = 0.05;

export interface PeerCell {
  readonly name: string;
  readonly javascript: boolean;
  /** The whole command, the executable first. */
  readonly command: Readonly<Record<Build, readonly string[]>>;
  readonly jobs: Readonly<Record<Build, SoloJob>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Of the time of a process, the part that the slowdown can reach. */
  readonly workShare: number;
}

export interface PeerCellRequest {
  readonly cell: CalibratedCell;
  readonly runtime: Runtime;
  readonly packageRoot: string;
  /** Where job files go. */
  readonly directory: string;
  /** Of the measured slices of one process. */
  readonly measuredMs: number;
}

export interface SoloRun {
  readonly result: SoloResult;
  /** From its start to its end. */
  readonly seconds: number;
}

const FIRST_SLICES = 20;
/** Of a process: pyperf's rule needs values. */
const FEWEST_SLICES = 8;

export async function openPeerCell(request: PeerCellRequest): Promise<PeerCell> {
  const { scenario, set, subject } = request.cell;
  const { manifest, manifestFolder } = request.runtime;
  const { environment } = launchOf(
    manifest,
    { packageRoot: request.packageRoot, manifestFolder },
    process.env,
  );
  const program = programOf(request);
  const place = join(request.directory, `${scenario.id}-${subject.id.replaceAll(/\W/g, '-')}`);
  const { job, workShare } = await sized(request, program, environment, `${place}-size.json`);
  const jobs = {
    base: job,
    again: job,
    slowed: { ...job, extra: SLOWDOWN },
  };
  const command = (build: Build): readonly string[] => {
    const file = `${place}-${build}.json`;
    writeFileSync(file, JSON.stringify(jobs[build]));
    return [...program, file];
  };
  return {
    name: `${scenario.id}/${set.name}/${subject.id}`,
    javascript: request.runtime.manifest.language === 'javascript',
    command: { base: command('base'), again: command('again'), slowed: command('slowed') },
    jobs,
    environment,
    workShare,
  };
}

/** One fresh process, alone. */
export async function runProcess(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<SoloRun> {
  const began = performance.now();
  const [file = '', ...args] = command;
  const { stdout } = await execa(file, args, {
    env: environment,
    extendEnv: false,
    stdin: 'ignore',
    stderr: 'pipe',
  });
  const seconds = (performance.now() - began) / 1000;
  return { result: JSON.parse(stdout) as SoloResult, seconds };
}

/** The interpreter as the runner is started, with another program in the runner's place. */
function programOf({ runtime, packageRoot }: PeerCellRequest): readonly string[] {
  if (runtime.manifest.language === 'javascript')
    return [runtime.executable, join(packageRoot, 'dist/bench/peers/solo.js')];
  const { args } = launchOf(runtime.manifest, { packageRoot, manifestFolder: runtime.manifestFolder }, {});
  const flags = args.slice(0, args.indexOf('-m'));
  return [runtime.executable, ...flags, join(packageRoot, 'bench/peers/solo.py')];
}

async function sized(
  request: PeerCellRequest,
  program: readonly string[],
  environment: Readonly<Record<string, string>>,
  file: string,
): Promise<{ readonly job: SoloJob; readonly workShare: number }> {
  const { slices: declared, set } = request.cell;
  const tried = (job: SoloJob): Promise<SoloRun> => {
    writeFileSync(file, JSON.stringify(job));
    return runProcess([...program, file], environment);
  };
  const sliceMs = ({ result }: SoloRun): number => median(result.wallNs) / 1e6;
  const first = jobOf(request, operationsOf(declared.operations, set.params));
  const lengthMs = sliceMs(await tried(first));
  const slices = Math.max(FEWEST_SLICES, Math.round(request.measuredMs / lengthMs));
  const job = { ...first, slices };
  const { result, seconds } = await tried(job);
  return { job, workShare: Math.min(1, result.workNs / 1e9 / seconds) };
}

function jobOf({ cell }: PeerCellRequest, operations: number): SoloJob {
  const { scenario, set, subject, slices } = cell;
  return {
    scenario: scenario.id,
    style: subject.style,
    params: set.params,
    alphabet: scenario.alphabet.map(({ name, code, order }) => ({ name, code, order })),
    seed: 20_240,
    nonce: '0123456789abcdef',
    operations,
    extra: 0,
    warmupSlices: slices.warmup,
    slices: FIRST_SLICES,
  };
}
