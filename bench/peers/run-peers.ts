// The peers on this machine: finds the cells and the interpreters, keeps the neighbour busy, and clears up.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findPackage } from '../../harness/orchestrate/package-root.ts';
import { calibratedCells } from '../../harness/gate/calibrated-cells.ts';
import { choose } from '../../harness/orchestrate/prepare/choose.ts';
import { findAndAsk } from '../../harness/orchestrate/prepare/find-runtimes.ts';
import { startLoad } from '../../harness/run/stress-load.ts';
import { scenarios } from '../../scenarios/index.ts';
import { measurePeers } from './measure-peers.ts';
import type { PeersResult } from './measure-peers.ts';
import { PEER_SIZES, SMALL_SIZES } from './peer.ts';

export interface RunPeers {
  /** As of the gate; none: its usual ones. */
  readonly scenarios: readonly string[];
  readonly subjects: readonly string[];
  readonly secondsPerCell: number;
  /** Percent of each CPU that a neighbour keeps busy. */
  readonly neighbour: number;
  /** A handful of short processes: shows that everything works, and no more. */
  readonly quick: boolean;
}

const MEASURED_MS = 400;
const QUICK_MEASURED_MS = 20;

export async function runPeers(options: RunPeers, say: (text: string) => void): Promise<PeersResult> {
  const { root } = findPackage();
  const found = await findAndAsk(root, options.subjects);
  const choice = choose({ ...options, reference: null, breadth: 'catalogue' }, scenarios, found);
  const directory = mkdtempSync(join(tmpdir(), 'evenloop-peers-'));
  const load = options.neighbour === 0 ? null : await startLoad({ share: options.neighbour / 100 });
  try {
    return await measurePeers(
      {
        cells: calibratedCells(choice, options.scenarios.length === 0),
        runtimes: found.runtimes,
        packageRoot: root,
        directory,
        secondsPerCell: options.secondsPerCell,
        sizes: options.quick ? SMALL_SIZES : PEER_SIZES,
        measuredMs: options.quick ? QUICK_MEASURED_MS : MEASURED_MS,
      },
      say,
    );
  } finally {
    await load?.end();
    rmSync(directory, { recursive: true, force: true });
  }
}
