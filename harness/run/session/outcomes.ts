// Turns failures around a runner into the outcome of its invocation.
import { failure, FailureError } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { Outcome } from '../../contract/invocation.ts';
import type { FailedMessage, RefusedMessage } from '../../contract/message.ts';
import { originOf } from './error-origin.ts';
import { quoteLine } from './quote-line.ts';
import type { RunnerAnswer, RequestKind } from './session.ts';

const WORKLOAD_NEXT =
  'Look where the error was thrown: in the runtime, or in the workload of this scenario and style. Its message is below.';

/** The outcome of an invocation whose request was not answered by its reply. */
export function outcomeOf(
  request: RequestKind,
  answer: Exclude<RunnerAnswer<never>, { readonly kind: 'reply' }>,
): Outcome {
  if (answer.kind === 'ended') return answer.outcome;
  return answer.kind === 'refused'
    ? refusal(request, answer.refusal)
    : workloadFailed(request, answer.failed);
}

function refusal(request: RequestKind, { code, reason }: RefusedMessage): Outcome {
  const said = quoteLine(reason);
  if (code === 'unsupported' && request === 'prepare') return { kind: 'unsupported', reason: said };
  if (code === 'bad-params' && request === 'prepare') {
    const cause = `The workload refused its parameters: ${said}`;
    return { kind: 'workload-failed', failure: failure('EL2010', cause, WORKLOAD_NEXT) };
  }
  const cause = `The runner refused \`${request}\` as ${code}: ${said}`;
  const next = 'Compare the order of requests and replies with docs/writing-a-runner.md.';
  return { kind: 'protocol-error', failure: failure('EL2005', cause, next) };
}

/** Errors of the system that say what a machine does not grant, in the words of Node and of Python; their numbers are Linux's. */
const REFUSALS: readonly (readonly [sign: RegExp, what: string])[] = [
  [/\bE[MN]FILE\b|\[Errno 2[34]\]/, 'no more open files, or inotify instances'],
  [/\bENOSPC\b|\[Errno 28\]/, 'no more room, or inotify watches'],
  [/\bEDQUOT\b|\[Errno 122\]/, 'no more room within the quota'],
  [/\bENOMEM\b|\[Errno 12\]/, 'no more memory'],
  [/\bENETUNREACH\b|\[Errno 101\]/, 'no way to the address: loopback may be down'],
  [/\bEADDRNOTAVAIL\b|\[Errno 99\]/, 'no such address, or no free port'],
];

/** Null: nothing of the message says that the machine is to blame. */
function refusedByMachine(message: string): string | null {
  const refusal = REFUSALS.find(([sign]) => sign.test(message));
  if (refusal === undefined) return null;
  return `The machine granted ${refusal[1]}: look at \`evenloop doctor\`, which names its limits and how to raise them, before you look at the workload.`;
}

const SHOWN_LINES = 32;

function workloadFailed(request: RequestKind, { code, message, definite }: FailedMessage): Outcome {
  const lines = message.split('\n').slice(0, SHOWN_LINES).map(quoteLine);
  const extent = definite ? 'nothing of it happened' : 'part of it may have happened';
  const { said, where } = originOf(message);
  const cause = `The runner failed on \`${request}\` with ${quoteLine(code)} (${extent}): ${said}.${where}`;
  const next = refusedByMachine(message) ?? WORKLOAD_NEXT;
  return { kind: 'workload-failed', failure: failure('EL2010', cause, next, lines) };
}

/** The outcome when the harness's own witness did not do its part. */
export function witnessOutcome(action: string, error: unknown): Outcome {
  if (error instanceof FailureError) return { kind: 'setup-error', failure: error.failure };
  const cause = `The witness could not ${action}: ${messageOf(error)}`;
  return {
    kind: 'setup-error',
    failure: failure('EL2013', cause, 'Run it again. If it fails again, report it.'),
  };
}

/** The outcome when the folders of the invocation could not be made. */
export function folderOutcome(error: unknown): Outcome {
  const full = error instanceof Error && 'code' in error && FULL.has(String(error.code));
  const cause = `The folders of the invocation could not be made: ${messageOf(error)}`;
  const next = full
    ? 'Free space, or move the run with --out and TMPDIR.'
    : 'Choose writable folders with --out and TMPDIR.';
  return { kind: 'setup-error', failure: failure(full ? 'EL3003' : 'EL3001', cause, next) };
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE']);

const messageOf = (error: unknown): string =>
  quoteLine(error instanceof Error ? error.message : String(error));

/** The same outcome with more evidence, where it has a failure at all. */
export function withEvidence(outcome: Outcome, lines: readonly string[]): Outcome {
  if (!('failure' in outcome)) return outcome;
  const { failure: cause } = outcome;
  return { ...outcome, failure: { ...cause, evidence: [...cause.evidence, ...lines] } satisfies Failure };
}
