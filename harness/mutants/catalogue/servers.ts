// Mutants of how servers end, connections begin, and the thread pool serves: for the scenarios of io_fanout that ask for these.
import type { Mutant, MutantTrial } from '../mutant.ts';
import type { Patch } from '../spec.ts';
import { byRule, onVictim } from './caught.ts';
import { NONE, drop, first, on, repeat, swap } from './recording.ts';

const always = (patch: Patch) => (): Patch => patch;

const shutdown: readonly Mutant[] = [
  {
    id: 'M200',
    text: 'drops the connections of a server that is told to close',
    seam: 'sockets',
    trials: [on('io_fanout.shutdown', NONE, always({ act: 'close-drops' }), byRule('I1'))],
  },
  {
    id: 'M201',
    text: 'goes on listening after it was told to close',
    seam: 'sockets',
    trials: [on('io_fanout.shutdown', NONE, always({ act: 'close-late', ms: 80 }), byRule('I13'))],
  },
  {
    id: 'M202',
    text: 'waits for the connections of a closed server where its runtime does not, or does not where it does',
    seam: 'sockets',
    trials: [on('io_fanout.shutdown', NONE, always({ act: 'close-other' }), byRule('P1'))],
  },
  {
    id: 'M203',
    text: 'tells the end of a server twice, or never',
    seam: 'recorder',
    trials: [drop, repeat].map((patch) =>
      on('io_fanout.shutdown', { pick: 'any', kinds: ['closed'] }, patch, onVictim('P1')),
    ),
  },
  {
    id: 'M204',
    text: 'loses the end or the close of a connection of a server that closes',
    seam: 'recorder',
    trials: [on('io_fanout.shutdown', { pick: 'any', kinds: ['end', 'cut', 'close'] }, drop, onVictim('I2'))],
  },
  {
    id: 'M205',
    text: 'closes a server when the first of its connections is over',
    seam: 'recorder',
    trials: [
      on(
        'io_fanout.shutdown',
        { pick: 'any', kinds: ['closing'] },
        (drawn) => {
          const { kind, key, id, digest } = first(drawn);
          return { act: 'replace', victim: first(drawn), event: [kind, key, id, digest - 1] };
        },
        onVictim('I10'),
      ),
    ],
  },
];

/** A fifth of the delay has to be one that Node allows. */
const SLOW_ATTEMPTS = { delayMs: 60 };

const connecting: readonly Mutant[] = [
  {
    id: 'M206',
    text: 'knows only the first address of a name, where nobody asked for more',
    seam: 'sockets',
    trials: [on('io_fanout.connect_many', NONE, always({ act: 'first-address' }), byRule('I14'))],
  },
  {
    id: 'M207',
    text: 'asks the next address before the delay is over',
    seam: 'sockets',
    trials: [
      on('io_fanout.connect_many', NONE, always({ act: 'hasty-attempts' }), byRule('T3'), {
        params: SLOW_ATTEMPTS,
        rounds: 'traced',
      }),
    ],
  },
  {
    id: 'M208',
    text: 'asks all addresses of a name at once',
    seam: 'sockets',
    trials: [on('io_fanout.connect_many', NONE, always({ act: 'ask-all', ms: 5 }), byRule('I15'))],
  },
  {
    id: 'M209',
    text: 'lets an attempt go on that was given up',
    seam: 'sockets',
    trials: [on('io_fanout.connect_many', NONE, always({ act: 'leave-attempts' }), byRule('I16'))],
  },
  {
    id: 'M210',
    text: 'fails where its runtime hangs, and hangs where it fails',
    seam: 'recorder',
    trials: [
      on(
        'io_fanout.connect_many',
        { pick: 'any', kinds: ['bounded'] },
        (drawn) => {
          const { kind, key, id, digest } = first(drawn);
          return { act: 'replace', victim: first(drawn), event: [kind, key, id, 1 - digest] };
        },
        onVictim('P1'),
      ),
    ],
  },
];

/** Records another digest than the real one for one of these events. */
function otherDigest(scenario: string, kinds: readonly string[], digest: number, rule: string): MutantTrial {
  return on(
    scenario,
    { pick: 'any', kinds },
    (drawn) => {
      const { kind, key, id } = first(drawn);
      return { act: 'replace', victim: first(drawn), event: [kind, key, id, digest] };
    },
    onVictim(rule),
  );
}

const unixSockets: readonly Mutant[] = [
  {
    id: 'M211',
    text: 'takes the path of another server where its runtime does not, or does not where it does',
    seam: 'sockets',
    trials: ['P1', 'P2'].map((rule) =>
      on('io_fanout.unix_socket', NONE, always({ act: 'listen-other' }), byRule(rule)),
    ),
  },
  {
    id: 'M212',
    text: 'lets somebody in at the file of a dead server, or loses a connection to a server whose path was taken',
    seam: 'recorder',
    trials: [
      otherDigest('io_fanout.unix_socket', ['refused'], 0, 'I3'),
      otherDigest('io_fanout.unix_socket', ['stood'], 0, 'I17'),
      otherDigest('io_fanout.unix_socket', ['left', 'over_stale'], 7, 'P1'),
      otherDigest('io_fanout.unix_socket', ['reached'], 7, 'P2'),
    ],
  },
];

const pool: readonly Mutant[] = [
  {
    id: 'M213',
    text: 'holds up who reads a file as long as any slow call is under way, or lets a read pass where all threads are held',
    seam: 'recorder',
    trials: [
      on('io_fanout.pool', { pick: 'later', first: 'beside', second: 'freed_few' }, swap, onVictim('I18')),
      on('io_fanout.pool', { pick: 'later', first: 'freed_many', second: 'behind' }, swap, onVictim('P1')),
    ],
  },
];

export const serverMutants: readonly Mutant[] = [...shutdown, ...connecting, ...unixSockets, ...pool];
