// The open loop of the harness's HTTP clients: a request is due at its time, whether the one before it has its answer or not, and waits for a connection if none is free.
import type { HttpFault, RateTally } from '../../contract/witness.ts';
import { requestBytes } from './http-client.ts';
import type { HttpAsked, ClientListener, HttpClient } from './http-client.ts';

export interface OpenLoopParts {
  /** Makes a client, which counts among the connections of the round. */
  readonly dial: (listener: Omit<ClientListener, 'acted'>) => HttpClient;
  /** Integer nanoseconds. */
  readonly now: () => number;
  readonly patienceMs: number;
}

interface Due {
  readonly asked: HttpAsked;
  readonly bytes: Buffer;
  readonly dueNs: number;
}

interface Lane {
  readonly client: HttpClient;
  due: Due | null;
}

export class OpenLoop {
  readonly #parts: OpenLoopParts;
  readonly #idle: Lane[] = [];
  readonly #waiting: Due[] = [];
  #latenciesNs: number[] = [];
  #over = 0;
  #acted = false;
  #actedAt = 0;
  #hasGivenUp = false;
  /** Lost connections that get a successor: a server that refuses everybody ends the round. */
  #spare: number;

  constructor(parts: OpenLoopParts, connections: number) {
    this.#parts = parts;
    this.#spare = connections;
    for (let index = 0; index < connections; index++) this.#open();
  }

  /** Something was sent or read: the turn of the loop in which that was counts as busy. */
  acted(): void {
    this.#acted = true;
  }

  /** Asks for these at so many a second. Settles when all are answered, or when nothing has come for too long. */
  async step(asked: readonly HttpAsked[], perSecond: number): Promise<RateTally> {
    const { now } = this.#parts;
    this.#latenciesNs = [];
    this.#over = 0;
    const prepared = asked.map((each) => ({ asked: each, bytes: requestBytes(each.request) }));
    const startNs = now();
    if (this.#hasGivenUp) this.#waiting.push(...prepared.map((each) => ({ ...each, dueNs: startNs })));
    if (this.#hasGivenUp) return { latenciesNs: [], lastedNs: 0, busyNs: 0 };
    this.#actedAt = performance.now();
    let next = 0;
    const busyUs = await this.#spin(() => {
      const nowNs = now();
      for (; next < prepared.length; next++) {
        const dueNs = startNs + Math.round((next * 1e9) / perSecond);
        const each = prepared[next];
        if (nowNs < dueNs || each === undefined) break;
        this.#dispatch({ ...each, dueNs });
      }
      return this.#over === prepared.length;
    });
    return { latenciesNs: this.#latenciesNs, lastedNs: now() - startNs, busyNs: busyUs * 1000 };
  }

  /** What no connection was free for in time. */
  faults(): readonly HttpFault[] {
    return this.#waiting.map(({ asked }) => ({ number: asked.request.number, fault: 'unanswered' }));
  }

  /** All end their side. */
  end(): void {
    for (const { client } of this.#idle.splice(0)) client.end();
  }

  /**
   * A timer wakes a loop a millisecond late: this one looks at the clock in each turn, so it is never asleep. Answers with the CPU time, in microseconds, of the turns in
   * which something was sent or read.
   */
  #spin(isOver: () => boolean): Promise<number> {
    const { patienceMs } = this.#parts;
    let busyUs = 0;
    let lastUs = cpuUs();
    return new Promise((resolve) => {
      const turn = (): void => {
        const nowUs = cpuUs();
        if (this.#acted) {
          busyUs += nowUs - lastUs;
          this.#actedAt = performance.now();
        }
        this.#acted = false;
        lastUs = nowUs;
        this.#hasGivenUp = performance.now() - this.#actedAt > patienceMs;
        if (isOver() || this.#hasGivenUp) resolve(busyUs);
        else setImmediate(turn);
      };
      turn();
    });
  }

  #dispatch(due: Due): void {
    const lane = this.#idle.shift();
    if (lane === undefined) this.#waiting.push(due);
    else this.#ask(lane, due);
  }

  #ask(lane: Lane, due: Due): void {
    lane.due = due;
    lane.client.expect(due.asked);
    lane.client.send(due.bytes);
  }

  #open(): void {
    const client = this.#parts.dial({
      answered: (_asked, closes) => this.#answered(lane, closes),
      closed: () => this.#closed(lane),
    });
    const lane: Lane = { client, due: null };
    this.#free(lane);
  }

  #answered(lane: Lane, closes: boolean): void {
    const { due } = lane;
    if (due === null) return;
    lane.due = null;
    this.#latenciesNs.push(this.#parts.now() - due.dueNs);
    this.#over += 1;
    if (closes || due.asked.request.isLast) this.#open();
    else this.#free(lane);
  }

  /** Of a connection that is lost: what was asked on it has no answer, and another one takes its place. */
  #closed(lane: Lane): void {
    const at = this.#idle.indexOf(lane);
    const wasFree = at >= 0;
    if (wasFree) this.#idle.splice(at, 1);
    const wasAsking = lane.due !== null;
    lane.due = null;
    if (wasAsking) this.#over += 1;
    if (!(wasFree || wasAsking) || this.#spare === 0) return;
    this.#spare -= 1;
    this.#open();
  }

  #free(lane: Lane): void {
    const due = this.#waiting.shift();
    if (due === undefined) this.#idle.push(lane);
    else this.#ask(lane, due);
  }
}

function cpuUs(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}
