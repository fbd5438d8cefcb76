// Starts one workload of io_fanout.http_serve in its runner, by hand, and keeps it in a round that records nothing: any load generator may ask it.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Scenario } from '../../harness/contract/scenario.ts';
import { scenarios } from '../../scenarios/index.ts';

export interface ServedSubject {
  readonly id: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly style: string;
}

export interface Served {
  readonly host: string;
  readonly port: number;
  stop(): Promise<void>;
}

const LIMIT_NS = 3600e9;

/** Rejects where the runner says anything but what it has to say. */
export async function serve(subject: ServedSubject, bytes: number): Promise<Served> {
  const directory = mkdtempSync(join(tmpdir(), 'evenloop-http-'));
  const peer = createServer().listen(0, '127.0.0.1');
  await once(peer, 'listening');
  const called = once(peer, 'connection');
  const { command, args, environment, style } = subject;
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ask = conversation(child);
  const { port } = peer.address() as AddressInfo;
  await ask({ kind: 'hello', protocol: 1, harness: { name: 'bench:http', version: '0' } }, 'ready');
  const endpoint = { kind: 'tcp', host: '127.0.0.1', port };
  const prepared = await ask(prepareOf(style, bytes, directory, { peer: endpoint }), 'prepared');
  const purpose = { round: 0, purpose: 'measured', record: 'none', limitNs: LIMIT_NS, endpoints: {} };
  const rounded = ask({ kind: 'round', ...purpose }, 'rounded');
  const [socket] = (await Promise.race([called, rounded])) as [Socket];
  return {
    host: '127.0.0.1',
    port: portOf(prepared),
    async stop() {
      socket.end();
      await rounded;
      await ask({ kind: 'finish' }, 'finished');
      child.stdin?.end();
      if (child.exitCode === null) await once(child, 'exit');
      peer.close();
      rmSync(directory, { recursive: true });
    },
  };
}

function served(): Scenario {
  const found = scenarios.find(({ id }) => id === 'io_fanout.http_serve');
  if (found === undefined) throw new Error('there is no io_fanout.http_serve');
  return found;
}

function prepareOf(style: string, bytes: number, directory: string, endpoints: object): object {
  const scenario = served();
  const [set] = scenario.profiles.smoke;
  return {
    kind: 'prepare',
    scenario: scenario.id,
    style,
    params: { ...set?.params, bytes },
    seed: 1,
    nonce: '0123456789abcdef',
    directory,
    endpoints,
    sidecar: { samples: join(directory, 'samples'), events: join(directory, 'events') },
    alphabet: scenario.alphabet.map(({ name, code, order }) => ({ name, code, order })),
    capacity: { events: 8, samples: 8 },
  };
}

type Reply = Readonly<Record<string, unknown>>;

/** Requests go out one at a time, each answered by one line. */
function conversation(child: ChildProcess): (request: object, kind: string) => Promise<Reply> {
  const waiting: ((reply: Reply) => void)[] = [];
  if (child.stdout !== null)
    createInterface({ input: child.stdout }).on('line', (line) =>
      waiting.shift()?.(JSON.parse(line) as Reply),
    );
  child.once('exit', (code) => {
    for (const settle of waiting.splice(0)) settle({ kind: 'gone', code });
  });
  let id = 0;
  return async (request, kind) => {
    const answered = new Promise<Reply>((resolve) => void waiting.push(resolve));
    id += 1;
    child.stdin?.write(`${JSON.stringify({ ...request, id })}\n`);
    const reply = await answered;
    if (reply['kind'] !== kind) throw new Error(`the runner answered ${JSON.stringify(reply).slice(0, 500)}`);
    return reply;
  };
}

function portOf(prepared: Reply): number {
  const { server } = prepared['endpoints'] as Readonly<Record<string, { readonly port: number }>>;
  if (server === undefined) throw new Error('the workload named no `server`');
  return server.port;
}
