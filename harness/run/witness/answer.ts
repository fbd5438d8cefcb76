// Carries out the host's requests, those of one invocation one after the other. Its state is the set of armed witnesses.
import { assertNever } from '../../contract/failure.ts';
import type { WitnessContext } from './context.ts';
import { openWitness } from './open-witness.ts';
import type { ArmedWitness } from './port.ts';
import type { WitnessReply, WitnessRequest } from './wire.ts';

export type AnswerRequest = (request: WitnessRequest) => Promise<WitnessReply>;
type Settings = Omit<WitnessContext, 'directory' | 'secret'>;

export function makeAnswer(settings: Settings): AnswerRequest {
  const armed = new Map<string, ArmedWitness>();
  const queues = new Map<string, Promise<unknown>>();

  const carryOut = async (request: WitnessRequest): Promise<WitnessReply> => {
    const { id, invocation } = request;
    if (request.kind === 'arm') {
      await armed.get(invocation)?.disarm();
      armed.delete(invocation);
      const { stimulus, directory, secret } = request.request;
      const witness = await openWitness(stimulus, { ...settings, directory, secret });
      armed.set(invocation, witness);
      return { kind: 'endpoints', id, endpoints: witness.endpoints };
    }
    const witness = armed.get(invocation);
    if (witness === undefined) return { kind: 'problem', id, cause: `${request.kind} before arm` };
    if (request.kind === 'disarm') armed.delete(invocation);
    return attend(witness, request);
  };

  return (request) => {
    const { id, invocation } = request;
    const before = queues.get(invocation) ?? Promise.resolve();
    const reply = before.then(() => carryOut(request)).catch((error: unknown) => problem(id, error));
    if (request.kind === 'disarm') queues.delete(invocation);
    else queues.set(invocation, reply);
    return reply;
  };
}

async function attend(
  witness: ArmedWitness,
  request: Exclude<WitnessRequest, { readonly kind: 'arm' }>,
): Promise<WitnessReply> {
  const { id } = request;
  switch (request.kind) {
    case 'listening':
      await witness.listening(request.endpoints);
      return { kind: 'done', id };
    case 'before-round':
      return { kind: 'endpoints', id, endpoints: await witness.beforeRound(request.round, request.traced) };
    case 'after-round':
      return { kind: 'record', id, record: await witness.afterRound() };
    case 'disarm':
      await witness.disarm();
      return { kind: 'done', id };
    default:
      return assertNever(request);
  }
}

function problem(id: number, error: unknown): WitnessReply {
  return { kind: 'problem', id, cause: error instanceof Error ? error.message : String(error) };
}
