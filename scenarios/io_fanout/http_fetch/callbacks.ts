// io_fanout.http_fetch with callbacks: `http.get` over an agent that keeps its connections, and one timer for all.
import { Agent, get } from 'node:http';
import type { ClientRequest } from 'node:http';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { RequestCourse, fetchingOf, hearCounts } from './fetching.ts';
import type { Fetching, Request } from './fetching.ts';

interface Asking {
  readonly course: RequestCourse;
  readonly sent: ClientRequest;
  /** What is given up reports an error, which says nothing new. */
  givenUp: 'cancel' | 'deadline' | null;
}

class Round {
  readonly #kit: Kit;
  readonly #fetching: Fetching;
  readonly #agent: Agent;
  readonly #underWay = new Set<Asking>();
  readonly #over: () => void;
  #left: number;
  #deadline: NodeJS.Timeout | undefined;

  constructor(kit: Kit, fetching: Fetching, over: () => void) {
    this.#kit = kit;
    this.#fetching = fetching;
    this.#agent = new Agent({ keepAlive: true, maxSockets: fetching.pool });
    this.#left = fetching.requests.length;
    this.#over = over;
  }

  begin(): void {
    const { requests, deadlineMs } = this.#fetching;
    for (const request of requests) this.#ask(request);
    this.#deadline = setTimeout(() => this.#expire(), deadlineMs);
  }

  #ask(request: Request): void {
    const { host, port, path, cancel, cancelMs } = request;
    const course = new RequestCourse(this.#kit, request, this.#fetching.deadlineMs);
    const sent = get({ agent: this.#agent, host, port, path });
    const asking: Asking = { course, sent, givenUp: null };
    const broke = (): void => {
      if (asking.givenUp === null) course.broke();
    };
    const give = (): void => void setTimeout(() => this.#cancel(asking), cancelMs);
    this.#underWay.add(asking);
    sent.on('response', (response) => {
      course.head(response.statusCode ?? 0);
      response.on('data', (piece: Buffer) => course.piece(piece));
      response.on('end', () => course.whole());
      response.on('error', broke);
      if (cancel === 'in-body') give();
    });
    sent.on('error', broke);
    sent.on('close', () => this.#close(asking));
    if (cancel === 'unanswered') give();
  }

  #cancel(asking: Asking): void {
    asking.givenUp = 'cancel';
    asking.sent.destroy();
    asking.course.cancel();
  }

  #expire(): void {
    for (const asking of this.#underWay) {
      asking.givenUp ??= 'deadline';
      asking.sent.destroy();
    }
  }

  #close(asking: Asking): void {
    this.#underWay.delete(asking);
    if (asking.givenUp === 'cancel') asking.course.cancelled();
    if (asking.givenUp === 'deadline') asking.course.expired();
    this.#left -= 1;
    if (this.#left > 0) return;
    clearTimeout(this.#deadline);
    this.#agent.destroy();
    this.#over();
  }
}

export function open(params: Parameters, kit: Kit): Workload {
  const fetching = fetchingOf(params, kit);
  return {
    async round() {
      await new Promise<void>((resolve) => new Round(kit, fetching, resolve).begin());
      await hearCounts(kit, fetching);
      return fetching.requests.length;
    },
    close() {},
  };
}
