// Where the mutant that is made from a rule needs something of its own, and the rules that none can break.
import type { MutantTrial } from '../mutant.ts';

/** What the runtime of the other language does anyway stands in the list of known divergences, and a mutant that adds more of it is not told apart. */
const PYTHON_ONLY: Partial<MutantTrial> = { languages: ['python'] };
const NODE_ONLY: Partial<MutantTrial> = { languages: ['javascript'] };

/** `<scenario> <rule>`: what differs from the trial that is made from the rule. */
export const BY_RULE: Readonly<Record<string, Partial<MutantTrial>>> = {
  // Node: FS-node-overflow.
  'file_watch.overflow G6': PYTHON_ONLY,
  // CPython before 3.13: python/empty-datagrams.
  'io_fanout.udp I8e': NODE_ONLY,
  // Node: node-duration-lists.
  'timers.stall T4s': PYTHON_ONLY,
  // Node: node/reset-behind-data.
  'io_fanout.reset I3c': PYTHON_ONLY,
  // In Node the timers with a delay beyond 31 bits have fired long before the end of the window: none is pending.
  'timers.extremes T2': PYTHON_ONLY,
  // A save may be so quick that its file is never seen to be gone: no `created` comes that could be recorded twice.
  'file_watch.rename_over G4': { patch: () => ({ act: 'tag', after: 'modified', add: 'created' }) },
  // Longer than the millisecond that Node's timers may be early.
  'timers.nested T3': { params: { depth: 2, branches: 2, delayMs: 8 } },
  'io_fanout.gather T3': { params: { units: 20, gathers: 1, sleepMs: 40, spreadMs: 16, failEvery: 7 } },
};

/** `<scenario> <rule>`: why no mutant breaks this rule alone. */
export const NOT_BY_RULE: Readonly<Record<string, string>> = {};
