// Mutants of the platform: timers, files, notices, sockets, combinators and the process itself.
import type { Caught, Mutant, MutantTrial } from '../mutant.ts';
import type { Patch } from '../spec.ts';
import { byRule } from './caught.ts';

function on(scenario: string, patch: Patch, caught: Caught, more: Partial<MutantTrial> = {}): MutantTrial {
  return { scenario, rounds: 'all', choice: { pick: 'none' }, patch: () => patch, caught, ...more };
}

const GATHER_LONG = { units: 20, gathers: 1, sleepMs: 40, spreadMs: 16, failEvery: 7 };
/** The runtime's own interval, where it has one. */
/** With a period that a busy machine does not make up for. */
const BY_PERIOD = { way: 'period', periodMs: 40, periods: 6, stallAt: 4, stallMs: 90 };
const PIPELINED = { connections: 4, messages: 8, bytes: 64, pipeline: 4 };
/** Writes far enough apart that the first state of a file is read long before the last is written. */
const SLOW_BURST = { files: 4, writes: 20, bytes: 256, spacingUs: 2000 };
/** Each file watched by itself. */
const SAVED_FILE = { target: 'file', files: 1, times: 3, bytes: 64 };
/** Longer than any burst. */
const FOR_GOOD_MS = 60_000;

/** In Python what is patched is the cancelling of tasks: callbacks cancel handles. */
const TASKS_ONLY: Partial<MutantTrial> = { onlyDefaultStyle: ['python'] };

const timerMutants: readonly Mutant[] = [
  {
    id: 'M11',
    text: 'fires a timer early, by more than its runtime documents',
    seam: 'timers',
    trials: [
      on('timers.sleep_loop', { act: 'early', ms: 3 }, byRule('T3', 'T3s')),
      on('timers.sleep_loop', { act: 'early', ms: 3 }, byRule('T3s'), { rounds: 'measured' }),
      on('timers.deadlines', { act: 'early', ms: 3 }, byRule('T3', 'T3s')),
      on('timers.deadlines', { act: 'early', ms: 3 }, byRule('T3s'), { rounds: 'measured' }),
      on('timers.mass', { act: 'early', ms: 20 }, byRule('T3'), {
        params: { count: 50, spreadMs: 60 },
      }),
      on('io_fanout.gather', { act: 'early', ms: 20 }, byRule('T3'), { params: GATHER_LONG }),
      on('timers.interval', { act: 'early', ms: 20 }, byRule('T3'), { rounds: 'traced', params: BY_PERIOD }),
      on('timers.interval', { act: 'early', ms: 20 }, byRule('T3s'), {
        rounds: 'measured',
        params: BY_PERIOD,
      }),
      // Half a millisecond beyond the tolerance: a busy machine may make up for it.
      on('timers.sleep_loop', { act: 'early', ms: 1.5 }, byRule('T3', 'T3s'), { probabilistic: true }),
      on('timers.sleep_loop', { act: 'early', ms: 0.9 }, byRule('T3', 'T3s'), {
        languages: ['python'],
        probabilistic: true,
      }),
    ],
  },
  {
    id: 'M11c',
    text: 'reckons by a clock that is read once in a turn of the loop',
    seam: 'timers',
    // A loop that is held up for longer than the callback took fires what was too early in time, after all.
    trials: [on('timers.stall', { act: 'cached-clock' }, byRule('T3b'), { probabilistic: true })],
  },
  {
    id: 'M11m',
    text: 'an interval makes up for a stall: behind the first tick after it the next one is early',
    seam: 'timers',
    trials: [
      on('timers.interval', { act: 'regain', ms: 10 }, byRule('T3'), {
        rounds: 'traced',
        params: BY_PERIOD,
      }),
    ],
  },
  {
    id: 'M12',
    text: 'fires timers that were cancelled',
    seam: 'timers',
    trials: [on('timers.cancel', { act: 'ignore-cancel' }, byRule('T2'), TASKS_ONLY)],
  },
  {
    id: 'M13',
    text: 'cancels the neighbour of the timer that was meant',
    seam: 'timers',
    trials: [on('timers.cancel', { act: 'cancel-neighbour' }, byRule('T1'), TASKS_ONLY)],
  },
  {
    id: 'M15',
    text: 'fires timers of the same delay last in, first out',
    seam: 'timers',
    trials: [on('timers.equal', { act: 'last-first' }, byRule('T5'))],
  },
  {
    id: 'M14',
    text: 'fires timers in the order in which they were armed, not of their deadlines',
    seam: 'timers',
    trials: [
      on('timers.deadlines', { act: 'arming-order' }, byRule('T4'), {
        params: { count: 8, firstMs: 4, gapMs: 4 },
      }),
    ],
  },
];

const fileMutants: readonly Mutant[] = [
  {
    id: 'M19',
    text: 'notices only the first write of a burst',
    seam: 'notices',
    trials: [
      on('file_watch.burst', { act: 'leading-edge', ms: FOR_GOOD_MS }, byRule('G1'), {
        params: SLOW_BURST,
      }),
    ],
  },
  {
    id: 'M20',
    text: 'drops notices about a file within 50 ms of the last one',
    seam: 'notices',
    trials: [
      on('file_watch.burst', { act: 'leading-edge', ms: 50 }, byRule('G1'), { params: SLOW_BURST }),
      on('file_watch.rename_over', { act: 'leading-edge', ms: 50 }, byRule('G1')),
      on('file_watch.rename_over', { act: 'leading-edge', ms: 50 }, byRule('G1'), { params: SAVED_FILE }),
    ],
  },
  {
    id: 'M21',
    text: 'follows the inode and goes blind when a file is replaced',
    seam: 'notices',
    trials: ['file_watch.lifecycle', 'file_watch.rename_over'].map((scenario) =>
      on(scenario, { act: 'follow-inode' }, byRule('G1')),
    ),
  },
  {
    id: 'M22',
    text: 'looks at the directory every 5 ms besides, or every 20 ms',
    seam: 'notices',
    trials: [5, 20].map((ms) => on('file_watch.idle', { act: 'poll', ms, child: false }, byRule('R1'))),
  },
  {
    id: 'M22c',
    text: 'has a child process that looks at the directory every 20 ms',
    seam: 'notices',
    trials: [on('file_watch.idle', { act: 'poll', ms: 20, child: true }, byRule('R1'))],
  },
  {
    id: 'M24',
    text: 'never sees the new name of a file that was renamed',
    seam: 'notices',
    trials: [on('file_watch.lifecycle', { act: 'lose-new-name' }, byRule('G1'))],
  },
  {
    id: 'M23',
    text: 'reads a file before its new content is there, and never again',
    seam: 'files',
    trials: [
      on('file_watch.modify', { act: 'empty-read', file: 'note2.txt' }, byRule('G1'), {
        rounds: 'traced',
      }),
      on('file_watch.burst', { act: 'empty-read', file: '1' }, byRule('G1')),
      on('file_watch.rename_over', { act: 'empty-read', file: 'item0.txt' }, byRule('G1'), {
        params: SAVED_FILE,
      }),
    ],
  },
  {
    id: 'M59',
    text: 'says that it is ready before its watch is armed',
    seam: 'notices',
    trials: ['file_watch.modify', 'file_watch.burst'].map((scenario) =>
      on(scenario, { act: 'late-watch', ms: 400 }, byRule('G1')),
    ),
  },
  {
    id: 'M64',
    text: 'reads a file once and then answers from memory',
    seam: 'files',
    trials: [on('io_fanout.file_reads', { act: 'remember-reads' }, byRule('I1'))],
  },
];

const socketMutants: readonly Mutant[] = [
  {
    id: 'M05t',
    text: 'swaps two neighbouring messages on the wire',
    seam: 'sockets',
    trials: [
      on('io_fanout.tcp_echo', { act: 'swap-pieces', bytes: 64 }, byRule('I1'), { params: PIPELINED }),
    ],
  },
  {
    id: 'M06',
    text: 'crosses the replies of two connections, of the same length',
    seam: 'sockets',
    trials: [on('io_fanout.tcp_echo', { act: 'cross' }, byRule('I1'))],
  },
  {
    id: 'M07',
    text: 'flips one bit of one payload',
    seam: 'sockets',
    trials: [
      on('io_fanout.tcp_echo', { act: 'flip-byte' }, byRule('I1')),
      on('io_fanout.tcp_echo', { act: 'flip-byte' }, byRule('I1'), { rounds: 'measured' }),
      on('io_fanout.file_reads', { act: 'flip-read', file: '3' }, byRule('I1')),
    ],
  },
  {
    id: 'M10',
    text: 'sends zeros of the right length instead of what came',
    seam: 'sockets',
    trials: [on('io_fanout.tcp_echo', { act: 'zeros' }, byRule('I1'))],
  },
  {
    id: 'M39',
    text: 'ignores backpressure and buffers without bound',
    seam: 'sockets',
    trials: [
      on('io_fanout.backpressure', { act: 'no-backpressure' }, byRule('I5'), {
        rounds: 'traced',
        params: { megabytes: 8, stallMs: 100, bufferBytes: 1_048_576 },
      }),
    ],
  },
];

const otherMutants: readonly Mutant[] = [
  {
    id: 'M66',
    text: 'fires overdue timers by lists of their durations',
    seam: 'timers',
    trials: [on('timers.stall', { act: 'duration-lists' }, byRule('T4s'), { languages: ['python'] })],
  },
  {
    id: 'M40',
    text: 'cancels the siblings of the first unit that fails',
    seam: 'combinators',
    trials: [on('io_fanout.gather', { act: 'cancel-siblings' }, byRule('I6a'))],
  },
  {
    id: 'M41',
    text: 'hands results over in the order of their ends',
    seam: 'combinators',
    trials: [on('io_fanout.gather', { act: 'completion-order' }, byRule('I6'))],
  },
  {
    id: 'M41e',
    text: 'goes on when the last unit in line has ended, while others still sleep',
    seam: 'combinators',
    trials: [on('io_fanout.gather', { act: 'leave-early' }, byRule('I6b'))],
  },
  {
    id: 'M65',
    text: 'runs on another interpreter than the one that was asked for',
    seam: 'process',
    trials: [
      on(
        'timers.sleep_loop',
        { act: 'other-executable', path: '/bin/sh' },
        { by: 'failure', code: 'EL2012' },
      ),
    ],
  },
];

export const platformMutants: readonly Mutant[] = [
  ...timerMutants,
  ...fileMutants,
  ...socketMutants,
  ...otherMutants,
];
