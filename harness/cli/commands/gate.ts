// `evenloop gate --self-test`: does the gate on this machine find injected slowdowns, and report no others?
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenarios } from '../../../scenarios/index.ts';
import { EXIT, FailureError, failure } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import { probeConditions } from '../../run/bench-conditions.ts';
import { harnessEpochNs } from '../../run/clock.ts';
import { makeScratch } from '../../run/scratch.ts';
import { startLoad } from '../../run/stress-load.ts';
import { startWitness } from '../../run/witness/host.ts';
import { readGateOptions } from '../options/gate-options.ts';
import type { GateOptions } from '../options/gate-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { findPackage } from '../package-root.ts';
import { calibratedCells } from '../pipeline/calibration/calibrated-cells.ts';
import { refuse, withoutScheduling } from '../pipeline/calibration/refuse.ts';
import { selfTest } from '../pipeline/calibration/self-test.ts';
import type { SelfTest } from '../pipeline/calibration/self-test.ts';
import { choose } from '../pipeline/choose.ts';
import { guardChildren } from '../pipeline/child-guard.ts';
import { findRuntimes } from '../pipeline/find-runtimes.ts';
import { random32 } from '../pipeline/random32.ts';
import { watchWindows } from '../pipeline/run-windows.ts';
import { listenForStop } from '../pipeline/stop.ts';
import { selfTestLines } from '../ui/self-test-table.ts';
import type { Terminal } from '../ui/terminal.ts';

export async function gate(raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const options = readGateOptions(raw);
  const say = (text: string): void => terminal.err(terminal.paintErr('dim', text));
  const stop = listenForStop({
    source: process,
    maxTimeMs: null,
    say,
    abandon: () => process.exit(EXIT.interrupted),
  });
  try {
    const { test, conditions, seed } = await perform(options, stop, say);
    const trouble = verdictOn(test);
    if (options.pairsOut !== null) writePairs(test, options.pairsOut);
    if (options.json) terminal.out(JSON.stringify(documentOf(test, conditions, seed, options), null, 2));
    else
      for (const line of [...selfTestLines(test), ...conditions.map(({ text }) => text)]) terminal.out(line);
    if (stop.cause() === 'signal') return EXIT.interrupted;
    if (trouble === null) return EXIT.ok;
    terminal.err(terminal.paintErr('red', trouble));
    return EXIT.inconclusive;
  } finally {
    stop.dispose();
  }
}

async function perform(
  options: GateOptions,
  stop: ReturnType<typeof listenForStop>,
  say: (text: string) => void,
) {
  const { root } = findPackage();
  const found = await findRuntimes(root, options.subjects);
  const choice = choose({ ...options, reference: null, breadth: 'catalogue' }, scenarios, found);
  const cells = calibratedCells(choice, options.scenarios.length === 0);
  if (cells.length === 0)
    throw new FailureError(
      failure(
        'EL4006',
        'No selected scenario is measured in slices.',
        'Choose a scenario that is, such as dispatch.turn.',
      ),
    );
  const machine = refuse(await probeConditions(), options.without);
  const scratch = await makeScratch(process.env);
  const witness = guardChildren(await startWitness({ epochNs: harnessEpochNs }));
  const load = options.neighbour === 0 ? null : await startLoad({ share: options.neighbour / 100 });
  const windows = watchWindows();
  const seed = options.seed ?? random32();
  try {
    const test = await selfTest(
      { cells, runtimes: found.runtimes, blocks: options.blocks, gates: options.gates, seed, random32 },
      {
        packageRoot: root,
        runDirectory: join(scratch.directory, 'pairs'),
        scratchDirectory: scratch.directory,
        witness,
        stop,
        machine,
        ...(options.without.includes('scheduling') ? { seen: withoutScheduling } : {}),
        onWindow: (window) => windows.slices(window),
      },
      say,
    );
    return { test, conditions: machine.conditions, seed };
  } finally {
    await load?.end();
    await witness.close();
    await scratch.remove();
  }
}

/** What the self-test demands; null: it holds. Only of what was counted: a few verdicts cannot show a rate of one percent. */
function verdictOn({ rates }: SelfTest): string | null {
  const unchanged = rates.find(({ effect }) => effect === 0);
  const five = rates.find(({ id }) => id === '5');
  if (unchanged === undefined || unchanged.resampled.differs.trials === 0)
    return 'Nothing could be tested: no block was proved.';
  if (unchanged.disjoint.differs.low > 0.01 || (unchanged.resampled.differs.share ?? 1) > 0.02)
    return 'The gate reports differences between equal builds: do not gate on this machine.';
  if ((five?.resampled.slower.share ?? 0) < 0.8)
    return 'The gate misses slowdowns of 5 %: a passed gate on this machine proves little.';
  return null;
}

function documentOf(
  { cells, rates, live }: SelfTest,
  conditions: readonly { readonly name: string; readonly kept: boolean; readonly text: string }[],
  seed: number,
  { neighbour, without }: GateOptions,
) {
  return {
    schema: 'evenloop/self-test@1',
    seed,
    neighbour,
    without,
    conditions,
    cells: cells.map(({ cell, blocks, wallMs, troubles }) => ({ cell, blocks, wallMs, troubles })),
    rates,
    live,
  };
}

function writePairs({ cells }: SelfTest, folder: string): void {
  mkdirSync(folder, { recursive: true });
  for (const { cell, recorded } of cells)
    for (const [id, pairs] of recorded)
      writeFileSync(
        join(folder, `${cell.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}-${id}.json`),
        JSON.stringify(pairs),
      );
}
