// The cross check and the check of lengths on this machine: finds cells and interpreters, opens what blocks need, keeps the neighbour busy, and clears up.
import { random32 } from '../../harness/orchestrate/chance.ts';
import { EXIT } from '../../harness/contract/failure.ts';
import { findPackage } from '../../harness/orchestrate/package-root.ts';
import { choose } from '../../harness/orchestrate/prepare/choose.ts';
import type { Choice } from '../../harness/orchestrate/prepare/choose.ts';
import { findAndAsk } from '../../harness/orchestrate/prepare/find-runtimes.ts';
import { listenForStop } from '../../harness/orchestrate/stop.ts';
import { withPlaces } from '../../harness/orchestrate/with-places.ts';
import { probeConditions } from '../../harness/run/block/bench-conditions.ts';
import { scenarios } from '../../scenarios/index.ts';
import { measureLengths } from '../lengths/measure-lengths.ts';
import type { LengthResult } from '../lengths/measure-lengths.ts';
import { crossCells, lengthCells } from './cross-cells.ts';
import { measureCross } from './measure-cross.ts';
import type { CrossPlaces, CrossResult } from './measure-cross.ts';

export interface RunCross {
  /** None: every scenario of the default run that is sliced. */
  readonly scenarios: readonly string[];
  /** The first is the one that all others are held against; none: the default style of each runtime. */
  readonly subjects: readonly string[];
  readonly rounds: number;
  /** Null: drawn. */
  readonly seed: number | null;
  /** Percent of each CPU that a neighbour keeps busy. */
  readonly neighbour: number;
  /** The smallest parameters: shows that everything works, and no more. */
  readonly quick: boolean;
}

const DEFAULT_SUBJECTS = ['node/promises', 'python/coroutines'];

export function runCross(options: RunCross, say: (text: string) => void): Promise<CrossResult> {
  const subjects = options.subjects.length === 0 ? DEFAULT_SUBJECTS : options.subjects;
  return measureWith({ ...options, subjects }, say, (choice, places) => {
    const cells = crossCells(choice, options.quick ? 'smoke' : 'quick', subjects);
    return measureCross({ cells, ...places.settings }, places, say);
  });
}

/** The subjects of the default run, in slices of several lengths. */
export function runLengths(options: RunCross, say: (text: string) => void): Promise<LengthResult> {
  return measureWith(options, say, (choice, places) => {
    const [reference = ''] = DEFAULT_SUBJECTS;
    const cells = lengthCells(choice, places.runtimes, options.quick ? 'smoke' : 'quick', reference);
    return measureLengths({ cells, ...places.settings }, places, say);
  });
}

interface Opened extends CrossPlaces {
  readonly settings: { readonly rounds: number; readonly seed: number; readonly random32: () => number };
}

async function measureWith<Result>(
  options: RunCross,
  say: (text: string) => void,
  measure: (choice: Choice, places: Opened) => Promise<Result>,
): Promise<Result> {
  const { root } = findPackage();
  const { subjects } = options;
  const found = await findAndAsk(root, subjects);
  const request = { scenarios: options.scenarios, subjects, reference: null, breadth: 'default' as const };
  const choice = choose(request, scenarios, found);
  const stop = listenForStop({
    source: process,
    maxTimeMs: null,
    say,
    abandon: () => process.exit(EXIT.interrupted),
  });
  const machine = await probeConditions();
  const settings = { rounds: options.rounds, seed: options.seed ?? random32(), random32 };
  try {
    return await withPlaces(options.neighbour, (places) =>
      measure(choice, { ...places, runtimes: found.runtimes, packageRoot: root, stop, machine, settings }),
    );
  } finally {
    stop.dispose();
  }
}
