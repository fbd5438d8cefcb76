// ordering.groups with promises: the combinators of `Promise`, and abort signals that are combined, timed or late.
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import type { Say } from '../shared/says.ts';
import { makeSays } from '../shared/says.ts';
import { CASES as NAMES } from './cases.ts';
import { FOREVER, count, tell, tellError, unit } from './units.ts';

const TIMEOUT_MS = 1;

/** By name, in the order in which a pass enacts them. JavaScript has no group that waits for all it has begun. */
const CASES: Readonly<Record<string, (say: Say) => Promise<void>>> = {
  all: (say) => joined(say, [6, -2, -4], (units) => Promise.all(units).then(String)),
  settled: (say) =>
    joined(say, [6, -2, -4], async (units) => {
      for (const each of await Promise.allSettled(units))
        if (each.status === 'fulfilled') say(`=${each.value}`);
        else tellError(say, each.reason);
      return 'group';
    }),
  any: (say) => joined(say, [-2, 4, -6], (units) => Promise.any(units)),
  any_none: (say) => joined(say, [-6, -2, -4], (units) => Promise.any(units)),
  race: (say) => joined(say, [10, 2], (units) => Promise.race(units)),
  race_fails: (say) => joined(say, [-10, -2], (units) => Promise.race(units)),
  empty,
  abort_all: abortAll,
  value_kept: valueKept,
  timeout_expires: timeoutExpires,
  signal_any: signalAny,
  signal_late: signalLate,
};

export function open(params: Parameters, kit: Kit): Workload {
  const passes = Number(params['passes']);
  const begin = makeSays(kit, NAMES);
  const unheard = (): void => kit.emit(kit.kinds['unheard'] ?? 0, 0, 0, 0);

  return {
    async round() {
      process.on('unhandledRejection', unheard);
      try {
        for (let pass = 0; pass < passes; pass++)
          for (const [name, enact] of Object.entries(CASES)) await enact(begin(pass, name));
        return passes;
      } finally {
        process.off('unhandledRejection', unheard);
      }
    },
    close() {},
  };
}

/** Units by their turns, those that fail with a minus; what the combinator says of them, and then the end of all. */
async function joined(
  say: Say,
  turns: readonly number[],
  combine: (units: readonly Promise<string>[]) => Promise<string>,
): Promise<void> {
  const units = turns.map((count, index) =>
    unit(say, 'abcd'.charAt(index), { turns: Math.abs(count), fails: count < 0 }),
  );
  await tell(say, combine(units));
  await Promise.allSettled(units);
}

/** Nothing to wait for. */
async function empty(say: Say): Promise<void> {
  await tell(
    say,
    Promise.all([]).then(() => 'empty'),
  );
  await tell(say, Promise.any<string>([]));
  await tell(say, Promise.race([Promise.race<string>([]), nextTurn('pending')]));
}

async function abortAll(say: Say): Promise<void> {
  const { signal, ...controller } = control();
  const units = ['a', 'b'].map((name) => unit(say, name, { turns: FOREVER, signal }));
  const told = tell(say, Promise.all(units).then(String));
  await nextTurn();
  controller.abort();
  await told;
  await Promise.allSettled(units);
  count(say, signal);
}

/** Who is aborted after its promise was resolved, in the same turn, keeps its value. */
async function valueKept(say: Say): Promise<void> {
  const { signal, abort } = control();
  let resolve = (_value: string): void => {};
  const told = tell(
    say,
    new Promise<string>((done, failed) => {
      resolve = done;
      signal.addEventListener('abort', () => failed(signal.reason as Error));
    }),
  );
  resolve('x');
  abort();
  await told;
}

async function timeoutExpires(say: Say): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  await tell(say, unit(say, 'a', { turns: FOREVER, signal }), '<');
  count(say, signal);
}

/** The first of two that is aborted gives the reason; the other one is heard of no more. */
async function signalAny(say: Say): Promise<void> {
  const [x, y] = [control(), control()];
  const either = AbortSignal.any([x.signal, y.signal]);
  either.addEventListener('abort', () => say('=heard'));
  y.signal.addEventListener('abort', () => say('=y'));
  const running = tell(say, unit(say, 'a', { turns: FOREVER, signal: either }));
  await nextTurn();
  y.abort('y');
  x.abort('x');
  y.abort('x');
  await running;
  say(`=${String(either.reason)}`);
  count(say, x.signal);
}

/** One of two is aborted already: so is what is made of them, and nobody hears of it any more. */
async function signalLate(say: Say): Promise<void> {
  const either = AbortSignal.any([AbortSignal.abort('x'), control().signal]);
  either.addEventListener('abort', () => say('=heard'));
  await tell(say, unit(say, 'a', { turns: FOREVER, signal: either }));
  say(`=${String(either.reason)}`);
}

interface Control {
  readonly signal: AbortSignal;
  readonly abort: (reason?: unknown) => void;
}

function control(): Control {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) };
}
