// io_fanout.http_serve with callbacks: `http.createServer`, a listener for each part of a request, and an interval for an answer without an end.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Kit, Workload } from '../../../harness/contract/kit.ts';
import type { Parameters } from '../../../harness/contract/message.ts';
import { PIECE, PIECE_MS, Serving } from './serving.ts';

export async function open(params: Parameters, kit: Kit): Promise<Workload> {
  const serving = new Serving(params, kit);
  // No connection is ended for being idle: whoever keeps one ends it.
  const server = createServer({ keepAliveTimeout: 0 }, (request, response) =>
    collect(request, (body) => answer(serving, request, response, body)),
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

function collect(request: IncomingMessage, whole: (body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => void chunks.push(chunk));
  request.on('end', () => whole(Buffer.concat(chunks)));
  // Of a client that goes away within its request there is nothing to say.
  request.on('error', () => {});
}

function answer(
  serving: Serving,
  { url = '' }: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): void {
  const { number, answer: bytes } = serving.asked(url, body);
  if (bytes !== null) {
    response.end(bytes);
    serving.answered(number, bytes.length);
    return;
  }
  const write = (): void => {
    response.write(PIECE);
    serving.piece(number);
  };
  response.writeHead(200);
  serving.begun(number);
  write();
  const timer = setInterval(write, PIECE_MS);
  response.on('close', () => {
    clearInterval(timer);
    serving.gone(number);
  });
}
