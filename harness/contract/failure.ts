// Everything that can go wrong in an expected way: a stable code, one cause, and the reader's next step.

/** Exit codes of every command. Precedence when several apply: see `EXIT_PRECEDENCE`. */
export const EXIT = {
  ok: 0,
  internal: 1,
  usage: 2,
  nothingMeasured: 3,
  noBaseline: 4,
  divergent: 10,
  regression: 11,
  inconclusive: 12,
  unfinished: 13,
  shards: 14,
  interrupted: 130,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
export const EXIT_PRECEDENCE: readonly ExitCode[] = [130, 2, 1, 14, 10, 13, 3, 4, 11, 12, 0];

/** Codes never change their meaning. 1xxx usage, 2xxx runners and protocol, 3xxx files and store, 4xxx judgement, 5xxx the machine, 9xxx bugs. */
export const FAILURE_CODES = {
  EL1001: { title: 'unknown scenario', exit: EXIT.usage },
  EL1002: { title: 'unknown subject', exit: EXIT.usage },
  EL1003: { title: 'unknown option or command', exit: EXIT.usage },
  EL1004: { title: 'bad option value', exit: EXIT.usage },
  EL1005: { title: 'not a results file', exit: EXIT.usage },
  EL1006: { title: 'not a git revision that can be measured', exit: EXIT.usage },
  EL1007: { title: 'data of a scenario cannot be read', exit: EXIT.usage },
  EL1008: { title: 'not a bundle that can be judged', exit: EXIT.usage },
  EL1009: { title: 'bundle is of another contract', exit: EXIT.usage },
  EL1010: { title: 'unknown rule, clause or code', exit: EXIT.usage },
  EL1011: { title: 'not pairs that can be judged', exit: EXIT.usage },
  EL1012: { title: 'bad config', exit: EXIT.usage },
  EL1015: { title: 'run cannot be resumed', exit: EXIT.usage },
  EL1016: { title: 'environment does not say which shard this is', exit: EXIT.usage },
  EL2001: { title: 'no interpreter found', exit: EXIT.nothingMeasured },
  EL2002: { title: 'interpreter too old', exit: EXIT.nothingMeasured },
  EL2003: { title: 'runner could not be started', exit: EXIT.unfinished },
  EL2004: { title: 'runner wrote something that is not a message', exit: EXIT.unfinished },
  EL2005: { title: 'runner broke the protocol', exit: EXIT.unfinished },
  EL2006: { title: 'runner did not answer in time', exit: EXIT.unfinished },
  EL2007: { title: 'runner was killed by a signal', exit: EXIT.unfinished },
  EL2008: { title: 'runner exited', exit: EXIT.unfinished },
  EL2009: { title: 'runner closed its output without a reply', exit: EXIT.unfinished },
  EL2010: { title: 'workload failed', exit: EXIT.unfinished },
  EL2011: { title: 'runner failed the conformance probe', exit: EXIT.nothingMeasured },
  EL2012: { title: 'another runner or runtime answered than the one asked for', exit: EXIT.nothingMeasured },
  EL2013: { title: 'witness failed', exit: EXIT.unfinished },
  EL2014: { title: 'runner.json cannot be used', exit: EXIT.nothingMeasured },
  EL2015: { title: 'runtime lacks what its runner requires', exit: EXIT.nothingMeasured },
  EL2016: { title: 'subject of a project cannot be measured', exit: EXIT.nothingMeasured },
  EL3001: { title: 'output cannot be written', exit: EXIT.usage },
  EL3002: { title: 'sidecar is damaged', exit: EXIT.unfinished },
  EL3003: { title: 'disk is full or a limit was reached', exit: EXIT.unfinished },
  EL3004: { title: 'run was ended before it was whole', exit: EXIT.interrupted },
  EL3101: { title: 'not a store of runs', exit: EXIT.usage },
  EL3102: { title: 'store is damaged', exit: EXIT.unfinished },
  EL3103: { title: 'store has other numbers under this id', exit: EXIT.usage },
  EL3104: { title: 'file cannot be imported', exit: EXIT.usage },
  EL3201: { title: 'shard is cut short or damaged', exit: EXIT.shards },
  EL3202: { title: 'shard is there twice', exit: EXIT.shards },
  EL3203: { title: 'shard is of another plan', exit: EXIT.shards },
  EL3204: { title: 'shard is missing', exit: EXIT.shards },
  EL4001: { title: 'semantics differ', exit: EXIT.divergent },
  EL4002: { title: 'known divergence no longer happens', exit: EXIT.divergent },
  EL4003: { title: 'proof is empty', exit: EXIT.unfinished },
  EL4004: { title: 'confirmed regression', exit: EXIT.regression },
  EL4005: { title: 'results cannot be compared', exit: EXIT.noBaseline },
  EL4006: { title: 'nothing was measured', exit: EXIT.nothingMeasured },
  EL4007: { title: 'only some invocations can run the scenario', exit: EXIT.unfinished },
  EL5001: { title: 'machine refuses what is needed', exit: EXIT.nothingMeasured },
  EL9001: { title: 'internal error', exit: EXIT.internal },
} as const;
export type FailureCode = keyof typeof FAILURE_CODES;

export interface Failure {
  readonly code: FailureCode;
  /** One cause, as a sentence without the code. */
  readonly cause: string;
  /** What the reader can do now, as an imperative sentence. */
  readonly next: string;
  /** The last lines of both streams, the guilty line, a path: shown beneath, one a line. */
  readonly evidence: readonly string[];
}

export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly failure: Failure };

/** Carries an expected failure through code that cannot return a value. Only `cli/main.ts` catches it for good. */
export class FailureError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(`${failure.code} ${failure.cause}`);
    this.name = 'FailureError';
    this.failure = failure;
  }
}

export function failure(
  code: FailureCode,
  cause: string,
  next: string,
  evidence: readonly string[] = [],
): Failure {
  return { code, cause, next, evidence };
}

/** Ends the `switch` over a union: the compiler proves that it is never reached. */
export function assertNever(value: never): never {
  throw new Error(`unexpected variant: ${JSON.stringify(value)}`);
}
