// io_fanout.http_fetch with promises: the global `fetch`, a signal for each request that is cancelled, and one for all.
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { RequestCourse, fetchingOf, hearCounts } from './fetching.ts';
import type { Fetching, Request } from './fetching.ts';

type Dispatcher = NonNullable<RequestInit['dispatcher']>;
type Pools = new (options: { readonly connections: number }) => Dispatcher;

/** Where Node's own `fetch` keeps the pools that it uses when nobody gives it others: under the second name since undici 8, where the first has a wrapper of it. */
const GLOBAL_POOLS = [Symbol.for('undici.globalDispatcher.2'), Symbol.for('undici.globalDispatcher.1')];

class Fetch implements Workload {
  readonly #kit: Kit;
  readonly #fetching: Fetching;

  constructor(kit: Kit, fetching: Fetching) {
    this.#kit = kit;
    this.#fetching = fetching;
  }

  async round(): Promise<number> {
    const { pool, requests, deadlineMs } = this.#fetching;
    const dispatcher = poolsOf(pool);
    const all = new AbortController();
    const asked = requests.map((request) => this.#ask(request, all.signal, dispatcher));
    const deadline = setTimeout(() => all.abort(), deadlineMs);
    await Promise.all(asked);
    clearTimeout(deadline);
    await dispatcher?.close();
    await hearCounts(this.#kit, this.#fetching);
    return requests.length;
  }

  close(): void {}

  async #ask(request: Request, deadline: AbortSignal, dispatcher: Dispatcher | undefined): Promise<void> {
    const { host, port, path, cancel, cancelMs } = request;
    const course = new RequestCourse(this.#kit, request, this.#fetching.deadlineMs);
    const own = new AbortController();
    const signal = cancel === null ? deadline : AbortSignal.any([deadline, own.signal]);
    const give = (): void => {
      setTimeout(() => {
        own.abort();
        course.cancel();
      }, cancelMs);
    };
    if (cancel === 'unanswered') give();
    try {
      const response = await fetch(`http://${host}:${port}${path}`, dispatched(signal, dispatcher));
      course.head(response.status);
      if (cancel === 'in-body') give();
      if (response.body !== null) for await (const piece of response.body) course.piece(piece);
      course.whole();
    } catch {
      if (own.signal.aborted) course.cancelled();
      else if (deadline.aborted) course.expired();
      else course.broke();
    }
  }
}

const dispatched = (signal: AbortSignal, dispatcher: Dispatcher | undefined): RequestInit =>
  dispatcher === undefined ? { signal } : { signal, dispatcher };

/**
 * `fetch` itself has no setting for how many connections it may open, and nothing that closes them. Node takes both from a dispatcher, whose class is in the package
 * `undici` and in the one that `fetch` uses anyway. Undefined where there is none.
 */
function poolsOf(connections: number): Dispatcher | undefined {
  // Node loads what is behind `fetch` when one of its classes is first used.
  void new Headers();
  const pools = GLOBAL_POOLS.map((name): unknown => Reflect.get(globalThis, name)).find(isObject);
  if (pools === undefined) return undefined;
  return new (pools.constructor as Pools)({ connections });
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

export function open(params: Parameters, kit: Kit): Workload {
  return new Fetch(kit, fetchingOf(params, kit));
}
