// Observes this machine: everything at once, and nothing is waited for longer than the examination may take.
import { readlinkSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { PACKAGE_ALONE } from '../contract/project.ts';
import type { ProjectParts } from '../contract/project.ts';
import { findRuntimes } from '../orchestrate/prepare/find-runtimes.ts';
import { allowedCpus } from '../run/block/affinity.ts';
import { probeConditions } from '../run/block/bench-conditions.ts';
import { cgroupLimits } from '../run/environment/cgroup.ts';
import { clockQuality } from '../run/environment/clock-quality.ts';
import { cpuShares } from '../run/environment/cpu-ticks.ts';
import { governor } from '../run/environment/governor.ts';
import { observeMachine } from '../run/environment/read-environment.ts';
import type { MachineMoment } from '../run/environment/read-environment.ts';
import { textFiles } from '../run/environment/read-text.ts';
import { virtualization } from '../run/environment/virtualization.ts';
import { scratchParent } from '../run/scratch.ts';
import { within } from '../run/session/within.ts';
import { fileEcho } from '../machine/file-echo.ts';
import { folderFacts, standing } from '../machine/folder-facts.ts';
import { loopbackEcho } from '../machine/loopback-echo.ts';
import type { ClockSeen, Observations, ProcessorsSeen } from './observations.ts';
import { systemLimits } from '../machine/system-limits.ts';
import { openTemporaryFolders } from '../machine/temporary-folders.ts';
import type { TemporaryFolders } from '../machine/temporary-folders.ts';

export interface ExamineRequest {
  readonly packageRoot: string;
  /** The folder of all runs. */
  readonly out: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whose runners and subjects are looked for beside those of the package. Absent: the package alone. */
  readonly project?: ProjectParts;
  /** What does not answer within this time counts as unknown. Absent: so short that all stays below two seconds. */
  readonly limitMs?: number;
}

const LIMIT_MS = 1600;
/** An echo that does not come is told as such only after this time; what ends sooner is unknown. */
const ECHO_LIMIT_MS = 1000;
const CLOCK_SOURCES = '/sys/devices/system/clocksource/clocksource0';

export async function observe(request: ExamineRequest): Promise<Observations> {
  const { packageRoot, project = PACKAGE_ALONE, limitMs = LIMIT_MS } = request;
  // Before anything of ours runs: it costs a few milliseconds of nothing else.
  const clock = observeClock();
  const before = observeMachine();
  const tried = openTemporaryFolders();
  const [runtimes, conditions, loopback, places] = await Promise.all([
    inTime(findRuntimes(packageRoot, ['*'], project), limitMs),
    inTime(probeConditions(), limitMs),
    inTime(loopbackEcho(ECHO_LIMIT_MS), limitMs),
    inTime(observeFolders(request, tried), limitMs),
  ]);
  tried.end();
  return {
    runtimes: runtimes === null ? null : { ...runtimes, found: runtimes.runtimes },
    limits: systemLimits(textFiles, linkOf),
    conditions: conditions?.conditions ?? null,
    watching: places?.watching ?? null,
    loopback,
    clock,
    processors: observeProcessors(before),
    folders: places?.folders ?? null,
  };
}

/** Null where it took too long. It goes on, and is not waited for. */
async function inTime<Value>(promise: Promise<Value>, limitMs: number): Promise<Value | null> {
  return (await within(promise, limitMs)) ? promise : null;
}

async function observeFolders({ out, environment }: ExamineRequest, tried: TemporaryFolders) {
  const scratch = await scratchParent(environment);
  const folders = await Promise.all([
    folderFacts(out, 'out', textFiles, tried),
    folderFacts(scratch, 'scratch', textFiles, tried),
  ]);
  const places = [
    { folder: scratch, use: 'scratch' },
    { folder: standing(out), use: 'out' },
  ] as const;
  const watching = await Promise.all(
    places.map(async ({ folder, use }) => ({
      folder,
      use,
      echo: await fileEcho(folder, tried, ECHO_LIMIT_MS),
    })),
  );
  return { folders, watching };
}

function observeClock(): ClockSeen {
  const read = (name: string): string => textFiles.read(`${CLOCK_SOURCES}/${name}`)?.trim() ?? '';
  const source = read('current_clocksource');
  return {
    ...clockQuality(() => process.hrtime.bigint()),
    source: source === '' ? null : source,
    sources: read('available_clocksource').split(/\s+/),
  };
}

function observeProcessors({ ticks }: MachineMoment): ProcessorsSeen {
  const after = observeMachine();
  const shares = ticks === null || after.ticks === null ? null : cpuShares(ticks, after.ticks);
  return {
    allowed: allowedCpus()?.length ?? availableParallelism(),
    cgroupLimit: cgroupLimits(textFiles).cpus,
    load: after.load[0] ?? 0,
    foreignShare: shares?.foreignShare ?? null,
    stealShare: shares?.stealShare ?? null,
    governor: governor(textFiles),
    boost: boostOf(),
    virtualization: virtualization(textFiles),
  };
}

/** Intel says whether it is off, others whether it is on. */
function boostOf(): boolean | null {
  const off = textFiles.read('/sys/devices/system/cpu/intel_pstate/no_turbo')?.trim();
  const on = textFiles.read('/sys/devices/system/cpu/cpufreq/boost')?.trim();
  if (off !== undefined) return off === '0';
  return on === undefined ? null : on === '1';
}

function linkOf(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
