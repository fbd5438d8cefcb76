// Plays a recorded session of a wire against a real witness: the workload's half of it, byte by byte. Answers with the steps as they went this time.
import { once } from 'node:events';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { assertNever } from '../contract/failure.ts';
import type { Endpoint } from '../contract/message.ts';
import { SIGNALS } from '../contract/signal-plan.ts';
import type { ArmedWitness } from '../run/witness/port.ts';
import { ByteInbox } from './byte-inbox.ts';
import type { WireStep } from './wire-session.ts';

/** A file of the witness is there at the latest after this; an address that is silent has said nothing until then. */
const PATIENCE_MS = 2000;
const SILENCE_MS = 60;
const LOOK_MS = 2;
const MERGED_MS = 10;

interface Line {
  readonly inbox: ByteInbox;
  readonly send: (bytes: Buffer) => void;
  readonly end: () => void;
}

interface Listening {
  readonly server: Server;
  /** Connections that nobody has accepted. */
  readonly came: Line[];
}

/** Steps beside the connections: in the directory, at the process, and at the witness itself. */
type DirectoryStep = Extract<
  WireStep,
  { readonly step: 'put' | 'take' | 'read' | 'file' | 'signal' | 'record' }
>;

export class WirePlayer {
  readonly #witness: ArmedWitness;
  readonly #directory: string;
  readonly #servers = new Map<string, Listening>();
  readonly #lines = new Map<string, Line>();
  readonly #pipes = new Map<string, FileHandle>();
  readonly #signals: string[] = [];
  readonly #closers: (() => void)[] = [];
  #offered: Readonly<Record<string, Endpoint>>;

  constructor(witness: ArmedWitness, directory: string) {
    this.#witness = witness;
    this.#directory = directory;
    this.#offered = witness.endpoints;
    for (const signal of SIGNALS) {
      const heard = (): void => void this.#signals.push(signal);
      process.on(signal, heard);
      this.#closers.push(() => process.off(signal, heard));
    }
  }

  async play(steps: readonly WireStep[]): Promise<WireStep[]> {
    const played: WireStep[] = [];
    for (const step of steps) played.push(await this.#step(step));
    return played;
  }

  async close(): Promise<void> {
    for (const close of this.#closers) close();
    for (const { inbox } of this.#lines.values()) inbox.close();
    for (const { server } of this.#servers.values()) server.close();
    for (const pipe of this.#pipes.values()) await pipe.close();
  }

  async #step(step: WireStep): Promise<WireStep> {
    switch (step.step) {
      case 'listen':
        await this.#listen(step.name, step.publish);
        return step;
      case 'round': {
        const more = await this.#witness.beforeRound(step.round, step.traced);
        this.#offered = { ...this.#witness.endpoints, ...more };
        return { ...step, offered: Object.keys(this.#offered) };
      }
      case 'connect':
        await this.#connect(step.to, step.as, step.over === 'udp');
        return step;
      case 'attempt':
        return { ...step, outcome: await this.#attempt(step.to) };
      case 'accept':
        await this.#accept(step.at, step.as);
        return step;
      case 'unlisten':
        this.#serverOf(step.name).server.close();
        return step;
      case 'send':
        this.#line(step.on).send(this.#bytesOf(step.hex));
        return step;
      case 'receive':
        return { ...step, hex: await this.#line(step.on).inbox.take(step.hex.length / 2) };
      case 'end':
        this.#line(step.on).end();
        return step;
      case 'over':
        return { ...step, how: ending(step.how, await this.#line(step.on).inbox.over()) };
      case 'put':
      case 'take':
      case 'read':
      case 'file':
      case 'signal':
      case 'record':
        return this.#inDirectory(step);
      default:
        return assertNever(step);
    }
  }

  async #inDirectory(step: DirectoryStep): Promise<WireStep> {
    switch (step.step) {
      case 'put':
        await (await this.#pipe(step.pipe, 'w')).write(Buffer.from(step.hex, 'hex'));
        return step;
      case 'take': {
        const bytes = Buffer.alloc(step.hex.length / 2);
        await (await this.#pipe(step.pipe, 'r')).read(bytes);
        return { ...step, hex: bytes.toString('hex') };
      }
      case 'read':
        this.#lines.set(step.as, lineOfFile(join(this.#directory, step.pipe)));
        return step;
      case 'file':
        return { ...step, hex: await this.#file(step.path, step.hex) };
      case 'signal':
        return { ...step, is: await this.#signal() };
      case 'record':
        return { ...step, record: withoutTimes(await this.#witness.afterRound()) };
      default:
        return assertNever(step);
    }
  }

  /** A burst arrives as one or as several of one kind: the kernel merges what is still pending. */
  async #signal(): Promise<string> {
    await until(() => this.#signals.length > 0);
    await sleep(MERGED_MS);
    const kinds = new Set(this.#signals.splice(0));
    return [...kinds].join(' ');
  }

  async #listen(name: string, publish: boolean): Promise<void> {
    const came: Line[] = [];
    const server = createServer(
      { allowHalfOpen: true, noDelay: true },
      (socket) => void came.push(lineOf(socket)),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    this.#servers.set(name, { server, came });
    const { port } = server.address() as AddressInfo;
    if (publish) await this.#witness.listening({ [name]: { kind: 'tcp', host: '127.0.0.1', port } });
  }

  async #connect(to: string, as: string, isUdp: boolean): Promise<void> {
    const endpoint = this.#endpoint(to);
    if (isUdp && endpoint.kind === 'tcp') {
      const socket = createSocket('udp4');
      const inbox = new ByteInbox(() => socket.close());
      socket.on('message', (bytes) => inbox.came(bytes));
      const send = (bytes: Buffer): void => socket.send(bytes, endpoint.port, endpoint.host);
      this.#lines.set(as, { inbox, send, end: () => {} });
      return;
    }
    const socket = dial(endpoint);
    this.#lines.set(as, lineOf(socket));
    await once(socket, 'connect');
  }

  async #attempt(to: string): Promise<'refused' | 'silent'> {
    const socket = dial(this.#endpoint(to));
    const failed = once(socket, 'connect').then(
      () => 'connected',
      () => 'refused' as const,
    );
    const outcome = await Promise.race([failed, sleep(SILENCE_MS, 'silent' as const)]);
    socket.destroy();
    if (outcome === 'connected') throw new Error(`${to} took the connection`);
    return outcome === 'refused' ? 'refused' : 'silent';
  }

  async #accept(at: string, as: string): Promise<void> {
    const { came } = this.#serverOf(at);
    await until(() => came.length > 0);
    const line = came.shift();
    if (line === undefined) throw new Error(`nobody connected to ${at}`);
    this.#lines.set(as, line);
  }

  #line(name: string): Line {
    const line = this.#lines.get(name);
    if (line === undefined) throw new Error(`no connection is called ${name}`);
    return line;
  }

  #serverOf(name: string): Listening {
    const own = this.#servers.get(name);
    if (own === undefined) throw new Error(`nothing listens as ${name}`);
    return own;
  }

  #endpoint(name: string): Endpoint {
    const endpoint = this.#offered[name];
    if (endpoint === undefined) throw new Error(`no endpoint is offered as ${name}`);
    return endpoint;
  }

  async #pipe(name: string, flags: 'r' | 'w'): Promise<FileHandle> {
    const known = this.#pipes.get(name);
    if (known !== undefined) return known;
    const handle = await open(join(this.#directory, name), flags);
    this.#pipes.set(name, handle);
    return handle;
  }

  /** A change that the witness makes takes a moment: waits until it is as it was when it was recorded. */
  async #file(path: string, wanted: string | null): Promise<string | null> {
    const hex = (): string | null => {
      try {
        return readFileSync(join(this.#directory, path)).toString('hex');
      } catch {
        return null;
      }
    };
    await until(() => hex() === wanted);
    return hex();
  }

  #bytesOf(hex: string): Buffer {
    const port = (): number => (this.#serverOf('server').server.address() as AddressInfo).port;
    return Buffer.from(
      hex.replace('{pid}', () => little(process.pid, 4)).replace('{port}', () => little(port(), 2)),
      'hex',
    );
  }
}

const ending = (recorded: 'end' | 'reset' | 'any', found: 'end' | 'reset'): 'end' | 'reset' | 'any' =>
  recorded === 'any' ? 'any' : found;

function little(value: number, bytes: number): string {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntLE(value, 0, bytes);
  return buffer.toString('hex');
}

function lineOf(socket: Socket): Line {
  const inbox = new ByteInbox(() => socket.destroy());
  socket.on('data', (bytes) => inbox.came(bytes));
  socket.once('end', () => inbox.ended('end'));
  socket.once('error', () => inbox.ended('reset'));
  return { inbox, send: (bytes) => void socket.write(bytes), end: () => void socket.end() };
}

function dial(endpoint: Endpoint): Socket {
  return endpoint.kind === 'tcp'
    ? connect({ host: endpoint.host, port: endpoint.port, allowHalfOpen: true, noDelay: true })
    : connect({ path: endpoint.path, allowHalfOpen: true });
}

/** A named pipe that is read to its end, by a thread: opening it waits for the witness. */
function lineOfFile(path: string): Line {
  const inbox = new ByteInbox(() => {});
  void readFile(path).then((bytes) => {
    inbox.came(bytes);
    inbox.ended('end');
  });
  return { inbox, send: () => {}, end: () => {} };
}

async function until(holds: () => boolean): Promise<void> {
  for (let ms = 0; ms < PATIENCE_MS && !holds(); ms += LOOK_MS) await sleep(LOOK_MS);
}

/** Only what is the same each time. */
function withoutTimes(record: unknown): unknown {
  return JSON.parse(
    JSON.stringify(record, (name, value: unknown) =>
      name.endsWith('Ns')
        ? value === null
          ? null
          : undefined
        : name === 'wakeUps' || name === 'fallingAsleep' || name === 'processes'
          ? undefined
          : value,
    ),
  );
}
