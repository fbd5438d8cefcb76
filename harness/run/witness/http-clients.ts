// The stimulus `http-clients`: HTTP/1.1 clients that ask the workload's server, odd ones first, then an open loop at fixed rates.
import { setTimeout as sleep } from 'node:timers/promises';
import { httpAnswerOf, httpRequestOf, isEndless } from '../../contract/http-plan.ts';
import { ODD_REQUESTS, requestCount, stepCounts } from '../../contract/http-plan.ts';
import type { Endpoint } from '../../contract/message.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import type { RateTally, WitnessRecord } from '../../contract/witness.ts';
import type { WitnessContext } from './context.ts';
import { openGate } from './gate.ts';
import { HttpClient } from './http-client.ts';
import type { HttpAsked, ClientListener } from './http-client.ts';
import { playOddClients } from './odd-clients.ts';
import { OpenLoop } from './open-loop.ts';
import type { ArmedWitness } from './port.ts';
import { leaving } from './unused.ts';

type Traffic = Extract<Stimulus, { kind: 'http-clients' }>;
type Tcp = Extract<Endpoint, { kind: 'tcp' }>;
type HttpRecord = Extract<WitnessRecord, { kind: 'http-clients' }>;

const NOBODY: HttpRecord = { kind: 'http-clients', connections: 0, left: 0, faults: [], rates: [] };
const LOOK_MS = 1;

export async function openHttpClients(traffic: Traffic, context: WitnessContext): Promise<ArmedWitness> {
  let target: Tcp | null = null;
  let current = 0;
  let record = NOBODY;
  const gate = await openGate(async () => {
    if (target !== null) record = await new HttpRound(traffic, context, current, target).play();
  });
  return {
    endpoints: { peer: gate.endpoint },
    async listening({ server }) {
      target = server?.kind === 'tcp' ? server : null;
    },
    async beforeRound(round) {
      current = round;
      record = NOBODY;
      return {};
    },
    async afterRound() {
      await gate.idle();
      return gate.visited() ? record : leaving(record, 'peer', 'connection');
    },
    disarm: () => gate.close(),
  };
}

class HttpRound {
  readonly #traffic: Traffic;
  readonly #context: WitnessContext;
  readonly #round: number;
  readonly #target: Tcp;
  readonly #clients: HttpClient[] = [];
  #loop: OpenLoop | null = null;
  #actedAt = performance.now();

  constructor(traffic: Traffic, context: WitnessContext, round: number, target: Tcp) {
    this.#traffic = traffic;
    this.#context = context;
    this.#round = round;
    this.#target = target;
  }

  async play(): Promise<HttpRecord> {
    const dial = (listener: Omit<ClientListener, 'acted'>): HttpClient => this.#dial(listener);
    const askedOf = (number: number): HttpAsked => this.#askedOf(number);
    const cut = this.#askedOf(requestCount(this.#traffic));
    await Promise.race([playOddClients({ dial, askedOf, cut }), this.#quiet()]);
    const rates = await this.#steps();
    this.#loop?.end();
    const left = await this.#ended();
    const faults = [...this.#clients.flatMap((client) => client.faults()), ...(this.#loop?.faults() ?? [])];
    for (const client of left) client.leave('reset');
    return { kind: 'http-clients', connections: this.#clients.length, left: left.length, faults, rates };
  }

  async #steps(): Promise<RateTally[]> {
    const { connections, ratesPerSecond } = this.#traffic;
    const { patienceMs } = this.#context;
    const now = (): number => this.#context.now();
    let next = ODD_REQUESTS;
    const steps = stepCounts(this.#traffic).map((count) =>
      Array.from({ length: count }, () => this.#askedOf(next++)),
    );
    const loop = new OpenLoop({ dial: (listener) => this.#dial(listener), now, patienceMs }, connections);
    this.#loop = loop;
    await Promise.race([
      Promise.all(this.#clients.filter(({ isClosed }) => !isClosed).map((client) => client.connected())),
      this.#quiet(),
    ]);
    const rates: RateTally[] = [];
    for (const [index, perSecond] of ratesPerSecond.entries())
      rates.push(await loop.step(steps[index] ?? [], perSecond));
    return rates;
  }

  #dial(listener: Omit<ClientListener, 'acted'>): HttpClient {
    const acted = (): void => {
      this.#actedAt = performance.now();
      this.#loop?.acted();
    };
    const client = new HttpClient(this.#target, { ...listener, acted });
    this.#clients.push(client);
    return client;
  }

  #askedOf(number: number): HttpAsked {
    const { bytes } = this.#traffic;
    const request = httpRequestOf(this.#traffic, this.#context.secret, this.#round, number);
    return { request, answer: isEndless(number) ? null : httpAnswerOf(request, bytes) };
  }

  /** Settles when nothing has come or gone for the whole patience. */
  async #quiet(): Promise<void> {
    const { patienceMs } = this.#context;
    for (let left = patienceMs; left > 0; left = patienceMs - (performance.now() - this.#actedAt))
      await sleep(left, undefined, { ref: false });
  }

  /** Those whose connections are not closed, though one side has ended them all. */
  async #ended(): Promise<readonly HttpClient[]> {
    const open = (): HttpClient[] => this.#clients.filter(({ isClosed }) => !isClosed);
    const until = performance.now() + this.#context.patienceMs;
    while (open().length > 0 && performance.now() < until) await sleep(LOOK_MS);
    return open();
  }
}
