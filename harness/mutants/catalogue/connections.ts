// Mutants of how connections and pipes are served and how they end: each is tried in every style that shows it.
import type { Language, Style } from '../../contract/scenario.ts';
import type { Mutant, MutantTrial } from '../mutant.ts';
import type { Patch } from '../spec.ts';
import { byRule } from './caught.ts';
import { NONE, on } from './recording.ts';

type Styles = Readonly<Record<Language, readonly Style[]>>;
const SOCKET_STYLES: Styles = {
  javascript: ['callbacks', 'events', 'promises', 'streams'],
  python: ['callbacks', 'protocols', 'generators', 'coroutines'],
};
const UNIX_STYLES: Styles = { javascript: ['promises'], python: ['coroutines'] };
const PIPE_STYLES: Styles = { javascript: ['events', 'promises'], python: ['protocols', 'coroutines'] };

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
