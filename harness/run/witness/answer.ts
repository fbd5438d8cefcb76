// Carries out the host's requests one after the other. The state of a witness process is the one witness that is armed.
import { assertNever } from '../../contract/failure.ts';
import type { WitnessContext } from './context.ts';
import { openWitness } from './open-witness.ts';
import type { ArmedWitness } from './port.ts';
import type { WitnessReply, WitnessRequest } from './wire.ts';

export type Answer = (request: WitnessRequest) => Promise<WitnessReply>;

export function makeAnswer(settings: Omit<WitnessContext, 'directory' | 'secret'>): Answer {
  let armed: ArmedWitness | null = null;
  let before: Promise<unknown> = Promise.resolve();

  const carryOut = async (request: WitnessRequest): Promise<WitnessReply> => {
    const { id } = request;
    if (request.kind === 'arm') {
      await armed?.disarm();
      armed = null;
      const { stimulus, directory, secret } = request.request;
      armed = await openWitness(stimulus, { ...settings, directory, secret });
      return { kind: 'endpoints', id, endpoints: armed.endpoints };
    }
    if (armed === null) return { kind: 'problem', id, cause: `${request.kind} before arm` };
    switch (request.kind) {
      case 'listening':
        await armed.listening(request.endpoints);
        return { kind: 'done', id };
      case 'before-round':
        return { kind: 'endpoints', id, endpoints: await armed.beforeRound(request.round, request.traced) };
      case 'after-round':
        return { kind: 'record', id, record: await armed.afterRound() };
      case 'disarm':
        await armed.disarm();
        armed = null;
        return { kind: 'done', id };
      default:
        return assertNever(request);
    }
  };

  return (request) => {
    const reply = before.then(() => carryOut(request)).catch((error: unknown) => problem(request.id, error));
    before = reply;
    return reply;
  };
}

function problem(id: number, error: unknown): WitnessReply {
  return { kind: 'problem', id, cause: error instanceof Error ? error.message : String(error) };
}
