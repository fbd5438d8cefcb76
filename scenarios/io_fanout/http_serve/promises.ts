// io_fanout.http_serve with promises: `http.createServer` with an async handler, which reads with `for await` and sleeps between pieces.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { PIECE, PIECE_MS, Serving } from './serving.ts';

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const serving = new Serving(params, kit);
  // No connection is ended for being idle: whoever keeps one ends it.
  const server = createServer(
    { keepAliveTimeout: 0 },
    (request, response) => void serve(serving, request, response),
  );
  await serving.listen(server);
  return {
    round: () => serving.round(),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function serve(serving: Serving, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await collect(request);
  if (body === null) return;
  const { number, answer } = serving.asked(request.url ?? '', body);
  if (answer !== null) {
    response.end(answer);
    serving.answered(number, answer.length);
    return;
  }
  response.writeHead(200);
  serving.begun(number);
  while (!response.destroyed) {
    response.write(PIECE);
    serving.piece(number);
    await sleep(PIECE_MS);
  }
  serving.gone(number);
}

/** Null where the client goes away within its request. */
async function collect(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}
