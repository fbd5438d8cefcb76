// Mutants of how connections and pipes are served and how they end: each is tried in every style that shows it.
import type { Mutant, MutantTrial } from '../mutant.ts';
import type { Patch } from '../spec.ts';
import { byRule } from './caught.ts';
import { NONE, on } from './recording.ts';

type Styles = Readonly<Record<'javascript' | 'python', readonly string[]>>;
const SOCKET_STYLES: Styles = {
  javascript: ['callbacks', 'events', 'promises', 'streams'],
  python: ['callbacks', 'protocols', 'generators', 'coroutines'],
};
const UNIX_STYLES: Styles = { javascript: ['promises'], python: ['coroutines'] };
const PIPE_STYLES: Styles = { javascript: ['events', 'promises'], python: ['protocols', 'coroutines'] };

const CUT: Patch = { act: 'cut-writes', bytes: 65_536 };
/** As in the second set of the smoke profile. */
const GREAT_REQUESTS = { connections: 2, bytes: 307_200, tailBytes: 512 };
const GREAT_MESSAGES = { connections: 2, messages: 2, bytes: 307_200, pipeline: 1 };

/** The first round never ends. */
const HANGS: Partial<MutantTrial> = { rounds: 'traced', hangs: true };

function inStyles(
  scenario: string,
  patch: Patch,
  rule: string,
  styles: Styles,
  more: Partial<MutantTrial>,
): readonly MutantTrial[] {
  return (['javascript', 'python'] as const).flatMap((language) =>
    styles[language].map((style) => {
      const where: Partial<MutantTrial> = { languages: [language], styles: { [language]: style } };
      return on(scenario, NONE, () => patch, byRule(rule), { ...more, ...where });
    }),
  );
}

export const connectionMutants: readonly Mutant[] = [
  {
    id: 'M33',
    text: 'serves one connection after the other',
    seam: 'sockets',
    trials: [
      ...inStyles('io_fanout.tcp_echo', { act: 'one-at-a-time' }, 'I10', SOCKET_STYLES, HANGS),
      ...inStyles('io_fanout.unix_socket', { act: 'one-at-a-time' }, 'I10', UNIX_STYLES, HANGS),
      // Here the clients give up, and the round ends.
      ...inStyles('io_fanout.half_close', { act: 'one-at-a-time' }, 'I10', PIPE_STYLES, { rounds: 'traced' }),
    ],
  },
  {
    id: 'M33t',
    text: 'takes bytes that come together with the end for the end alone',
    seam: 'sockets',
    trials: inStyles('io_fanout.half_close', { act: 'lose-tail' }, 'I1', PIPE_STYLES, {}),
  },
  {
    id: 'M33w',
    text: 'loses what is more than 64 KiB of one write',
    seam: 'sockets',
    trials: [
      ...inStyles('io_fanout.half_close', CUT, 'I2', PIPE_STYLES, { params: GREAT_REQUESTS }),
      ...inStyles('io_fanout.tcp_echo', CUT, 'I1', SOCKET_STYLES, { ...HANGS, params: GREAT_MESSAGES }),
      ...inStyles('io_fanout.unix_socket', CUT, 'I1', UNIX_STYLES, { ...HANGS, params: GREAT_MESSAGES }),
    ],
  },
  {
    id: 'M34',
    text: 'tells the end of a pipe of a child when the child is no more',
    seam: 'process',
    trials: inStyles('io_fanout.pipes', { act: 'end-with-exit' }, 'I1', PIPE_STYLES, HANGS),
  },
  {
    id: 'M34e',
    text: 'delivers nothing from the standard error of a child whose standard output has ended',
    seam: 'process',
    trials: inStyles('io_fanout.pipes', { act: 'deaf-after-end' }, 'I1', PIPE_STYLES, HANGS),
  },
];
