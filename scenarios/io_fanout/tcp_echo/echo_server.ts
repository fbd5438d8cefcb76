// The server of io_fanout.tcp_echo and the clients that stand from slice to slice. How all of them wait is each style's own.
import type { Server } from 'node:net';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { Endpoint } from '../../../harness/contract/message.ts';
import { announce } from '../shared/sockets.ts';
import type { Traffic } from './traffic.ts';

export class EchoServer<Client extends { drop(): void }> {
  protected readonly kit: Kit;
  protected readonly traffic: Traffic;
  /** Where the server itself listens: slices are not traced. */
  protected readonly endpoint: Endpoint;
  protected standing: readonly Client[] = [];
  readonly #server: Server;

  /** `server` listens already. */
  constructor(kit: Kit, traffic: Traffic, server: Server) {
    this.kit = kit;
    this.traffic = traffic;
    this.endpoint = announce(server, kit);
    this.#server = server;
  }

  /** Where the clients of a round connect: in traced rounds the harness stands in between. */
  protected get peer(): Endpoint {
    return this.kit.endpoint('peer') ?? this.endpoint;
  }

  close(): void {
    for (const client of this.standing) client.drop();
    this.#server.close();
  }
}
