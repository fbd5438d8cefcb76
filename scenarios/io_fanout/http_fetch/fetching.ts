// What all styles of io_fanout.http_fetch share: the requests as a workload may know them, and what is recorded of each.
import { connect } from 'node:net';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { tcpEndpoint } from '../shared/sockets.ts';

/** `in-body`: when its answer has begun; `unanswered`: there is none. Which requests are cancelled is no secret, as the client does it. */
type Cancel = 'in-body' | 'unanswered';

export interface Request {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** Null: the client waits for the answer, until the deadline. */
  readonly cancel: Cancel | null;
  readonly cancelMs: number;
}

export interface Fetching {
  readonly upstreams: number;
  readonly pool: number;
  readonly deadlineMs: number;
  readonly requests: readonly Request[];
}

type FetchKinds = Record<
  | 'asked'
  | 'head'
  | 'done'
  | 'failed'
  | 'cancel'
  | 'cancelled'
  | 'expired'
  | 'piece'
  | 'over'
  | 'fresh'
  | 'left',
  number
>;

const TURNS = 8;
const CANCELLED: ReadonlyMap<number, Cancel> = new Map([
  [3, 'in-body'],
  [6, 'unanswered'],
]);
const FAILURE = { status: 1, cut: 2, other: 3 } as const;
const OK = 200;
/** What the harness says of each server: `over`, `fresh` and `left`. */
const COUNTS = 3;

/** The requests go to the servers in turn. */
export function fetchingOf(params: Parameters, kit: Kit): Fetching {
  const upstreams = Number(params['upstreams']);
  const pool = Number(params['pool']);
  if (pool < 2)
    throw new RangeError('a request without an answer holds a connection: the pool needs another one');
  const endpoints = Array.from({ length: upstreams }, (_, index) => tcpEndpoint(kit, `upstream-${index}`));
  const requests = Array.from({ length: Number(params['each']) }, (_each, place) =>
    endpoints.map(({ host, port }, upstream) => {
      const id = place * upstreams + upstream;
      const cancel = CANCELLED.get(place % TURNS) ?? null;
      return { id, host, port, path: `/${id}`, cancel, cancelMs: 3 + ((kit.seed + id) % 4) };
    }),
  ).flat();
  return { upstreams, pool, deadlineMs: Number(params['deadlineMs']), requests };
}

/** Records what is told of one request. */
export class RequestCourse {
  readonly #kit: Kit;
  readonly #kinds: FetchKinds;
  readonly #id: number;
  readonly #isCancelled: boolean;
  readonly #askedNs: number;
  #status = 0;
  #crc = 0;

  /** Right before the client is asked. */
  constructor(kit: Kit, { id, cancel, cancelMs }: Request, deadlineMs: number) {
    this.#kit = kit;
    this.#kinds = kit.kinds as FetchKinds;
    this.#id = id;
    this.#isCancelled = cancel !== null;
    this.#emit('asked', 1000 * (cancel === null ? deadlineMs : cancelMs));
    this.#askedNs = kit.now();
  }

  head(status: number): void {
    this.#status = status;
    this.#emit('head', status);
  }

  piece(bytes: Uint8Array): void {
    if (this.#isCancelled) this.#emit('piece', bytes.length);
    else this.#crc = this.#kit.crc32(bytes, this.#crc);
  }

  whole(): void {
    if (this.#status !== OK) {
      this.#emit('failed', FAILURE.status);
      return;
    }
    this.#kit.sample(this.#kit.now() - this.#askedNs);
    this.#emit('done', this.#crc);
  }

  /** The client says that there is no whole answer, and nobody has given it up. */
  broke(): void {
    this.#emit('failed', this.#status === 0 ? FAILURE.other : FAILURE.cut);
  }

  /** Right after the client was told to give it up. */
  cancel(): void {
    this.#emit('cancel', 0);
  }

  cancelled(): void {
    this.#emit('cancelled', 0);
  }

  expired(): void {
    this.#emit('expired', 0);
  }

  #emit(kind: keyof FetchKinds, digest: number): void {
    this.#kit.emit(this.#kinds[kind], this.#id, this.#id, digest);
  }
}

/** When all connections are closed: what the harness has counted. */
export async function hearCounts(kit: Kit, { upstreams, requests }: Fetching): Promise<void> {
  const { over, fresh, left } = kit.kinds as FetchKinds;
  const { host, port } = tcpEndpoint(kit, 'peer');
  const chunks: Buffer[] = [];
  for await (const chunk of connect({ host, port }) as AsyncIterable<Buffer>) chunks.push(chunk);
  const said = Buffer.concat(chunks);
  for (let id = 0; id < upstreams; id++)
    for (const [index, kind] of [over, fresh, left].entries())
      kit.emit(kind, requests.length + index, id, said.readUInt8(COUNTS * id + index));
}
