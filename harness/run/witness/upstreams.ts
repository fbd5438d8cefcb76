// The stimulus `upstreams`: HTTP/1.1 servers that answer late, wrongly, in part or never, and count what comes to them.
import { createServer as createHttpServer } from 'node:http';
import type { IncomingMessage, Server as HttpServer, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import { bodyOf, endsConnection, requestAt, upstreamPlan } from '../../contract/upstream-plan.ts';
import type { UpstreamPlan } from '../../contract/upstream-plan.ts';
import type { Endpoint } from '../../contract/message.ts';
import type { Stimulus } from '../../contract/scenario.ts';
import type { UpstreamTally, WitnessRecord } from '../../contract/witness.ts';
import { allOrNothing } from './all-or-nothing.ts';
import type { WitnessContext } from './context.ts';
import { answerRequest } from './http-answer.ts';
import { listen } from './listen.ts';
import type { ArmedWitness } from './port.ts';
import { leaving } from './unused.ts';

type Traffic = Extract<Stimulus, { kind: 'upstreams' }>;

/** What was closed before the workload said that it was through is closed here as soon as it is looked at. */
const CLOSING_MS = 250;
/** Who is beside another one for less than this may be taking its place. How many there are in all is counted besides. */
const STAY_MS = 5;
/** Of the loop: in each of them one thing is read of each connection: its beginning, its request, its end. */
const TURNS = 3;
/** Numbers are told in one byte each. */
const MOST = 255;

interface Course {
  readonly round: number;
  readonly traced: boolean;
}

/** A connection to `peer` gets three bytes for each upstream, as `UpstreamTally` begins: `over`, `fresh` and `left`. */
export async function openUpstreams(
  traffic: Traffic,
  { secret, patienceMs }: WitnessContext,
): Promise<ArmedWitness> {
  const upstreams = Array.from(
    { length: traffic.upstreams },
    (_, index) => new Upstream(traffic, secret, index),
  );
  let record: WitnessRecord | null = null;
  const peers = new Set<Socket>();
  const peer = createServer({ noDelay: true }, (socket) => {
    peers.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => peers.delete(socket));
    void Promise.all(upstreams.map((upstream) => upstream.closed(Math.min(patienceMs, CLOSING_MS)))).then(
      () => {
        const tallies = upstreams.map((upstream) => upstream.tally());
        record = { kind: 'upstreams', upstreams: tallies };
        socket.end(peerBytes(tallies));
      },
    );
    socket.resume();
  });
  const release = async (): Promise<void> => {
    for (const socket of peers) socket.destroy();
    await Promise.all([closed(peer), ...upstreams.map((upstream) => upstream.close())]);
  };
  const endpoints = await allOrNothing(async () => {
    const named: Record<string, Endpoint> = { peer: await listen(peer) };
    for (const [index, { server }] of upstreams.entries()) named[`upstream-${index}`] = await listen(server);
    return named;
  }, release);
  return {
    endpoints,
    listening: async () => {},
    async beforeRound(round, traced) {
      record = null;
      for (const upstream of upstreams) upstream.begin({ round, traced });
      return {};
    },
    afterRound: async () =>
      record ??
      leaving(
        { kind: 'upstreams', upstreams: upstreams.map((upstream) => upstream.tally()) },
        'peer',
        'connection',
      ),
    disarm: release,
  };
}

function peerBytes(tallies: readonly UpstreamTally[]): Buffer {
  return Buffer.from(
    tallies.flatMap(({ over, fresh, left }) => [over, fresh, left].map((count) => Math.min(count, MOST))),
  );
}

class Upstream {
  readonly server: HttpServer;
  readonly #traffic: Traffic;
  readonly #secret: number;
  readonly #index: number;
  readonly #open = new Set<Socket>();
  #course: Course = { round: 0, traced: false };
  #plan: readonly UpstreamPlan[] = [];
  #came: number[] = [];
  #accepted = 0;
  #atOnce = 0;
  #isClosed: () => void = () => {};

  constructor(traffic: Traffic, secret: number, index: number) {
    this.#traffic = traffic;
    this.#secret = secret;
    this.#index = index;
    // It never ends a connection that is idle: whoever keeps one has to close it.
    this.server = createHttpServer({ keepAliveTimeout: 0, noDelay: true }, (request, response) =>
      this.#answer(request, response),
    );
    this.server.on('connection', (socket: Socket) => this.#accept(socket));
  }

  begin(course: Course): void {
    const { each } = this.#traffic;
    this.#course = course;
    this.#plan = upstreamPlan(this.#traffic, this.#secret, course.round, course.traced, this.#index);
    this.#came = Array.from({ length: each }, () => 0);
    this.#accepted = 0;
    this.#atOnce = this.#open.size;
  }

  /** Settles when no connection is open any more, or after this time. */
  async closed(patienceMs: number): Promise<void> {
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      const patience = setTimeout(resolve, patienceMs);
      this.#isClosed = () => {
        clearTimeout(patience);
        resolve();
      };
    });
  }

  tally(): UpstreamTally {
    const { pool } = this.#traffic;
    const ended = this.#plan.filter(({ answer }) => endsConnection(answer)).length;
    return {
      over: Math.max(0, this.#atOnce - pool),
      fresh: Math.max(0, this.#accepted - pool - ended),
      left: this.#open.size,
      came: [...this.#came],
    };
  }

  async close(): Promise<void> {
    for (const socket of this.#open) socket.destroy();
    await closed(this.server);
  }

  /** The end of a connection that was given up may be read only after the one that took its place came: those count that stay beside it. */
  #accept(socket: Socket): void {
    this.#accepted += 1;
    this.#open.add(socket);
    const [course, together] = [this.#course, [...this.#open]];
    setTimeout(() => {
      afterTurns(TURNS, () => {
        if (course !== this.#course) return;
        const stayed = together.filter((each) => this.#open.has(each) && !each.destroyed);
        this.#atOnce = Math.max(this.#atOnce, stayed.length);
      });
    }, STAY_MS);
    const gone = (): void => {
      this.#open.delete(socket);
      if (this.#open.size === 0) this.#isClosed();
    };
    socket.once('end', gone);
    socket.once('error', gone);
    socket.once('close', gone);
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const place = this.#placeOf(request);
    const plan = this.#plan[place];
    if (plan === undefined) {
      response.writeHead(404).end();
      return;
    }
    this.#came[place] = (this.#came[place] ?? 0) + 1;
    const { bytes } = this.#traffic;
    const number = requestAt(this.#traffic, this.#index, place);
    answerRequest(response, plan, bodyOf(this.#secret, this.#course.round, number, bytes));
  }

  /** -1 where this upstream has no such request. */
  #placeOf({ method, url = '' }: IncomingMessage): number {
    const { upstreams, each } = this.#traffic;
    const number = /^\/\d{1,9}$/.test(url) ? Number(url.slice(1)) : -1;
    const place = (number - this.#index) / upstreams;
    return method === 'GET' && Number.isInteger(place) && place >= 0 && place < each ? place : -1;
  }
}

function afterTurns(count: number, run: () => void): void {
  setImmediate(() => {
    if (count > 1) afterTurns(count - 1, run);
    else run();
  });
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
