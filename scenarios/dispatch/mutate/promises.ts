// dispatch.mutate with promises: an emitter with the same rules that awaits its listeners.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { AwaitingEmitter } from './emitter.ts';
import type { Listener } from './emitter.ts';
import { assertNever, CALLS, makeProtocol, seedOfNonce, STEPS } from './script.ts';
import type { ScriptAct, Name, Protocol, ScriptStep } from './script.ts';

export function open(params: Parameters, kit: Kit): Workload {
  const repeats = Number(params['repeats']);
  const seed = seedOfNonce(kit.nonce);

  return {
    async round() {
      for (let repeat = 0; repeat < repeats; repeat++)
        for (const [index, step] of STEPS.entries())
          await enact(step, makeProtocol(kit, seed, repeat, index));
      return CALLS * repeats;
    },
    close() {},
  };
}

async function enact(step: ScriptStep, protocol: Protocol): Promise<void> {
  const emitter = new AwaitingEmitter();
  let acted = false;

  const act = async (what: ScriptAct, depth: number): Promise<void> => {
    switch (what.kind) {
      case 'nothing':
        return;
      case 'remove':
        return emitter.off('outer', listeners[what.name]);
      case 'add':
        return emitter.on('outer', listeners[what.name]);
      case 'emit':
        await emitter.emit(what.event, depth + 1);
        return protocol.returned(depth + 1);
      case 'throw':
        throw protocol.failure();
      default:
        assertNever(what);
    }
  };

  const listener =
    (name: Name): Listener =>
    async (depth) => {
      protocol.call(name, depth);
      if (name !== step.actor || acted) return;
      acted = true;
      await act(step.act, depth);
    };
  const listeners: Readonly<Record<Name, Listener>> = {
    A: listener('A'),
    B: listener('B'),
    C: listener('C'),
    D: listener('D'),
    X: listener('X'),
    Y: listener('Y'),
  };

  for (const name of step.listeners) emitter[name === step.once ? 'once' : 'on']('outer', listeners[name]);
  emitter.on('inner', listeners.X);
  emitter.on('inner', listeners.Y);
  for (let emit = 0; emit < step.emits; emit++) {
    try {
      await emitter.emit('outer', 0);
      protocol.returned(0);
    } catch (error) {
      protocol.caught(error);
    }
  }
}
