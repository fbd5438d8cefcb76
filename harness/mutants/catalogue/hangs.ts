// Ways to lose an event for which the round then waits for ever: the finding must name the rule and the key of what was lost.
import type { ChosenEvent, Drawn, Mutant, MutantTrial, Seam } from '../mutant.ts';
import type { Patch } from '../spec.ts';
import { onVictim } from './caught.ts';
import { first } from './recording.ts';

interface Way {
  readonly scenario: string;
  /** The events of which one is lost, and the rules that speak of them. */
  readonly kinds: readonly string[];
  readonly rules: readonly string[];
  readonly patch: (victim: ChosenEvent) => Patch;
  readonly more?: Partial<MutantTrial>;
}

function hang(id: string, text: string, seam: Seam, ways: readonly Way[]): Mutant {
  return {
    id,
    text,
    seam,
    trials: ways.map(({ scenario, kinds, rules, patch, more }) => ({
      scenario,
      rounds: 'traced',
      choice: { pick: 'any', kinds },
      patch: (drawn: Drawn) => patch(first(drawn)),
      caught: onVictim(...rules),
      hangs: true,
      oneOfMany: true,
      ...more,
    })),
  };
}

const way = (
  scenario: string,
  kind: string,
  rule: string,
  patch: Way['patch'],
  more: Partial<MutantTrial> = {},
): Way => ({ scenario, kinds: [kind], rules: [rule], patch, more });

const nth =
  (act: 'lose-timer' | 'lose-turn' | 'lose-exit' | 'lose-message', of: (victim: ChosenEvent) => number) =>
  (victim: ChosenEvent): Patch => ({ act, nth: of(victim) });
const byId = ({ id }: ChosenEvent): number => id;
const byKey = ({ key }: ChosenEvent): number => key;
const blockAt = (victim: ChosenEvent): Patch => ({ act: 'block-at', victim });
const only = (language: string): Partial<MutantTrial> => ({ languages: [language] });

/** The loop lives, so the runner can still say what it recorded. */
const MEASURED: Partial<MutantTrial> = { rounds: 'measured' };

const BYTES = 64;
const ONE_BY_ONE = { connections: 4, messages: 8, bytes: BYTES, pipeline: 1 };
const loseReply = (victim: ChosenEvent): Patch => ({ act: 'lose-bytes', victim, after: victim.id * BYTES });
const loseAnswer = (victim: ChosenEvent): Patch => ({ act: 'lose-answer', victim });

export const hangs: readonly Mutant[] = [
  hang('H01', 'a timer never fires', 'timers', [
    way('timers.sleep_loop', 'fire', 'T1', nth('lose-timer', byId)),
    way('timers.sleep_loop', 'fire', 'T1', nth('lose-timer', byId), MEASURED),
    // The next two arm all their timers anew when that took too long.
    way('timers.deadlines', 'fire', 'T1', ({ id }) => ({ act: 'lose-timer', nth: id, every: 4 })),
    way('timers.stall', 'fire', 'T1', ({ id }) => ({ act: 'lose-timer', nth: id, every: 2 })),
    way('timers.mass', 'fire', 'T1', nth('lose-timer', byId)),
    way('timers.equal', 'fire', 'T1', nth('lose-timer', byId)),
    way(
      'timers.nested',
      'fire',
      'T1',
      nth('lose-timer', ({ id }) => id - 1),
    ),
    way('io_fanout.gather', 'finish', 'I6a', nth('lose-timer', byId)),
  ]),
  hang('H02', 'a callback that was put off to the next turn never runs', 'timers', [
    way('dispatch.turn', 'hop', 'L3', nth('lose-turn', byId)),
    way('dispatch.turn', 'hop', 'L3', nth('lose-turn', byId), MEASURED),
    // The slow subscriber has the key 1: the only one that puts anything off.
    way(
      'dispatch.broadcast',
      'deliver',
      'L3',
      nth('lose-turn', () => 3),
      only('javascript'),
    ),
    way(
      'ordering.round_robin',
      'step',
      'L8',
      nth('lose-turn', () => 9),
      only('python'),
    ),
  ]),
  hang('H03', 'a connection delivers no more data', 'sockets', [
    way('io_fanout.tcp_echo', 'reply', 'I1', loseReply, { params: ONE_BY_ONE }),
    way('io_fanout.unix_socket', 'reply', 'I1', loseReply, {
      params: { connections: 4, messages: 8, bytes: BYTES },
    }),
    way('file_watch.modify', 'settled', 'G1', loseAnswer),
    way('file_watch.modify', 'settled', 'G1', loseAnswer, MEASURED),
    way('file_watch.burst', 'settled', 'G1', loseAnswer),
    way('file_watch.lifecycle', 'settled', 'G1', loseAnswer),
    way('file_watch.decoys', 'settled', 'G1', loseAnswer),
  ]),
  hang('H04', 'the end of a child is never reported', 'process', [
    way('io_fanout.pipes', 'exit', 'I2', nth('lose-exit', byKey)),
  ]),
  hang('H05', 'a datagram never arrives', 'sockets', [
    way('io_fanout.udp', 'received', 'I8', (victim) => ({ act: 'lose-datagram', victim })),
  ]),
  hang('H06', 'a read of a file never ends', 'files', [
    way('io_fanout.file_reads', 'read', 'I1', ({ id }) => ({ act: 'lose-read', file: String(id) })),
  ]),
  hang('H07', 'a message of another thread never arrives', 'sockets', [
    way('ordering.wakeup', 'woken', 'L9', nth('lose-message', byId)),
  ]),
  hang('H08', 'who waits for all is never told that all are over', 'combinators', [
    way('io_fanout.gather', 'result', 'I6', () => ({ act: 'never-settle' })),
  ]),
  hang('H09', 'the loop blocks for ever', 'recorder', [
    way('timers.interval', 'resume', 'T8r', blockAt),
    way('dispatch.listeners', 'handle', 'L7', blockAt),
    way('dispatch.mutate', 'call', 'L7', blockAt),
    way('dispatch.iterate', 'consume', 'L3', blockAt),
    way('ordering.defer', 'enter', 'L3', blockAt),
    way('ordering.phases', 'ran', 'L3', blockAt),
    way('ordering.errors', 'run', 'L6', blockAt),
    way('ordering.starvation', 'fire', 'T1', blockAt),
    way('io_fanout.queue', 'taken', 'I11', blockAt),
    way('io_fanout.reset', 'message', 'I1', blockAt),
    way('file_watch.tree', 'settled', 'G1', blockAt),
    way('file_watch.many', 'settled', 'G1', blockAt),
  ]),
];
