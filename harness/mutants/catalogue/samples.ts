// Mutants of samples and of the clock behind them: none, constant, coarse, too many; timers whose own clock hides what they do.
import type { FindingClass } from '../../contract/verdict.ts';
import type { Caught, Mutant, MutantTrial } from '../mutant.ts';
import type { Patch } from '../spec.ts';
import { byRule } from './caught.ts';
import { NONE, on } from './recording.ts';

const samplesAre = (found: FindingClass): Caught => ({ by: 'rule', rules: ['W7'], key: 'any', class: found });

const SAMPLED = [
  'timers.sleep_loop',
  'timers.deadlines',
  'timers.clock',
  'timers.interval',
  'io_fanout.tcp_echo',
  'io_fanout.cancel',
  'ordering.wakeup',
  'ordering.starvation',
] as const;

const everywhere = (patch: Patch, caught: Caught, scenarios: readonly string[]): MutantTrial[] =>
  scenarios.map((scenario) => on(scenario, NONE, () => patch, caught));

/** Larger than what the documented tolerances allow, smaller than any round. */
const CONSTANT_NS = 100_000;

const sampleMutants: readonly Mutant[] = [
  {
    id: 'M80',
    text: 'sends no samples',
    seam: 'recorder',
    trials: [
      ...everywhere({ act: 'no-samples' }, samplesAre('missing'), [...SAMPLED, 'file_watch.burst']),
      on('timers.sleep_loop', NONE, () => ({ act: 'no-samples' }), samplesAre('missing'), {
        rounds: 'measured',
      }),
    ],
  },
  {
    id: 'M81',
    text: 'sends samples that are all equal',
    seam: 'recorder',
    trials: everywhere({ act: 'constant-samples', ns: CONSTANT_NS }, samplesAre('constant'), SAMPLED),
  },
  {
    id: 'M82',
    text: 'makes samples by a clock that moves once in 4 ms',
    seam: 'recorder',
    trials: [
      ...everywhere({ act: 'coarse-clock', ms: 4 }, samplesAre('coarse'), [
        'timers.sleep_loop',
        'timers.clock',
        'io_fanout.tcp_echo',
        'file_watch.modify',
      ]),
      // With few samples, all may fall on one step of the clock, or each differ from its trace: then they are found as that.
      ...everywhere({ act: 'coarse-clock', ms: 4 }, byRule('W7'), ['timers.deadlines', 'timers.interval']),
    ],
  },
  {
    id: 'M83',
    text: 'sends each sample twice',
    seam: 'recorder',
    trials: everywhere({ act: 'repeat-samples', times: 2 }, samplesAre('extra'), SAMPLED),
  },
];

const clockMutants: readonly Mutant[] = [
  {
    id: 'M84',
    text: 'reckons timers by the time at which the callback began, and reads its own clock so, too',
    seam: 'timers',
    trials: [
      on('timers.clock', NONE, () => ({ act: 'callback-clock' }), byRule('T3w')),
      on('timers.clock', NONE, () => ({ act: 'callback-clock' }), byRule('T3w'), { rounds: 'measured' }),
    ],
  },
  {
    id: 'M85',
    text: 'fires timers early and says that they were on time',
    seam: 'timers',
    trials: [
      on('timers.clock', NONE, () => ({ act: 'hidden-early', ms: 3 }), byRule('T3w'), {
        rounds: 'measured',
      }),
    ],
  },
  {
    id: 'M86',
    text: 'fires timers late, by 40 ms or 12, and says that they were on time',
    seam: 'timers',
    trials: [
      on('timers.clock', NONE, () => ({ act: 'hidden-late', ms: 40 }), byRule('W3'), { rounds: 'measured' }),
      // Less than bytes need where all cores are taken.
      on('timers.clock', NONE, () => ({ act: 'hidden-late', ms: 12 }), byRule('W3'), {
        rounds: 'measured',
        probabilistic: true,
      }),
      on('timers.sleep_loop', NONE, () => ({ act: 'hidden-late', ms: 40 }), samplesAre('changed')),
    ],
  },
];

export const sampleAndClockMutants: readonly Mutant[] = [...sampleMutants, ...clockMutants];
