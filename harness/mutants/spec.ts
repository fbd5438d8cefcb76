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
  /* Samples. */
  | { readonly act: 'no-samples' }
  /** Each sample is `ns`. */
  | { readonly act: 'constant-samples'; readonly ns: number }
  /** The clock by which a workload makes samples moves once in `ms`. */
  | { readonly act: 'coarse-clock'; readonly ms: number }
  | { readonly act: 'repeat-samples'; readonly times: number }
  /* The recorder, for all events of a kind, raw ones included: no victim is drawn. */
  /**
   * Holds each `kind` back until an `until` that agrees with it in what `join` names, and records it right before or after that one;
   * `until` null: until the end of the round.
   */
  | {
      readonly act: 'hold';
      readonly kind: string;
      readonly until: string | null;
      readonly join: 'key' | 'id' | 'key-id';
      readonly place: 'before' | 'after';
    }
  /** Another digest for each event of these kinds: this one, or null for the right one with its last bit changed. */
  | { readonly act: 'alter'; readonly kinds: readonly string[]; readonly digest: number | null }
  /** Behind the first `after` of each round (null: behind its first event) one `add` with the same key, id and digest. */
  | { readonly act: 'tag'; readonly after: string | null; readonly add: string }
  /** Each sample is `ns` nanoseconds more than it was, or less where `ns` is negative. */
  | { readonly act: 'shift-samples'; readonly ns: number }
  /* Timers. */
  | { readonly act: 'early'; readonly ms: number }
  | { readonly act: 'late'; readonly ms: number }
  /** The timer that is armed behind one that was held up, or that held the loop up, comes `ms` early. */
  | { readonly act: 'regain'; readonly ms: number }
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
  /** What is deferred to another turn of the loop runs at once. */
  | { readonly act: 'at-once' }
  /** Reckons by a clock that is read once in a turn of the loop, when its first timer is armed. */
  | { readonly act: 'cached-clock' }
  /** The first timer of each round whose delay is within a millisecond of `ms` never fires. */
  | { readonly act: 'lose'; readonly ms: number }
  /** The loop reckons by the time at which the present callback began, and so does the clock of the workload. */
  | { readonly act: 'callback-clock' }
  /** Timers are early, and samples say that they are not. */
  | { readonly act: 'hidden-early'; readonly ms: number }
  /** Timers are late, and samples say that they are not. */
  | { readonly act: 'hidden-late'; readonly ms: number }
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
  /** Looks at the directory again and again besides: in the process, or in a child of it. */
  | { readonly act: 'poll'; readonly ms: number; readonly child: boolean }
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
  /** Of what was read nothing counts where the end is there as well, at either end of a connection. */
  | { readonly act: 'lose-tail' }
  /** Of one write no more than so many bytes leave, at either end of a connection. */
  | { readonly act: 'cut-writes'; readonly bytes: number }
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
  /** The first failure is told when all units have ended. */
  | { readonly act: 'patient-all' }
  | { readonly act: 'completion-order' }
  /** Who waits for many goes on when the last of them in line has ended. */
  | { readonly act: 'leave-early' }
  /** Who is cancelled together is so in another order. */
  | { readonly act: 'cancel-order' }
  /* Children. */
  /** The pipes of a child seem to end when the child does. */
  | { readonly act: 'end-with-exit' }
  /** Behind the end of a child's standard output nothing comes from its standard error. */
  | { readonly act: 'deaf-after-end' }
  /* What is lost so that a round never ends. `nth` counts from 0 in each round. */
  /** This timer never fires, nor every `every`-th behind it where a workload arms them anew. */
  | { readonly act: 'lose-timer'; readonly nth: number; readonly every?: number }
  /** What was put off to the next turn of the loop by this call never runs. */
  | { readonly act: 'lose-turn'; readonly nth: number }
  /** From the answer of the writer on that settles the victim, its connection delivers nothing more. */
  | { readonly act: 'lose-answer'; readonly victim: Victim }
  /** The connection of the victim's key delivers nothing after so many bytes. */
  | { readonly act: 'lose-bytes'; readonly victim: Victim; readonly after: number }
  /** The end of this child is never reported. */
  | { readonly act: 'lose-exit'; readonly nth: number }
  /** The answer with the number of the victim never arrives. */
  | { readonly act: 'lose-datagram'; readonly victim: Victim }
  /** Reading this file never ends. */
  | { readonly act: 'lose-read'; readonly file: string }
  /** This message of another thread never arrives. */
  | { readonly act: 'lose-message'; readonly nth: number }
  /** Who waits for all never learns that all are over. */
  | { readonly act: 'never-settle' }
  /** At the moment of the victim the loop blocks for ever. */
  | { readonly act: 'block-at'; readonly victim: Victim }
  /* What ends a round at the moment of the victim. */
  | { readonly act: 'throw-at'; readonly victim: Victim }
  | { readonly act: 'exit-at'; readonly victim: Victim }
  /* Signals. */
  /** Every `every`-th signal reaches no handler. */
  | { readonly act: 'lose-signals'; readonly every: number }
  /* The process. */
  | { readonly act: 'other-executable'; readonly path: string };

/** When a fault shows that does not show always. Each condition that is there must hold. */
export interface When {
  /** In every n-th process, after n - 1 sound ones. They are counted in a file beside that of the orders. */
  readonly everyNthProcess?: number;
  /** In workloads of this style. */
  readonly style?: string;
  /** In rounds in which the harness stalls the loop. */
  readonly underStress?: true;
  /** From the round on that follows this many. */
  readonly afterRounds?: number;
}

/** What one mutant runner is to do: the content of the file that `EVENLOOP_MUTANT` names. */
export interface Orders {
  readonly mutant: string;
  /** False: the patch is in place and does nothing. Such a runner must pass. */
  readonly active: boolean;
  readonly rounds: 'all' | 'traced' | 'measured';
  /** Empty: always. */
  readonly when: When;
  readonly seed: number;
  readonly patch: Patch;
}
