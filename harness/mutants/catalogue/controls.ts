// Controls: runners that vary in every legal way. A harness that flags everything would also catch all mutants.
import type { Mutant, MutantTrial } from '../mutant.ts';
import type { Patch } from '../spec.ts';

function legal(scenario: string, patch: Patch, more: Partial<MutantTrial> = {}): MutantTrial {
  return {
    scenario,
    rounds: 'all',
    choice: { pick: 'none' },
    patch: () => patch,
    caught: null,
    ...more,
  };
}

const swapped = (scenario: string, kind: string): MutantTrial => ({
  scenario,
  rounds: 'all',
  choice: { pick: 'neighbours', kinds: [kind] },
  patch: ({ victims: [first, second] }) => {
    if (first === undefined || second === undefined) throw new Error('a swap needs two victims');
    return { act: 'swap', first, second };
  },
  caught: null,
});

const WATCHING = [
  'file_watch.modify',
  'file_watch.burst',
  'file_watch.lifecycle',
  'file_watch.rename_over',
  'file_watch.idle',
] as const;
const SLEEPING = [
  'timers.sleep_loop',
  'timers.deadlines',
  'io_fanout.gather',
  'timers.equal',
  'timers.nested',
  'timers.interval',
  'timers.clock',
] as const;

/** The runtime's own interval, where it has one. */
const BY_PERIOD = { way: 'period', periodMs: 4, periods: 6, stallAt: 2, stallMs: 9 };

const ON_NODE: Partial<MutantTrial> = { languages: ['javascript'] };

export const controls: readonly Mutant[] = [
  {
    id: 'C01',
    text: 'replies of different connections come in any order',
    seam: 'sockets',
    trials: [legal('io_fanout.tcp_echo', { act: 'dribble', ms: 3, split: false })],
  },
  {
    id: 'C02',
    text: 'chunks are split anew and merged',
    seam: 'sockets',
    trials: [
      legal('io_fanout.tcp_echo', { act: 'dribble', ms: 1, split: true }),
      legal(
        'io_fanout.tcp_echo',
        { act: 'dribble', ms: 1, split: true },
        { params: { connections: 4, messages: 8, bytes: 1000, pipeline: 4 } },
      ),
    ],
  },
  {
    id: 'C03',
    text: 'a write brings one to three notices',
    seam: 'notices',
    trials: WATCHING.map((scenario) => legal(scenario, { act: 'repeat-notices' })),
  },
  {
    id: 'C04',
    text: 'notices come merged, and in another order of files',
    seam: 'notices',
    trials: WATCHING.map((scenario) => legal(scenario, { act: 'merge-notices', ms: 5 })),
  },
  {
    id: 'C05',
    text: 'all timers are 40 ms late',
    seam: 'timers',
    trials: [
      ...SLEEPING.map((scenario) => legal(scenario, { act: 'late', ms: 40 })),
      legal('timers.interval', { act: 'late', ms: 40 }, { params: BY_PERIOD }),
    ],
  },
  {
    id: 'C06',
    text: 'deadlines 1 ms apart change places',
    seam: 'timers',
    trials: [legal('timers.mass', { act: 'jitter', ms: 3 }), swapped('timers.mass', 'fire')],
  },
  {
    id: 'C07',
    text: 'files are read in any order',
    seam: 'files',
    trials: [
      legal('io_fanout.file_reads', { act: 'slow-reads', ms: 5 }),
      swapped('io_fanout.file_reads', 'read'),
    ],
  },
  {
    id: 'C08',
    text: 'some more steps of the scheduler lie between a timer and who waits for it',
    seam: 'timers',
    trials: SLEEPING.map((scenario) => legal(scenario, { act: 'hops', count: 5 })),
  },
  {
    id: 'C09',
    text: 'timers come 0.9 ms early where the runtime documents 1 ms',
    seam: 'timers',
    trials: [
      legal('timers.sleep_loop', { act: 'early', ms: 0.9 }, ON_NODE),
      // Deadlines far apart: a processor that is taken away for as long as the gap changes their order for good.
      legal(
        'timers.deadlines',
        { act: 'early', ms: 0.9 },
        { ...ON_NODE, params: { count: 4, firstMs: 20, gapMs: 20 } },
      ),
      legal('timers.mass', { act: 'early', ms: 0.9 }, ON_NODE),
    ],
  },
  {
    id: 'C10',
    text: 'datagrams come in any order',
    seam: 'recorder',
    trials: [swapped('io_fanout.udp', 'received')],
  },
  {
    id: 'C11',
    text: 'a server is told to wait when it need not',
    seam: 'sockets',
    trials: [legal('io_fanout.tcp_echo', { act: 'false-drain' })],
  },
  {
    id: 'C12',
    text: 'a reset is met by its other name',
    seam: 'sockets',
    trials: [legal('io_fanout.reset', { act: 'other-reset' })],
  },
  {
    id: 'C13',
    text: 'a rename comes as a file that goes and one that comes',
    seam: 'notices',
    trials: ['file_watch.lifecycle', 'file_watch.rename_over', 'file_watch.modify', 'file_watch.rewatch'].map(
      (scenario) => legal(scenario, { act: 'split-renames' }),
    ),
  },
  {
    id: 'C14',
    text: 'siblings are cancelled in another order',
    seam: 'combinators',
    trials: [legal('io_fanout.cancel', { act: 'cancel-order' })],
  },
  {
    id: 'C15',
    text: 'overdue timers come by lists of their durations, where the runtime is known for it',
    seam: 'timers',
    trials: [
      legal('timers.stall', { act: 'duration-lists' }, ON_NODE),
      legal('timers.deadlines', { act: 'duration-lists' }),
      legal('timers.equal', { act: 'duration-lists' }),
    ],
  },
  {
    id: 'C16',
    text: 'notices come about files whose content is as it was',
    seam: 'notices',
    trials: WATCHING.map((scenario) => legal(scenario, { act: 'ghost-notices' })),
  },
];
