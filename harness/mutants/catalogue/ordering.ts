// Mutants of ordering and dispatch: one for each rule that the general faults do not break, and losses at the platform.
import type { Drawn, Mutant } from '../mutant.ts';
import type { Patch } from '../spec.ts';
import { byRule, onVictim } from './caught.ts';
import { NONE, drop, first, on, swap } from './recording.ts';

const TRACED = { rounds: 'traced' } as const;
/** Run at once each hop is within the last one: as deep as a stack allows. */
const SHORT_CHAIN = { level: 'turn', hops: 60, stride: 10 };

/** The victim with another digest. */
const changed = (drawn: Drawn): Patch => {
  const { kind, key, id, digest } = first(drawn);
  return { act: 'replace', victim: first(drawn), event: [kind, key, id, (digest ^ 1) >>> 0] };
};

const signalMutants: readonly Mutant[] = [
  {
    id: 'M110',
    text: 'loses every fifth signal',
    seam: 'signals',
    trials: [on('ordering.signals', NONE, () => ({ act: 'lose-signals', every: 5 }), byRule('L10'))],
  },
  {
    id: 'M111',
    text: 'reports a signal before anybody asked for it',
    seam: 'recorder',
    trials: [
      on(
        'ordering.signals',
        { pick: 'later', first: 'asked', second: 'received' },
        swap,
        byRule('L10a'),
        TRACED,
      ),
    ],
  },
  {
    id: 'M112',
    text: 'runs no handler after the last signal of a burst',
    seam: 'recorder',
    trials: [on('ordering.signals', { pick: 'any', kinds: ['settled'] }, changed, onVictim('L10b'))],
  },
  {
    id: 'M113',
    text: 'runs a handler more often than signals were sent',
    seam: 'recorder',
    trials: [
      on(
        'ordering.signals',
        { pick: 'any', kinds: ['settled'] },
        (drawn) => ({ act: 'add', after: first(drawn), event: ['ran', 1, 0, 1000] }),
        byRule('L10c'),
        TRACED,
      ),
    ],
  },
  {
    id: 'M114',
    text: 'runs a handler of the loop within the code that holds the loop up',
    seam: 'recorder',
    trials: [
      on('ordering.signals', { pick: 'later', first: 'released', second: 'heard' }, swap, onVictim('L1')),
    ],
  },
  {
    id: 'M115',
    text: 'ends otherwise than its runtime says when it is interrupted',
    seam: 'recorder',
    trials: ['child_step', 'child_end'].map((kind) =>
      on('ordering.signals', { pick: 'any', kinds: [kind] }, drop, onVictim('P1'), TRACED),
    ),
  },
];

const groupMutants: readonly Mutant[] = [
  {
    id: 'M116',
    text: 'tells who waits before it is time',
    seam: 'recorder',
    trials: [
      on('ordering.groups', { pick: 'neighbours', kinds: ['end', 'clean', 'told'] }, swap, onVictim('P1')),
    ],
  },
  {
    id: 'M117',
    text: 'ends a unit that has not begun',
    seam: 'recorder',
    trials: [
      on(
        'ordering.groups',
        NONE,
        () => ({ act: 'drop-every', kind: 'begin', every: 4 }),
        byRule('L12a'),
        TRACED,
      ),
    ],
  },
  {
    id: 'M118',
    text: 'leaves a timeout or a group while a unit still cleans up',
    seam: 'recorder',
    trials: [
      on(
        'ordering.groups',
        { pick: 'later', first: 'clean', second: 'left' },
        swap,
        onVictim('L12b'),
        TRACED,
      ),
    ],
  },
  {
    id: 'M119',
    text: 'counts a request to cancel that was withdrawn, or a listener that is gone',
    seam: 'recorder',
    trials: [
      on(
        'ordering.groups',
        { pick: 'any', kinds: ['count'] },
        (drawn) => ({
          act: 'replace',
          victim: first(drawn),
          event: ['count', first(drawn).key, first(drawn).id + 1, first(drawn).digest],
        }),
        onVictim('L12c'),
      ),
    ],
  },
  {
    id: 'M120',
    text: 'complains of an error that is swallowed',
    seam: 'recorder',
    trials: [
      on(
        'ordering.groups',
        { pick: 'any', kinds: ['told'] },
        (drawn) => ({ act: 'add', after: first(drawn), event: ['unheard', 0, 0, 0] }),
        byRule('L12d'),
      ),
    ],
  },
];

const combinatorMutants: readonly Mutant[] = [
  {
    id: 'M131',
    text: 'tells of the first failure when all units have ended',
    seam: 'combinators',
    trials: [on('ordering.groups', NONE, () => ({ act: 'patient-all' }), byRule('P1'))],
  },
];

const contextMutants: readonly Mutant[] = (
  [
    ['M121', 'loses the context of who asked', 'saw', 'L13'],
    ['M122', 'lets a task change the context of its creator', 'apart', 'L13a'],
    ['M123', 'leaves a context behind', 'outside', 'L13b'],
    ['M124', 'has another context than its runtime says', 'own', 'P1'],
  ] as const
).map(([id, text, kind, rule]) => ({
  id,
  text,
  seam: 'recorder',
  trials: [on('dispatch.context', { pick: 'any', kinds: [kind] }, changed, onVictim(rule))],
}));

const turnMutants: readonly Mutant[] = [
  {
    id: 'M125',
    text: 'runs what is deferred at once',
    seam: 'timers',
    trials: [on('dispatch.turn', NONE, () => ({ act: 'at-once' }), byRule('L2'), { params: SHORT_CHAIN })],
  },
  {
    id: 'M126',
    text: 'runs two hops in one turn, and only then what the first has asked for',
    seam: 'recorder',
    trials: (['all', 'measured'] as const).map((rounds) =>
      on('dispatch.turn', { pick: 'neighbours', kinds: ['between', 'hop'] }, swap, onVictim('L2', 'L3'), {
        rounds,
      }),
    ),
  },
  {
    id: 'M127',
    text: 'never lets anything run between two hops',
    seam: 'recorder',
    trials: [on('dispatch.turn', { pick: 'any', kinds: ['between'] }, drop, onVictim('L2'))],
  },
];

const primitiveMutants: readonly Mutant[] = [
  {
    id: 'M128',
    text: 'serves who came second before who came first',
    seam: 'recorder',
    trials: [on('ordering.primitives', { pick: 'neighbours', kinds: ['end', 'told'] }, swap, onVictim('P1'))],
  },
  {
    id: 'M129',
    text: 'serves somebody who does not wait',
    seam: 'recorder',
    trials: [
      on(
        'ordering.primitives',
        NONE,
        () => ({ act: 'drop-every', kind: 'begin', every: 4 }),
        byRule('L14a'),
        TRACED,
      ),
    ],
  },
  {
    id: 'M130',
    text: 'loses an item, a place or a permit',
    seam: 'recorder',
    trials: [on('ordering.primitives', { pick: 'any', kinds: ['count'] }, drop, onVictim('L14b'))],
  },
];

export const orderingMutants: readonly Mutant[] = [
  ...signalMutants,
  ...groupMutants,
  ...combinatorMutants,
  ...contextMutants,
  ...turnMutants,
  ...primitiveMutants,
];
