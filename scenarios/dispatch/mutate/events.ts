// dispatch.mutate with events: Node's own `EventEmitter`, whose rules these are.
import { EventEmitter } from 'node:events';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { assertNever, CALLS, makeProtocol, seedOfNonce, STEPS } from './script.ts';
import type { ScriptAct, Name, Protocol, ScriptStep } from './script.ts';

type Listener = (depth: number) => void;

export function open(params: Parameters, kit: Kit): Workload {
  const repeats = Number(params['repeats']);
  const seed = seedOfNonce(kit.nonce);

  return {
    round() {
      for (let repeat = 0; repeat < repeats; repeat++)
        for (const [index, step] of STEPS.entries()) enact(step, makeProtocol(kit, seed, repeat, index));
      return CALLS * repeats;
    },
    close() {},
  };
}

function enact(step: ScriptStep, protocol: Protocol): void {
  const emitter = new EventEmitter<{ outer: [depth: number]; inner: [depth: number] }>();
  let acted = false;

  const act = (what: ScriptAct, depth: number): void => {
    switch (what.kind) {
      case 'nothing':
        return;
      case 'remove':
        emitter.off('outer', listeners[what.name]);
        return;
      case 'add':
        emitter.on('outer', listeners[what.name]);
        return;
      case 'emit':
        emitter.emit(what.event, depth + 1);
        protocol.returned(depth + 1);
        return;
      case 'throw':
        throw protocol.failure();
      default:
        assertNever(what);
    }
  };

  const listener =
    (name: Name): Listener =>
    (depth) => {
      protocol.call(name, depth);
      if (name !== step.actor || acted) return;
      acted = true;
      act(step.act, depth);
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
      emitter.emit('outer', 0);
      protocol.returned(0);
    } catch (error) {
      protocol.caught(error);
    }
  }
}
