// The conformance probe: before its first cell, a runner must refuse invalid requests. A runner that agrees to everything proves nothing.
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertNever, failure } from '../../contract/failure.ts';
import type { Failure, Result } from '../../contract/failure.ts';
import type { Outcome } from '../../contract/invocation.ts';
import { PROTOCOL_VERSION } from '../../contract/message.ts';
import type { PrepareMessage, RefusedMessage } from '../../contract/message.ts';
import { PRODUCT } from '../../contract/product.ts';
import type { Offer, Runtime } from '../../contract/runner-manifest.ts';
import { shakeHands } from './handshake.ts';
import { LIMITS } from './limits.ts';
import type { InvocationLimits } from './limits.ts';
import { quoteLine } from './quote-line.ts';
import { Session } from './session.ts';
import type { RunnerAnswer } from './session.ts';
import { spawnRunner } from './spawn-runner.ts';
import { talkLines } from './wire-log.ts';
import type { Wires } from './wires.ts';

/** What the runner offers, when it refuses as it must; otherwise what was expected of it and what came. */
export async function probeRunner(
  runtime: Runtime,
  packageRoot: string,
  limits: InvocationLimits = LIMITS,
  wires?: Wires,
): Promise<Result<readonly Offer[]>> {
  const spawned = await spawnRunner(runtime, packageRoot);
  if (!spawned.ok) return spawned;
  const runner = spawned.value;
  const session = new Session(runner, wires?.tap({ process: runner.pid, invocation: null }));
  let probed: Result<readonly Offer[]>;
  try {
    probed = await probe(session, runtime, limits);
  } finally {
    await runner.stop();
  }
  if (probed.ok) return probed;
  const { failure: found } = probed;
  return {
    ok: false,
    failure: { ...found, evidence: [...found.evidence, ...talkLines(session.wire), ...runner.tails()] },
  };
}

async function probe(
  session: Session,
  runtime: Runtime,
  limits: InvocationLimits,
): Promise<Result<readonly Offer[]>> {
  const hands = await shakeHands(session, runtime, limits);
  const found =
    hands.kind === 'ended'
      ? (causeOf(hands.outcome) ?? unexpected(runtime, 'ready', 'hello', hands.outcome.kind))
      : await provoked(session, runtime, limits);
  if (found !== null) return { ok: false, failure: found };
  return { ok: true, value: hands.ready?.scenarios ?? [] };
}

async function provoked(
  session: Session,
  runtime: Runtime,
  limits: InvocationLimits,
): Promise<Failure | null> {
  for (const { what, code, ...provocation } of PROVOCATIONS) {
    const answer = await provocation.provoke(session, runtime, limits);
    if (answer.kind === 'refused' && answer.refusal.code === code) continue;
    return unexpected(runtime, `refused with ${code}`, what, describe(answer), evidenceOf(answer));
  }
  const end = await session.close(limits.exitMs);
  return end === null
    ? null
    : unexpected(runtime, 'the end of the process with code 0', 'the end of stdin', sentenceOf(end));
}

interface Provocation {
  readonly what: string;
  readonly code: RefusedMessage['code'];
  provoke(session: Session, runtime: Runtime, limits: InvocationLimits): Promise<RunnerAnswer<unknown>>;
}

const PROVOCATIONS: readonly Provocation[] = [
  {
    what: '`prepare` of a scenario that does not exist',
    code: 'unsupported',
    provoke: (session, { manifest }, limits) =>
      session.request('prepare', unknownScenario(manifest.defaultStyle), limits.prepareMs),
  },
  {
    what: 'a second `hello`',
    code: 'bad-state',
    provoke: (session, _, limits) =>
      session.request('hello', { protocol: PROTOCOL_VERSION, harness: PRODUCT }, limits.helloMs),
  },
  {
    what: 'a line that is not a message',
    code: 'bad-message',
    provoke: (session, _, limits) => session.provoke('{"kind":"hello",', limits.helloMs),
  },
];

/** Random, so that no runner can know it; made of letters, so that it is refused for being unknown and not for being odd. */
function unknownScenario(style: string): Omit<PrepareMessage, 'kind' | 'id'> {
  const letters = [...randomBytes(12)].map((byte) => String.fromCodePoint(97 + (byte % 26))).join('');
  const nowhere = join(tmpdir(), `evenloop-probe-${letters}`);
  return {
    scenario: `probe.${letters}`,
    style,
    params: {},
    seed: 0,
    nonce: randomBytes(8).toString('hex'),
    directory: nowhere,
    endpoints: {},
    sidecar: { samples: join(nowhere, 'samples'), events: join(nowhere, 'events') },
    alphabet: [],
    capacity: { events: 0, samples: 0 },
  };
}

function unexpected(
  runtime: Runtime,
  expected: string,
  what: string,
  came: string,
  evidence: readonly string[] = [],
): Failure {
  const cause = `To ${what}, the runner of ${runtime.id} must answer: ${expected}. It answered: ${came}`;
  const next = 'Correct the runner as docs/writing-a-runner.md describes; until then it is not used.';
  return failure('EL2011', cause, next, evidence);
}

function describe(answer: RunnerAnswer<unknown>): string {
  switch (answer.kind) {
    case 'reply':
      return `agreement, ${quoteLine(JSON.stringify(answer.reply))}`;
    case 'refused':
      return `refused with ${answer.refusal.code}`;
    case 'failed':
      return `failed with ${quoteLine(answer.failed.code)}`;
    case 'ended':
      return sentenceOf(answer.outcome);
    default:
      return assertNever(answer);
  }
}

const evidenceOf = (answer: RunnerAnswer<unknown>): readonly string[] =>
  answer.kind === 'ended' ? (causeOf(answer.outcome)?.evidence ?? []) : [];

const causeOf = (outcome: Outcome): Failure | null => ('failure' in outcome ? outcome.failure : null);
const sentenceOf = (outcome: Outcome): string => causeOf(outcome)?.cause ?? outcome.kind;
