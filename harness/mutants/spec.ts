// The instructions to a mutant runner: which patch, on which victim, in which rounds. Types alone: the runners read it as JSON.

/** One event of the expected trace, chosen by the harness so that the finding's key is known beforehand. */
export interface Victim {
  readonly kind: string;
  readonly key: number;
  readonly id: number;
}

/** One event with its digest, as a mutant that does no work at all makes it up. */
export type MadeUpEvent = readonly [kind: string, key: number, id: number, digest: number];

export interface MadeUpRound {
  readonly operations: number;
  readonly events: readonly MadeUpEvent[];
}

/** One patch at one seam. Everything it needs is chosen by the harness; a patch draws only its timing from `Orders.seed`. */
export type Patch =
  /* The recorder: what a workload emits is not what is recorded. */
  | { readonly act: 'drop'; readonly victim: Victim }
  /** Drops every `every`-th event of this kind. */
  | { readonly act: 'drop-every'; readonly kind: string; readonly every: number }
  | { readonly act: 'repeat'; readonly victim: Victim }
  /** Repeats the victim under another id. */
  | { readonly act: 'renew'; readonly victim: Victim; readonly id: number }
  /** Holds the first back until the second has been recorded. */
  | { readonly act: 'swap'; readonly first: Victim; readonly second: Victim }
  /** Repeats each event of this kind, `times` in all, under fresh ids. */
  | { readonly act: 'flood'; readonly kind: string; readonly times: number }
  /** A further event right after the victim. */
  | { readonly act: 'add'; readonly after: Victim; readonly event: MadeUpEvent }
  /** Another key, id or digest than the real one. */
  | { readonly act: 'replace'; readonly victim: Victim; readonly event: MadeUpEvent }
  /** Payloads are digested up to the first chunk boundary. */
  | { readonly act: 'short-digest'; readonly bytes: number }
  /** Does no work and computes the trace instead. One entry per round. */
  | { readonly act: 'make-up'; readonly rounds: readonly MadeUpRound[] }
  /* Timers. */
  | { readonly act: 'early'; readonly ms: number }
  | { readonly act: 'late'; readonly ms: number }
  /** Delays each timer by up to `ms`, each by another amount. */
  | { readonly act: 'jitter'; readonly ms: number }
  /** When one is due, the one that was armed first fires. */
  | { readonly act: 'arming-order' }
  /** Timers of equal delay that were armed together fire last in, first out. */
  | { readonly act: 'last-first' }
  | { readonly act: 'ignore-cancel' }
  /** Cancels the timer that was armed after the intended one. */
  | { readonly act: 'cancel-neighbour' }
  /** Keeps a list for each delay; when one of its timers is due, all overdue ones of the list fire before those of other lists. */
  | { readonly act: 'duration-lists' }
  /** Some more steps of the scheduler before a sleep is over. */
  | { readonly act: 'hops'; readonly count: number }
  /* Files. */
  /** This file always seems to be empty. */
  | { readonly act: 'empty-read'; readonly file: string }
  | { readonly act: 'flip-read'; readonly file: string }
  /** A file is read once and then remembered. */
  | { readonly act: 'remember-reads' }
  | { readonly act: 'slow-reads'; readonly ms: number }
  /* Notices of files. */
  | { readonly act: 'late-watch'; readonly ms: number }
  /** Of the notices about one file only the first within this time counts. */
  | { readonly act: 'leading-edge'; readonly ms: number }
  /** Blind after a file was replaced by another one of its name. */
  | { readonly act: 'follow-inode' }
  /** What appears under the name of a file that was renamed is never looked at. */
  | { readonly act: 'lose-new-name' }
  /** Looks at the directory again and again besides. */
  | { readonly act: 'poll'; readonly ms: number }
  /** Each notice comes up to three times. */
  | { readonly act: 'repeat-notices' }
  /** What is renamed seems to go and to come, or to be another one. */
  | { readonly act: 'split-renames' }
  /** Notices wait this long and come merged, in another order. */
  | { readonly act: 'merge-notices'; readonly ms: number }
  /** Each notice brings one about another, unchanged file. */
  | { readonly act: 'ghost-notices' }
  /* Sockets, at the server's end. */
  | { readonly act: 'flip-byte' }
  | { readonly act: 'zeros' }
  /** Pairs of connections get each other's replies. */
  | { readonly act: 'cross' }
  /** The first two messages of each connection change places. */
  | { readonly act: 'swap-pieces'; readonly bytes: number }
  | { readonly act: 'one-at-a-time' }
  /** Pieces of random length after random pauses. */
  | { readonly act: 'dribble'; readonly ms: number; readonly split: boolean }
  /** A reset is met under the other one of its names, now and then. */
  | { readonly act: 'other-reset' }
  /** A writer is never told to wait (no backpressure). */
  | { readonly act: 'no-backpressure' }
  /** The server is told to wait when it need not. */
  | { readonly act: 'false-drain' }
  /* Servers as a whole. */
  /** A server that is told to close drops its connections. */
  | { readonly act: 'close-drops' }
  /** A server goes on listening for so long after it was told to close. */
  | { readonly act: 'close-late'; readonly ms: number }
  /** Who waits for a closed server waits for its connections where the runtime does not, and for nothing where it does. */
  | { readonly act: 'close-other' }
  /** A server takes the path of another one away where its runtime does not, and does not where it does. */
  | { readonly act: 'listen-other' }
  /* Connections with several addresses. */
  /** Knows only the first address of a name, where nobody asked for more. */
  | { readonly act: 'first-address' }
  /** The next address is asked after a fifth of the delay. */
  | { readonly act: 'hasty-attempts' }
  /** Every address of a name is asked besides, and dropped after so long. */
  | { readonly act: 'ask-all'; readonly ms: number }
  /** An attempt that is given up goes on. */
  | { readonly act: 'leave-attempts' }
  /* Combinators. */
  | { readonly act: 'cancel-siblings' }
  | { readonly act: 'completion-order' }
  /** Who is cancelled together is so in another order. */
  | { readonly act: 'cancel-order' }
  /* The process. */
  | { readonly act: 'other-executable'; readonly path: string };

/** What one mutant runner is to do: the content of the file that `EVENLOOP_MUTANT` names. */
export interface Orders {
  readonly mutant: string;
  /** False: the patch is in place and does nothing. Such a runner must pass. */
  readonly active: boolean;
  readonly rounds: 'all' | 'traced' | 'measured';
  readonly seed: number;
  readonly patch: Patch;
}
