// Mixed runs: faults that show in some processes, one style, some rounds, or only under stress. One bad process of many must not hide.
import type { Mixed, Mutant, MutantTrial } from '../mutant.ts';
import type { Patch } from '../spec.ts';
import { byRule, onVictim } from './caught.ts';
import { NONE, drop, on } from './recording.ts';
import { TOLD } from './told.ts';

/** Every scenario loses an event, where the mixture says. */
function everywhere(mixed: Mixed): readonly MutantTrial[] {
  return TOLD.map(({ scenario, kinds, rules }) =>
    on(scenario, { pick: 'last', kinds }, drop, onVictim(...rules), { mixed, oneOfMany: true }),
  );
}

const EVERY_SECOND: Mixed = { in: 'every-nth-process', n: 2 };

/** Of `timers.extremes`, whose window ends without it; of `timers.sleep_loop`, which waits for it in vain. */
const loseOfExtremes: Patch = { act: 'lose', ms: 7.5 };
const loseOfSleepLoop: Patch = { act: 'lose', ms: 5 };

export const mixedMutants: readonly Mutant[] = [
  {
    id: 'MX1',
    text: 'loses an event in every second process',
    seam: 'recorder',
    trials: everywhere(EVERY_SECOND),
  },
  {
    id: 'MX2',
    text: 'loses an event in every fifth process',
    seam: 'recorder',
    trials: TOLD.slice(0, 4).map(({ scenario, kinds, rules }) =>
      on(scenario, { pick: 'last', kinds }, drop, onVictim(...rules), {
        mixed: { in: 'every-nth-process', n: 5 },
      }),
    ),
  },
  {
    id: 'MX3',
    text: 'loses an event in one style',
    seam: 'recorder',
    trials: everywhere({ in: 'one-style' }),
  },
  {
    id: 'MX4',
    text: 'loses an event under stress only',
    seam: 'recorder',
    trials: everywhere({ in: 'stress' }),
  },
  {
    id: 'MX5',
    text: 'loses an event after two rounds',
    seam: 'recorder',
    trials: everywhere({ in: 'later-rounds', after: 2 }),
  },
  {
    id: 'MX6',
    text: 'loses a timer in every second process',
    seam: 'timers',
    trials: [on('timers.extremes', NONE, () => loseOfExtremes, byRule('TX'), { mixed: EVERY_SECOND })],
  },
  {
    id: 'MX7',
    text: 'loses a timer in every second process, which hangs then',
    seam: 'timers',
    trials: [
      on(
        'timers.sleep_loop',
        NONE,
        () => loseOfSleepLoop,
        { by: 'failure', code: 'EL2006' },
        {
          mixed: EVERY_SECOND,
        },
      ),
    ],
  },
  {
    id: 'MX8',
    text: 'fires a timer early in every second process',
    seam: 'timers',
    trials: [
      on('timers.sleep_loop', NONE, () => ({ act: 'early', ms: 3 }), byRule('T3', 'T3s'), {
        mixed: EVERY_SECOND,
      }),
    ],
  },
  {
    id: 'CX1',
    text: 'timers are 40 ms late in every second process',
    seam: 'timers',
    trials: [
      {
        scenario: 'timers.sleep_loop',
        rounds: 'all',
        choice: NONE,
        patch: () => ({ act: 'late', ms: 40 }),
        caught: null,
        mixed: EVERY_SECOND,
      },
    ],
  },
];
