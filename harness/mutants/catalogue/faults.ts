// Mutants of the recorder that show in one scenario: each as the trace that a runner with that fault would leave.
import type { Mutant } from '../mutant.ts';
import { byRule, onVictim } from './caught.ts';
import { NONE, drop, first, on, repeat, swap } from './recording.ts';

/** The runtime's own interval, where it has one. */
const BY_PERIOD = { way: 'period', periodMs: 4, periods: 6, stallAt: 2, stallMs: 9 };

export const recordedFaults: readonly Mutant[] = [
  {
    id: 'M16',
    text: 'an interval catches up in bursts',
    seam: 'recorder',
    trials: [{}, { params: BY_PERIOD }].map((more) =>
      on('timers.interval', NONE, () => ({ act: 'flood', kind: 'tick', times: 5 }), byRule('T8'), more),
    ),
  },
  {
    id: 'M17',
    text: 'an interval that ticks no more after it was held up',
    seam: 'recorder',
    trials: [{}, { params: BY_PERIOD }].map((more) =>
      on('timers.interval', { pick: 'any', kinds: ['resume'] }, drop, onVictim('T8r'), more),
    ),
  },
  {
    id: 'M25',
    text: "swallows a listener's error",
    seam: 'recorder',
    trials: [
      on('dispatch.mutate', { pick: 'any', kinds: ['caught'] }, drop, onVictim('L1', 'L6', 'L7')),
      on('ordering.errors', { pick: 'any', kinds: ['handled'] }, drop, onVictim('L6', 'L6a')),
    ],
  },
  {
    id: 'M30',
    text: 'calls listeners in another order than they were added',
    seam: 'recorder',
    trials: [
      on('dispatch.listeners', { pick: 'neighbours', kinds: ['handle'] }, swap, byRule('L7'), {
        rounds: 'traced',
      }),
      on('dispatch.mutate', { pick: 'neighbours', kinds: ['call'] }, swap, onVictim('L7')),
    ],
  },
  {
    id: 'M31',
    text: 'calls a listener twice that was to be called once',
    seam: 'recorder',
    trials: [on('dispatch.mutate', { pick: 'any', kinds: ['call'] }, repeat, onVictim('L7'))],
  },
  {
    id: 'M37',
    text: 'reports a reset as an end like any other',
    seam: 'recorder',
    trials: [
      on(
        'io_fanout.reset',
        { pick: 'any', kinds: ['failed'] },
        (drawn) => ({ act: 'replace', victim: first(drawn), event: ['end', first(drawn).key, 0, 0] }),
        onVictim('I3'),
      ),
    ],
  },
  {
    id: 'M38',
    text: 'takes a half-close for the end and loses the reply',
    seam: 'recorder',
    trials: [on('io_fanout.half_close', { pick: 'any', kinds: ['reply'] }, drop, onVictim('I2'))],
  },
  {
    id: 'M60',
    text: 'hands notices over after the watch was closed',
    seam: 'recorder',
    trials: [
      on(
        'file_watch.rewatch',
        { pick: 'any', kinds: ['settled'] },
        (drawn) => ({ act: 'add', after: first(drawn), event: ['late', 0, 0, 0] }),
        byRule('G3'),
      ),
    ],
  },
  {
    id: 'M21g',
    text: 'takes a file for gone that was replaced',
    seam: 'recorder',
    trials: [
      on(
        'file_watch.rename_over',
        { pick: 'neighbours', kinds: ['settled'] },
        (drawn) => ({
          act: 'add',
          after: first(drawn),
          event: ['removed', first(drawn).key, first(drawn).id, 0xffff_ffff],
        }),
        byRule('G4'),
        { rounds: 'traced' },
      ),
    ],
  },
  {
    id: 'M23o',
    text: 'reports the content of a file once more, as it was before it was replaced',
    seam: 'recorder',
    trials: [
      on(
        'file_watch.rename_over',
        NONE,
        () => ({
          act: 'add',
          after: { kind: 'modified', key: 0, id: 0 },
          event: ['modified', 0, 0, 0x1234_5678],
        }),
        byRule('G5'),
        { rounds: 'traced' },
      ),
    ],
  },
  {
    id: 'M61',
    text: 'sends a datagram again and reports both answers',
    seam: 'recorder',
    trials: [on('io_fanout.udp', { pick: 'any', kinds: ['received'] }, repeat, onVictim('I8'))],
  },
  {
    id: 'M26',
    text: 'an error takes what would have run after it along',
    seam: 'recorder',
    trials: [on('ordering.errors', { pick: 'last', kinds: ['run'] }, drop, onVictim('L6'))],
  },
  {
    id: 'M27',
    text: 'runs what was deferred at once',
    seam: 'recorder',
    trials: [
      on('ordering.defer', { pick: 'later', first: 'armed', second: 'enter' }, swap, onVictim('L2'), {
        rounds: 'traced',
      }),
    ],
  },
  {
    id: 'M28',
    text: 'runs what was deferred last in, first out',
    seam: 'recorder',
    trials: [
      on('ordering.defer', { pick: 'neighbours', kinds: ['enter'] }, swap, onVictim('L3')),
      on('ordering.round_robin', { pick: 'neighbours', kinds: ['step'] }, swap, onVictim('L8')),
    ],
  },
  {
    id: 'M29',
    text: 'runs what was deferred by what was deferred within the same batch',
    seam: 'recorder',
    trials: [
      on('ordering.defer', { pick: 'later', first: 'enter', second: 'inner' }, swap, onVictim('L4'), {
        rounds: 'traced',
      }),
    ],
  },
  {
    id: 'M32',
    text: 'runs handlers at the same time',
    seam: 'recorder',
    trials: ['ordering.defer', 'ordering.round_robin'].map((scenario) =>
      on(scenario, NONE, () => ({ act: 'drop-every', kind: 'leave', every: 3 }), byRule('L1')),
    ),
  },
  {
    id: 'M42',
    text: 'reports a timeout while the work goes on',
    seam: 'recorder',
    trials: [
      on(
        'io_fanout.cancel',
        { pick: 'any', kinds: ['ended'] },
        (drawn) => ({
          act: 'add',
          after: first(drawn),
          event: ['worked', first(drawn).key, first(drawn).id, 0],
        }),
        byRule('I7b'),
      ),
    ],
  },
  {
    id: 'M43',
    text: 'skips the clean-up of what was cancelled, or does it twice',
    seam: 'recorder',
    trials: [drop, repeat].map((patch) =>
      on('io_fanout.cancel', { pick: 'any', kinds: ['cleanup'] }, patch, onVictim('I7')),
    ),
  },
  {
    id: 'M44',
    text: 'loses what a child says on its second stream',
    seam: 'recorder',
    trials: [on('io_fanout.pipes', { pick: 'any', kinds: ['err'] }, drop, onVictim('I1'))],
  },
  {
    id: 'M45',
    text: 'reports the end of a child while another still holds its stream',
    seam: 'recorder',
    trials: [
      on('io_fanout.pipes', { pick: 'later', first: 'out', second: 'close' }, swap, onVictim('I9'), {
        rounds: 'traced',
      }),
    ],
  },
  {
    id: 'M62',
    text: 'a semaphore lets one more in than it has permits',
    seam: 'recorder',
    trials: [
      on('io_fanout.queue', NONE, () => ({ act: 'drop-every', kind: 'leave', every: 4 }), byRule('I12a')),
    ],
  },
  {
    id: 'M63',
    text: 'a queue serves one consumer twice and starves another',
    seam: 'recorder',
    trials: [
      on(
        'io_fanout.queue',
        { pick: 'any', kinds: ['turn'] },
        (drawn) => {
          const { kind, key, id, digest } = first(drawn);
          return { act: 'replace', victim: first(drawn), event: [kind, key + 1, id, digest] };
        },
        onVictim('I11b'),
      ),
    ],
  },
];
