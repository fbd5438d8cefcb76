// dispatch.turn, bare: a state that is handed on from turn to turn of the loop, or from step to step.
import { setImmediate as nextTurn } from 'node:timers/promises';

export function open({ level, hops }, { nonce }) {
  const first = Number.parseInt(nonce.slice(0, 8), 16);
  let last = first;

  const turns = async () => {
    let state = first;
    for (let hop = 0; hop < hops; hop++) {
      await nextTurn();
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
    }
    return state;
  };
  const step = async (state) => (Math.imul(state, 1664525) + 1013904223) | 0;
  const steps = async () => {
    let state = first;
    for (let hop = 0; hop < hops; hop++) state = await step(state);
    return state;
  };
  const run = level === 'turn' ? turns : steps;

  return {
    async round() {
      last = await run();
      return last === first ? 0 : hops;
    },
  };
}
