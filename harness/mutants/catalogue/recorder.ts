// Mutants of the recorder: their reports differ from what happened.
import type { Drawn, Mutant, MutantTrial } from '../mutant.ts';
import type { Patch } from '../spec.ts';
import { byRule, onVictim } from './caught.ts';
import { FRESH_ID, NONE, drop, first, on, repeat, swap } from './recording.ts';
import { TOLD } from './told.ts';
import type { Told } from './told.ts';

function everywhere(
  told: readonly Told[],
  pick: 'any' | 'last',
  patch: (drawn: Drawn) => Patch,
  rounds: MutantTrial['rounds'] = 'all',
): readonly MutantTrial[] {
  return told.map(({ scenario, kinds, rules }) => ({
    scenario,
    rounds,
    choice: { pick, kinds },
    patch,
    caught: onVictim(...rules),
    oneOfMany: true,
  }));
}

/** What a runner reports of these events is lost, repeated, renewed or exchanged. */
export const toldMutants = (told: readonly Told[]): readonly Mutant[] => [
  {
    id: 'M01',
    text: 'drops the very last event of a key',
    seam: 'recorder',
    trials: [...everywhere(told, 'last', drop), ...everywhere(told, 'last', drop, 'measured')],
  },
  {
    id: 'M03',
    text: 'records one event twice',
    seam: 'recorder',
    trials: everywhere(told, 'any', repeat),
  },
  {
    id: 'M04',
    text: 'records one event again under a fresh id',
    seam: 'recorder',
    trials: everywhere(told, 'any', (drawn) => ({ act: 'renew', victim: first(drawn), id: FRESH_ID })),
  },
  {
    id: 'M05',
    text: 'swaps two neighbouring events of one key',
    seam: 'recorder',
    trials: told
      .filter(({ ordered, scenario }) => ordered && scenario !== 'file_watch.burst')
      .map(({ scenario, kinds, rules }) =>
        on(scenario, { pick: 'neighbours', kinds }, swap, onVictim(...rules)),
      ),
  },
];

export const recorderMutants: readonly Mutant[] = [
  ...toldMutants(TOLD),
  {
    id: 'M02',
    text: 'drops every thousandth event, and never in a traced round',
    seam: 'recorder',
    trials: [
      on(
        'io_fanout.tcp_echo',
        NONE,
        () => ({ act: 'drop-every', kind: 'reply', every: 1000 }),
        byRule('I1'),
        { rounds: 'measured', params: { connections: 4, messages: 300, bytes: 64, pipeline: 4 } },
      ),
      on('timers.mass', NONE, () => ({ act: 'drop-every', kind: 'fire', every: 1000 }), byRule('T1'), {
        rounds: 'measured',
      }),
    ],
  },
  {
    id: 'M08',
    text: 'digests payloads only up to a chunk boundary',
    seam: 'recorder',
    trials: [
      on('io_fanout.tcp_echo', NONE, () => ({ act: 'short-digest', bytes: 65_536 }), byRule('I1'), {
        params: { connections: 2, messages: 2, bytes: 131_072, pipeline: 1 },
      }),
      on('io_fanout.file_reads', NONE, () => ({ act: 'short-digest', bytes: 65_536 }), byRule('I1'), {
        params: { files: 6, bytes: 131_072, inFlight: 4, missingEvery: 5 },
      }),
    ],
  },
  {
    id: 'M09',
    text: 'does nothing at all and computes the expected trace from seed and nonce',
    seam: 'recorder',
    trials: (
      [
        ['timers.sleep_loop', ['T3']],
        ['timers.deadlines', ['T3']],
        ['timers.mass', ['T3']],
        ['io_fanout.gather', ['T3'], { units: 20, gathers: 1, sleepMs: 8, spreadMs: 16, failEvery: 7 }],
        ['io_fanout.tcp_echo', ['I1']],
        ['io_fanout.file_reads', ['I1']],
        ['file_watch.modify', ['G1', 'W3']],
        ['file_watch.burst', ['G1', 'W3']],
        ['file_watch.rename_over', ['G1', 'W3']],
      ] as const
    ).map(([scenario, rules, params]) =>
      on(
        scenario,
        NONE,
        ({ madeUp }) => ({ act: 'make-up', rounds: madeUp() }),
        byRule(...rules),
        params === undefined ? {} : { params },
      ),
    ),
  },
  {
    id: 'M18',
    text: 'reports a change of a file that nobody touched',
    seam: 'recorder',
    trials: ['file_watch.modify', 'file_watch.burst', 'file_watch.rename_over'].map((scenario) =>
      on(
        scenario,
        { pick: 'any', kinds: ['settled'] },
        (drawn) => ({
          act: 'add',
          after: first(drawn),
          event: ['stray', 0xffff_ffff, 0, 0x1234_5678],
        }),
        byRule('G2'),
      ),
    ),
  },
  {
    id: 'M35',
    text: 'reports the close of a connection before its last reply',
    seam: 'recorder',
    trials: [
      on(
        'io_fanout.tcp_echo',
        { pick: 'later', first: 'reply', second: 'close' },
        swap,
        onVictim('I1', 'I2'),
      ),
    ],
  },
  {
    id: 'M36',
    text: 'reports the close of a connection twice',
    seam: 'recorder',
    trials: [
      on('io_fanout.tcp_echo', { pick: 'any', kinds: ['close'] }, repeat, onVictim('I1', 'I2')),
      on('io_fanout.tcp_echo', { pick: 'any', kinds: ['close'] }, repeat, onVictim('I2'), {
        rounds: 'traced',
      }),
      on('io_fanout.reset', { pick: 'any', kinds: ['close'] }, repeat, onVictim('I2'), { rounds: 'traced' }),
    ],
  },
];
