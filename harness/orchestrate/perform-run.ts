// A run of this package's own tree, stoppable by signals and by time.
import { resolve } from 'node:path';
import { NO_PROJECT, OUT_ROOT } from '../contract/project.ts';
import type { Project } from '../contract/project.ts';
import { PRODUCT } from '../contract/product.ts';
import type { RunOptions, Checking } from '../contract/request.ts';
import type { Scenario } from '../contract/scenario.ts';
import { refuseUnknownThresholds, withThresholds } from '../plan/thresholds.ts';
import { findPackage } from './package-root.ts';
import type { Comparing } from './assemble/assemble.ts';
import type { ChoiceRequest } from './prepare/choose.ts';
import { commandLine } from './command-line.ts';
import { measureRun } from './measure-run.ts';
import type { Measured } from './measure-run.ts';
import { openResumed } from './recover/resume.ts';
import type { ResumedRun } from './recover/resume.ts';
import type { RunListener } from './listener.ts';
import { listenForStop, stopWith } from './stop.ts';
import { openWires } from './wires.ts';
import type { KeptWires } from './wires.ts';
import type { RunStop } from './stop.ts';

export interface PerformRequest {
  /** The words of the command, which are to be shown in the report. */
  readonly args: readonly string[];
  readonly options: RunOptions;
  readonly comparing: Comparing;
  readonly breadth: ChoiceRequest['breadth'];
  /** Null: this is a measurement. */
  readonly checking: Checking | null;
  readonly scenarios: readonly Scenario[];
  /** The folder of an earlier run, which goes on; null or absent: a new one. The rest is as that was asked for. */
  readonly resume?: string | null;
  /** Absent: the package alone, with its runs below the working directory. */
  readonly project?: Project;
  readonly listener: RunListener;
  /** What stops the run where a program called and this process is its own; absent: the signals of this process. */
  readonly caller?: { readonly signal: AbortSignal | null };
  /** The other side of `compare --base-ref`, made under the same stop; null when that was cancelled. */
  readonly openBase?: (stop: RunStop) => Promise<BaseSide | null>;
}

export interface BaseSide {
  readonly root: string;
  remove(): void;
}

/** Null when it was stopped before there was anything to run. */
export async function performRun(request: PerformRequest): Promise<Measured | null> {
  const { args, options, openBase } = request;
  const project = request.project ?? { ...NO_PROJECT, outRoot: resolve(OUT_ROOT) };
  const { thresholds, config, outRoot } = project;
  refuseUnknownThresholds(request.scenarios, thresholds, config);
  const { root } = findPackage();
  const stop = stopOf(request);
  let base: BaseSide | null = null;
  let wires: KeptWires | null = null;
  let resumed: ResumedRun | null = null;
  try {
    resumed = typeof request.resume === 'string' ? openResumed(request.resume, process.cwd()) : null;
    wires = openWires(options.wire ?? null);
    base = (await openBase?.(stop)) ?? null;
    if (openBase !== undefined && base === null) return null;
    const baseRoot = base?.root ?? root;
    const measured = await measureRun({
      ...request,
      project,
      sides: base === null ? ['head'] : ['base', 'head'],
      // The A/A control repeats the subject that the others are compared with.
      packageRoot: (side) => (side === 'head' ? root : baseRoot),
      scenarios: withThresholds(request.scenarios, thresholds),
      outRoot,
      version: PRODUCT.version,
      workingFolder: process.cwd(),
      command: (seed) => resumed?.journal.run.command ?? commandLine(args, seed),
      ...(resumed === null ? {} : { resumed }),
      stop,
      wires,
    });
    const unwritten = wires.close();
    return unwritten === null ? measured : { ...measured, troubles: [...measured.troubles, unwritten] };
  } finally {
    wires?.close();
    base?.remove();
    resumed?.release();
    stop.dispose();
  }
}

function stopOf({ options: { maxTimeMs }, listener, caller }: PerformRequest): RunStop {
  if (caller !== undefined) return stopWith(caller.signal, maxTimeMs);
  return listenForStop({
    source: process,
    maxTimeMs,
    say: (text) => listener.onSignal(text),
    abandon: () => listener.abandon(),
  });
}
