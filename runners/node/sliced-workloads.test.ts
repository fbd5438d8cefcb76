// Every workload of a sliced scenario: each slice is exactly as long as asked, and rounds after slices are as those before.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Kit, Open } from '../../harness/contract/kit.ts';
import { gateSlicesOf } from '../../harness/contract/measurement.ts';
import type { Endpoint } from '../../harness/contract/message.ts';
import { styleTableOf } from '../../harness/contract/scenario.ts';
import type { Scenario } from '../../harness/contract/scenario.ts';
import { scenarios } from '../../scenarios/index.ts';

/** The events that are one operation each. The hops of `dispatch.turn` leave none in slices: see the tests of its chain. */
const OPERATION: Readonly<Record<string, readonly string[]>> = {
  'io_fanout.tcp_echo': ['reply'],
  'io_fanout.gather': ['result', 'failed'],
  'io_fanout.file_reads': ['read', 'failed'],
  'timers.mass': ['fire'],
};

const cases = scenarios
  .filter(({ measurement }) => gateSlicesOf(measurement) !== null)
  .flatMap((scenario) =>
    Object.entries(styleTableOf(scenario, 'javascript'))
      .filter(([, support]) => support === 'supported')
      .map(([style]) => ({ id: scenario.id, scenario, style })),
  );

let folder = '';
let writer: Server;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'evenloop-sliced-'));
  writer = createServer(edit);
  await new Promise<void>((resolve) => void writer.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  writer.close();
  rmSync(folder, { recursive: true });
});

it('is told which events are the operations of each sliced scenario', () => {
  const told = [...Object.keys(OPERATION), 'dispatch.turn', 'file_watch.modify'];
  expect([...new Set(cases.map(({ id }) => id))].sort()).toEqual(told.sort());
});

describe.each(cases)('$id with $style', ({ scenario, style }) => {
  it('does exactly what each slice asks for, and its rounds do not notice', async () => {
    const { kit, params, events } = surroundings(scenario, style);
    const file = new URL(`../../scenarios/${scenario.id.replace('.', '/')}/${style}.ts`, import.meta.url);
    const { open } = (await import(/* @vite-ignore */ file.href)) as { open: Open };
    const workload = await open(params, kit);
    const round = async (): Promise<unknown> => {
      events.length = 0;
      const operations = await workload.round();
      return { operations, events: events.map(String).sort() };
    };

    const before = await round();
    const whole = scenario.operations(params);
    for (const asked of [1, 7, whole, whole + 3, 2 * whole, 2 * whole + 1]) {
      const done = counter(scenario, kit.directory, events);
      await workload.slice?.(asked);
      expect(done(), `a slice of ${asked}`).toBe(scenario.id === 'dispatch.turn' ? 0 : asked);
    }
    expect(await round()).toEqual(before);
    await workload.close();
  });
});

type Event = readonly [kind: string, key: number, id: number, digest: number];

/** How many operations have been done since. Edits are counted by the number that the workload writes into its own file. */
function counter(scenario: Scenario, directory: string, events: Event[]): () => number {
  events.length = 0;
  const kinds = OPERATION[scenario.id] ?? [];
  if (scenario.id !== 'file_watch.modify')
    return () => events.filter(([kind]) => kinds.includes(kind)).length;
  const written = (): number => {
    const content = readFileSync(join(directory, 'own'));
    return content.length === 0 ? 0 : content.readUInt32LE();
  };
  const before = written();
  return () => written() - before;
}

function surroundings(scenario: Scenario, style: string) {
  const params = scenario.profiles.smoke[0]?.params ?? {};
  const directory = join(folder, `${scenario.id}.${style}`);
  mkdirSync(directory);
  for (let file = 0; file < Number(params['files'] ?? 0); file++) {
    if (scenario.id === 'file_watch.modify') writeFileSync(join(directory, `note${file}.txt`), 'first');
    else if ((file + 1) % Number(params['missingEvery']) !== 0)
      writeFileSync(join(directory, String(file)), `${file}`);
  }
  const events: Event[] = [];
  const names = new Map(scenario.alphabet.map(({ name, code }) => [code, name]));
  const { port } = writer.address() as AddressInfo;
  paths.set(port, directory);
  const kit: Kit = {
    kinds: Object.fromEntries(scenario.alphabet.map(({ name, code }) => [name, code])),
    nonce: '0123456789abcdef',
    seed: 7,
    directory,
    traced: false,
    round: 0,
    cancelled: false,
    emit: (kind, key, id, digest) => void events.push([names.get(kind) ?? '?', key, id, digest]),
    sample() {},
    now: () => Math.round(performance.now() * 1e6),
    crc32: (bytes, previous = 0) => crc32(bytes, previous),
    endpoint: (name): Endpoint | undefined =>
      name === 'writer' ? { kind: 'tcp', host: '127.0.0.1', port } : undefined,
    listening() {},
  };
  return { kit, params, events };
}

const FRAME_BYTES = 12;
const paths = new Map<number, string>();

/** The writer of `file_watch.modify` for rounds of two edits. */
function edit(socket: Socket): void {
  const directory = paths.get((writer.address() as AddressInfo).port) ?? '';
  let edits = 0;
  let waiting = false;
  const answer = (kind: number, a: number, b: number): void => {
    const frame = Buffer.alloc(FRAME_BYTES);
    for (const [i, value] of [kind, a, b].entries()) frame.writeUInt32LE(value, 4 * i);
    socket.write(frame);
  };
  socket.on('data', (bytes) => {
    for (let at = 0; at < bytes.length; at += FRAME_BYTES) {
      const kind = bytes.readUInt32LE(at);
      if (kind === 1 && edits === 2) {
        edits = 0;
        answer(3, 0, 0);
      } else if (kind === 1) {
        waiting = true;
        writeFileSync(join(directory, 'note0.txt'), edits === 0 ? 'second' : 'first.');
      } else if (kind === 2 && waiting) {
        waiting = false;
        answer(1, bytes.readUInt32LE(at + 4), edits++);
      }
    }
  });
}
