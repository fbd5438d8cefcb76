// The peers beside the gate, for a person: how often each is wrong, how often right, and how long it takes.
import { median } from '../../harness/stats/median.ts';
import type { Proportion } from '../../harness/stats/proportion.ts';
import type { PeersResult } from './measure-peers.ts';
import type { PeerRow } from './peer-row.ts';

/** A gate that was timed to its verdict, as the gate's self-test reports it. */
export interface TimedGate {
  readonly cell: string;
  readonly slowdown: string;
  readonly seconds: number;
}

export interface Advantage {
  readonly cell: string;
  /** Middle time of the gate to its verdict on 5 %. */
  readonly gateSeconds: number;
  readonly bestPeer: string;
  readonly bestPeerSeconds: number;
  /** How many times longer the best peer would take. */
  readonly times: number;
}

/** Only for cells whose gate was timed. A peer without a number would take forever or an unknown time: it is never the best. */
export function advantages(rows: readonly PeerRow[], gates: readonly TimedGate[]): Advantage[] {
  return [...new Set(rows.map(({ cell }) => cell))].flatMap((cell) => {
    const seconds = gates
      .filter((gate) => gate.cell === cell && gate.slowdown === '5')
      .map((gate) => gate.seconds);
    const [best] = rows
      .filter((row) => row.cell === cell && row.neededSeconds !== null)
      .sort((a, b) => (a.neededSeconds ?? 0) - (b.neededSeconds ?? 0));
    if (seconds.length === 0 || best === undefined || best.neededSeconds === null) return [];
    const gateSeconds = median(seconds);
    const bestPeerSeconds = best.neededSeconds;
    return [
      { cell, gateSeconds, bestPeer: best.title, bestPeerSeconds, times: bestPeerSeconds / gateSeconds },
    ];
  });
}

export function peerLines({ rows, absent }: PeersResult, gates: readonly TimedGate[]): string[] {
  const reasons = new Set(absent.map(({ peer, reason }) => `${peer}: ${reason}`));
  return [
    'Other tools on the same two builds, no change and 5 % more work:',
    line([
      'cell, tool and rule',
      'false alarms',
      'called slower',
      'seconds',
      'SD of a pair',
      'seconds for 95 % at 1 %',
    ]),
    ...rows.flatMap(rowLines),
    ...[...reasons].map((reason) => `  not asked: ${reason}`),
    '',
    'Seconds for 95 % at 1 %: pairs that a paired t test would need to find 5 % with 95 % power when it errs in exactly 1 % of',
    'equal builds (noncentral t, normal approximation), from the spread of one pair, times the seconds of a pair. For blocks of',
    'processes what drifts between the blocks is left out, which flatters the tool.',
    ...advantages(rows, gates).map(
      ({ cell, gateSeconds, bestPeer, bestPeerSeconds, times }) =>
        `${cell}: the gate took ${gateSeconds.toFixed(1)} s, ${bestPeer} would take ${bestPeerSeconds.toFixed(0)} s: ${times.toFixed(1)} times as long`,
    ),
  ];
}

function rowLines(row: PeerRow): string[] {
  const needed =
    row.neededSeconds === null ? 'unknown' : `${row.neededSeconds.toFixed(0)} (${row.neededPairs} pairs)`;
  const sd = row.pairSd === null ? '-' : `${(100 * row.pairSd).toFixed(1)} %`;
  return [
    `  ${row.cell}, ${row.title}`,
    ...row.rules.map(({ rule, falseAlarms, slower }, i) =>
      line(
        i === 0
          ? [`  ${rule}`, counted(falseAlarms), counted(slower), row.seconds.toFixed(1), sd, needed]
          : [`  ${rule}`, counted(falseAlarms), counted(slower)],
      ),
    ),
  ];
}

const counted = ({ hits, trials }: Proportion): string => `${hits}/${trials}`;

const WIDTHS = [36, 16, 16, 10, 15];

const line = (cells: readonly string[]): string =>
  `  ${cells.map((cell, i) => cell.padEnd(WIDTHS[i] ?? 0)).join('')}`.trimEnd();
