// Watches during a run what goes on beside it: pauses, other evenloops, quotas, busy neighbours. It looks between blocks, and once a second at the clocks.
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import type { DisturbanceSpan } from '../../contract/disturbance.ts';
import { cgroupLimits, throttledMs } from '../environment/cgroup.ts';
import { cpuTicks } from '../environment/cpu-ticks.ts';
import type { TextFiles } from '../environment/read-text.ts';
import type { WitnessHost } from '../witness/port.ts';
import { busySpans } from './busyness.ts';
import type { CpuMoment } from './busyness.ts';
import { openOtherRuns } from './other-runs.ts';
import { sleptMs, standstillsOf } from './standstill.ts';
import type { ClockLook } from './standstill.ts';
import { watchStoppedRunners } from './stopped-runners.ts';

export interface DisturbanceWatch {
  /** After a block: what was seen since the last time. */
  look(): readonly DisturbanceSpan[];
  /** The same host; stops of the processes that it guards are seen. */
  watching(host: WitnessHost): WitnessHost;
  /** After the last block, with what is younger than a second. */
  settle(): readonly DisturbanceSpan[];
  /** Nothing is watched any more. */
  end(): void;
  /** All that was seen so far. */
  seen(): readonly DisturbanceSpan[];
  /** What this machine does not tell, in words. */
  readonly unseen: readonly string[];
}

export interface WatchRequest {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where scratch folders lie that are in memory. */
  readonly sharedMemory: string;
  readonly files: TextFiles;
}

/** A look at the clocks, and at the folders of other runs, takes some hundredths of a millisecond. */
const BEAT_MS = 1000;
/** Counters of the kernel have hundredths of a second: over less time their shares say little. */
const LEAST_MOMENT_MS = 1000;
const LEAST_LAST_MOMENT_MS = 300;
const MOST_APART_MS = 100;
/** Below this a stopped runner is one that a debugger or a shell looked at. */
const LEAST_STOP_MS = 100;

export function watchDisturbances({ environment, sharedMemory, files }: WatchRequest): DisturbanceWatch {
  const parents = [environment['TMPDIR'] ?? tmpdir(), tmpdir(), sharedMemory].map((one) => resolve(one));
  const others = openOtherRuns(parents, files);
  const seen: DisturbanceSpan[] = [];
  let told = 0;
  let clocks = clocksNow(files);
  let moment = momentNow(files);
  let beatMs = moment.atMs;

  const beat = (): void => {
    const now = clocksNow(files);
    const atMs = Date.now();
    for (const { who, ms } of standstillsOf(clocks, now, BEAT_MS))
      seen.push({ kind: 'pause', who, share: null, fromMs: atMs - Math.max(ms, atMs - beatMs), toMs: atMs });
    for (const pid of others())
      seen.push({ kind: 'other-run', who: `process ${pid}`, share: null, fromMs: beatMs, toMs: atMs });
    clocks = now;
    beatMs = atMs;
  };
  const weigh = (leastMs: number): void => {
    if (Date.now() - moment.atMs < leastMs) return;
    const now = momentNow(files);
    seen.push(...busySpans(moment, now));
    moment = now;
  };
  const fresh = (): readonly DisturbanceSpan[] => {
    const from = told;
    told = seen.length;
    return seen.slice(from);
  };
  const stops = watchStoppedRunners(Date.now, (pid, fromMs, toMs) => {
    if (toMs - fromMs >= LEAST_STOP_MS)
      seen.push({ kind: 'pause', who: `a runner (process ${pid})`, share: null, fromMs, toMs });
  });
  const timer = setInterval(beat, BEAT_MS).unref();
  return {
    look() {
      weigh(LEAST_MOMENT_MS);
      return fresh();
    },
    watching: (host) => stops.watching(host),
    settle() {
      beat();
      weigh(LEAST_LAST_MOMENT_MS);
      return fresh();
    },
    end() {
      clearInterval(timer);
      stops.close();
    },
    seen: () => [...seen],
    unseen: unseenOf(files, clocks, moment),
  };
}

function clocksNow(files: TextFiles): ClockLook {
  const steadyNow = (): number => Number(process.hrtime.bigint()) / 1e6;
  const beforeMs = steadyNow();
  const uptime = files.read('/proc/uptime');
  const steadyMs = steadyNow();
  const { user, system } = process.cpuUsage();
  // Two clocks that were not read at the same time do not tell.
  const together = steadyMs - beforeMs <= MOST_APART_MS;
  return {
    steadyMs,
    sleptMs: together ? sleptMs(uptime, steadyMs) : null,
    cpuMs: (user + system) / 1000,
  };
}

function momentNow(files: TextFiles): CpuMoment {
  return { atMs: Date.now(), ticks: cpuTicks(files, process.pid), throttledMs: throttledMs(files) };
}

function unseenOf(
  files: TextFiles,
  { sleptMs: slept }: ClockLook,
  { ticks, throttledMs: held }: CpuMoment,
): string[] {
  const limit = cgroupLimits(files).cpus;
  return [
    ...(ticks === null ? ['what other processes used of the CPU (/proc/stat cannot be read)'] : []),
    ...(held === null && limit !== null
      ? [`how often the CPU quota of ${limit} held processes back (cpu.stat cannot be read)`]
      : []),
    ...(slept === null ? ['whether the machine slept (/proc/uptime cannot be read)'] : []),
  ];
}
