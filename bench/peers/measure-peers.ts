// Asks each peer about each cell, over and over until the time of the cell is used, the quickest peers first.
import { execa } from 'execa';
import type { CalibratedCell } from '../../harness/gate/calibration-plan.ts';
import type { Runtime } from '../../harness/contract/runner-manifest.ts';
import { openPeerCell } from './peer-cell.ts';
import type { PeerCell } from './peer-cell.ts';
import type { Peer, PeerPlace, PeerSizes, PeerTrial } from './peer.ts';
import { peerRow } from './peer-row.ts';
import type { PeerRow } from './peer-row.ts';
import { peersOf } from './peers.ts';

export interface PeersRequest {
  readonly cells: readonly CalibratedCell[];
  readonly runtimes: readonly Runtime[];
  readonly packageRoot: string;
  readonly directory: string;
  /** For all peers of a cell; each is asked once at least. */
  readonly secondsPerCell: number;
  readonly sizes: PeerSizes;
  /** Of the measured slices of one process. */
  readonly measuredMs: number;
}

export interface PeersResult {
  readonly rows: readonly PeerRow[];
  /** Peers that could not be asked, with the reason, and those that failed. */
  readonly absent: readonly { readonly cell: string; readonly peer: string; readonly reason: string }[];
}

export async function measurePeers(request: PeersRequest, say: (text: string) => void): Promise<PeersResult> {
  const place: PeerPlace = { ...request, hyperfine: await findHyperfine() };
  const rows: PeerRow[] = [];
  const absent: { cell: string; peer: string; reason: string }[] = [];
  for (const [i, cell] of request.cells.entries()) {
    const runtime = request.runtimes.find(({ id }) => id === cell.subject.runtime);
    if (runtime === undefined) throw new Error(`no interpreter for ${cell.subject.runtime}`);
    const opened = await openPeerCell({ ...request, cell, runtime });
    say(`[${i + 1}/${request.cells.length}] peers of ${opened.name}`);
    const asked = peersOf(request.sizes).filter((peer) => {
      const reason = peer.absent(opened, place);
      if (reason !== null) absent.push({ cell: opened.name, peer: peer.id, reason });
      return reason === null;
    });
    const { trials, failed } = await repeated(asked, opened, place, request.secondsPerCell);
    absent.push(...failed.map(({ peer, reason }) => ({ cell: opened.name, peer: peer.id, reason })));
    for (const [peer, own] of trials)
      if (own.length > 0)
        rows.push(peerRow({ cell: opened.name, peer: peer.id, title: peer.title }, own, peer.effect(opened)));
  }
  return { rows, absent };
}

interface Repeated {
  readonly trials: ReadonlyMap<Peer, readonly PeerTrial[]>;
  readonly failed: readonly { readonly peer: Peer; readonly reason: string }[];
}

/** Each once; then each again as long as it should fit into what is left. */
async function repeated(
  peers: readonly Peer[],
  cell: PeerCell,
  place: PeerPlace,
  budgetSeconds: number,
): Promise<Repeated> {
  const trials = new Map<Peer, PeerTrial[]>();
  const spent = new Map<Peer, number>();
  const failed: { peer: Peer; reason: string }[] = [];
  const began = performance.now();
  const left = (): number => budgetSeconds - (performance.now() - began) / 1000;
  for (let round = 0; ; round++) {
    let asked = 0;
    for (const peer of peers) {
      if (failed.some((one) => one.peer === peer)) continue;
      if (round > 0 && (spent.get(peer) ?? 0) > left()) continue;
      asked++;
      const from = performance.now();
      try {
        trials.set(peer, [...(trials.get(peer) ?? []), await peer.trial(cell, place)]);
      } catch (error) {
        failed.push({ peer, reason: firstLine(error) });
      }
      spent.set(peer, (performance.now() - from) / 1000);
    }
    if (asked === 0 || left() <= 0) return { trials, failed };
  }
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

async function findHyperfine(): Promise<string | null> {
  const named = process.env['EVENLOOP_HYPERFINE'] ?? 'hyperfine';
  const { failed } = await execa(named, ['--version'], { reject: false, stdio: 'ignore' });
  return failed ? null : named;
}
