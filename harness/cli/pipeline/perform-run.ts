// A run of this package's own tree, stoppable by signals and by time.
import { resolve } from 'node:path';
import { EXIT } from '../../contract/failure.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { RunOptions } from '../options/run-options.ts';
import { findPackage } from '../package-root.ts';
import { announce } from '../ui/announcement.ts';
import type { Terminal } from '../ui/terminal.ts';
import type { Comparing } from './assemble.ts';
import type { Checking } from './checking.ts';
import type { Wish } from './choose.ts';
import { commandLine } from './command-line.ts';
import { measureRun } from './measure-run.ts';
import type { Measured } from './measure-run.ts';
import { listenForStop } from './stop.ts';
import type { Stop } from './stop.ts';

/** The folder of all runs, below the working directory. */
const OUT_ROOT = 'reports/out';

export interface PerformRequest {
  readonly options: RunOptions;
  readonly comparing: Comparing;
  readonly breadth: Wish['breadth'];
  /** Null: this is a measurement. */
  readonly checking: Checking | null;
  readonly scenarios: readonly Scenario[];
  readonly terminal: Terminal;
  /** The other side of `compare --base-ref`, made under the same stop; null when that was cancelled. */
  readonly openBase?: (stop: Stop) => Promise<BaseSide | null>;
}

export interface BaseSide {
  readonly root: string;
  remove(): void;
}

/** Null when it was stopped before there was anything to run. */
export async function performRun(request: PerformRequest): Promise<Measured | null> {
  const { options, terminal, openBase } = request;
  const { root, version } = findPackage();
  const stop = listenForStop({
    source: process,
    maxTimeMs: options.maxTimeMs,
    say: (text) => terminal.err(terminal.paintErr('yellow', text)),
    abandon: () => process.exit(EXIT.interrupted),
  });
  let base: BaseSide | null = null;
  try {
    base = (await openBase?.(stop)) ?? null;
    if (openBase !== undefined && base === null) return null;
    const baseRoot = base?.root ?? root;
    return await measureRun({
      ...request,
      sides: base === null ? ['head'] : ['base', 'head'],
      // The A/A control repeats the subject that the others are compared with.
      packageRoot: (side) => (side === 'head' ? root : baseRoot),
      outRoot: resolve(OUT_ROOT),
      version,
      command: (seed) => commandLine(process.argv.slice(2), seed),
      stop,
      announce: announce(terminal, options.verbose),
    });
  } finally {
    base?.remove();
    stop.dispose();
  }
}
