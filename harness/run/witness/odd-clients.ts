// The odd clients of the stimulus `http-clients`: all at once, each on a connection of its own, before the open loop begins.
import { ODD_CLIENTS } from '../../contract/http-plan.ts';
import { requestBytes } from './http-client.ts';
import type { HttpAsked, ClientListener, HttpClient } from './http-client.ts';

export interface Oddities {
  /** Makes a client, which counts among the connections of the round. */
  readonly dial: (listener: Omit<ClientListener, 'acted'>) => HttpClient;
  readonly askedOf: (number: number) => HttpAsked;
  /** The request that never comes whole. */
  readonly cut: HttpAsked;
}

/** Settles when each has what it wants: its answers, and where it leaves the beginning of one; or when its connection is over. */
export async function playOddClients(odd: Oddities): Promise<void> {
  await Promise.all([
    answered(odd, ODD_CLIENTS.pipelined, (client, asked) =>
      client.send(Buffer.concat(asked.map(({ request }) => requestBytes(request)))),
    ),
    answered(odd, ODD_CLIENTS.halfClosed, (client, [asked]) =>
      client.end(asked && requestBytes(asked.request)),
    ),
    answered(
      odd,
      ODD_CLIENTS.closing,
      (client, [asked]) => asked && client.send(requestBytes(asked.request)),
    ),
    answered(odd, ODD_CLIENTS.inPieces, inPieces).then((client) => client.end()),
    leaving(odd),
    cutShort(odd),
  ]);
}

/** Asks for these, and waits for all answers. */
function answered(
  { dial, askedOf }: Oddities,
  numbers: readonly number[],
  ask: (client: HttpClient, asked: readonly HttpAsked[]) => void,
): Promise<HttpClient> {
  const asked = numbers.map(askedOf);
  return new Promise((resolve) => {
    let left = asked.length;
    const client = dial({
      answered: () => {
        left -= 1;
        if (left === 0) resolve(client);
      },
      closed: () => resolve(client),
    });
    client.expect(...asked);
    ask(client, asked);
  });
}

/** The body in two chunks, of which the first comes in two pieces, a turn apart each. */
function inPieces(client: HttpClient, [asked]: readonly HttpAsked[]): void {
  const { target = '', body = null } = asked?.request ?? {};
  if (body === null) return;
  const half = Math.ceil(body.length / 2);
  const head = `POST ${target} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n`;
  const text = Buffer.concat([
    Buffer.from(head, 'latin1'),
    ...[body.subarray(0, half), body.subarray(half)].filter(({ length }) => length > 0).map(chunkOf),
    Buffer.from('0\r\n\r\n', 'latin1'),
  ]);
  const cuts = [head.length - 1, head.length + 1, text.length - 3];
  const pieces = [0, ...cuts].map((from, at) => text.subarray(from, cuts[at]));
  const next = (): void => {
    const piece = pieces.shift();
    if (piece === undefined || client.isClosed) return;
    client.send(piece);
    setTimeout(next, 1);
  };
  next();
}

function chunkOf(bytes: Uint8Array): Buffer {
  return Buffer.concat([
    Buffer.from(`${bytes.length.toString(16)}\r\n`, 'latin1'),
    bytes,
    Buffer.from('\r\n'),
  ]);
}

/** Two go away within answers without an end, when both have begun. */
async function leaving({ dial, askedOf }: Oddities): Promise<void> {
  const clients = await Promise.all(
    ODD_CLIENTS.leaving.map(
      (number) =>
        new Promise<HttpClient>((resolve) => {
          const asked = askedOf(number);
          const client = dial({ begun: () => resolve(client), closed: () => resolve(client) });
          client.expect(asked);
          client.send(requestBytes(asked.request));
        }),
    ),
  );
  for (const [index, client] of clients.entries())
    if (!client.isClosed) client.leave(index === 0 ? 'reset' : 'close');
}

/** One goes away within its request, which so never comes whole. */
async function cutShort({ dial, cut }: Oddities): Promise<void> {
  const bytes = requestBytes(cut.request);
  const client = dial({});
  await client.connected();
  client.send(bytes.subarray(0, bytes.length - 1));
  setTimeout(() => client.leave('reset'), 1);
}
