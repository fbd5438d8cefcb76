// The slices of the fake runner: without a fault it plays the shared games, and each fault is the one that its name promises.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { SLICE_DONE, SLICE_FAILED, TOKEN_FILE } from '../contract/message.ts';
import { SEGMENT_HEADER_BYTES } from '../contract/trace.ts';
import { fakeRuntime, SOURCE_ROOT } from './fake-runtime.ts';

const folder = mkdtempSync(join(tmpdir(), 'evenloop-fake-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Game {
  readonly name: string;
  readonly capacity: number;
  readonly sent: string;
  readonly answered: string;
  readonly reply: Readonly<Record<string, unknown>> | null;
}
const { games }: { readonly games: readonly Game[] } = JSON.parse(
  readFileSync(new URL('../contract/fixtures/slices.json', import.meta.url), 'utf8'),
);

const PIPES: 'pipe'[] = ['pipe', 'pipe', 'pipe', 'pipe'];

function start(fault: string) {
  const { executable, manifest } = fakeRuntime(fault);
  const args = manifest.args.map((arg) => arg.replace('{package}', SOURCE_ROOT));
  return spawn(executable, args, { stdio: PIPES });
}

/** Up to the moment in which all tokens are sent, after a round or before any. `hear` gives the next line, undefined at the end. */
async function play(fault: string, sent: Buffer, capacity: number, rounds: readonly object[] = [ROUND]) {
  const child = start(fault);
  const exited = once(child, 'exit');
  const tokens = child.stdio[TOKEN_FILE];
  if (!(tokens instanceof Duplex)) throw new Error('no socket');
  const bytes: number[] = [];
  const closed = new Promise((resolve) => void tokens.on('close', resolve));
  tokens.on('data', (piece: Buffer) => bytes.push(...piece)).on('error', () => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hear = async (): Promise<string | undefined> => (await lines.next()).value;
  const tell = (message: object): void =>
    void child.stdin.write(`${JSON.stringify({ id: 1, ...message })}\n`);
  const samples = join(folder, `${child.pid}`);
  const sidecar = { samples, events: `${samples}.events` };
  const params = { periodMs: 1, ticks: 1 };
  const prepare = { kind: 'prepare', scenario: 'timers.sleep_loop', params, alphabet: ALPHABET, sidecar };
  for (const message of [{ kind: 'hello' }, prepare, ...rounds]) {
    tell(message);
    await hear();
  }
  tell({ kind: 'slices', id: 9, capacity });
  tokens.write(sent);
  const end = async (): Promise<unknown[]> => {
    child.stdin.end();
    tokens.end();
    const exit = await exited;
    await closed;
    return exit;
  };
  return { child, exited, tokens, bytes, hear, end, samples };
}

const ROUND = { kind: 'round', round: 0, record: 'digest' };
const ALPHABET = [
  { name: 'arm', code: 1 },
  { name: 'fire', code: 2 },
];
const THREE = Buffer.from(Uint32Array.of(5, 6, 7, 0).buffer);

const moments = [
  { when: 'before the first round', rounds: [] },
  { when: 'after a round', rounds: [ROUND] },
];
describe.each(moments)('$when', ({ rounds }) => {
  it.each(games)('plays $name', async ({ capacity, sent, answered, reply }) => {
    const { bytes, hear, end } = await play('none', Buffer.from(sent, 'hex'), capacity, rounds);
    if (reply !== null) expect(JSON.parse((await hear()) ?? '')).toMatchObject(reply);
    expect(await end()).toEqual([0, null]);
    expect(Buffer.from(bytes).toString('hex')).toBe(answered);
  });
});

describe('a fault on the way', () => {
  it.each([
    ['wrong-slice-byte', [SLICE_DONE, 7], null],
    ['two-slice-bytes', [SLICE_DONE, SLICE_DONE, SLICE_DONE], null],
    ['fails-slice', [SLICE_DONE, SLICE_FAILED], /"kind":"failed"/],
    ['fails-slice-without-byte', [SLICE_DONE], /"kind":"failed"/],
    ['fails-slice-without-word', [SLICE_DONE, SLICE_FAILED], null],
    ['sliced-too-early', [SLICE_DONE], /"kind":"sliced"/],
    ['hang-on-slice', [SLICE_DONE], null],
    ['closes-tokens', [SLICE_DONE], null],
    ['no-slice', [], /"code":"no-slice"/],
    ['refuses-slices', [], /"kind":"refused"/],
    ['talks-between-slices', [SLICE_DONE, SLICE_DONE, SLICE_DONE], /^INFO/],
  ])('%s: bytes %j, line %s', async (fault, answers, line) => {
    const { bytes, tokens, hear, end } = await play(fault, THREE, 10);
    if (line !== null) expect(await hear()).toMatch(line);
    while (bytes.length < answers.length) await once(tokens, 'data');
    expect(await end()).toEqual([0, null]);
    expect(bytes).toEqual(answers);
  });

  it.each([
    ['exit-in-slice', [3, null]],
    ['sigkill-in-slice', [null, 'SIGKILL']],
  ])('%s ends the process', async (fault, exit) => {
    expect(await (await play(fault, THREE, 10)).exited).toEqual(exit);
  });
});

/** Start, end, CPU at the start, CPU at the end, operations. */
type Row = readonly [number, number, number, number, number];

describe('a fault in what is reported', () => {
  it.each<[fault: string, holds: (rows: readonly Row[], operations: number) => boolean]>([
    ['none', (rows, operations) => rows.map((row) => row[4]).join() === '5,6,7' && operations === 18],
    ['lies-about-sliced-operations', (_, operations) => operations === 19],
    ['loses-a-slice', (rows) => rows.length === 2],
    ['invents-a-slice', (rows) => rows.length === 4],
    ['slices-overlap', ([first, second]) => Number(second?.[0]) < Number(first?.[1])],
    ['slices-backwards', ([first, second]) => Number(second?.[0]) < Number(first?.[0])],
    ['slice-ends-before-start', (rows) => rows.every(([start, end]) => end < start)],
    ['instant-slices', (rows) => rows.every(([start, end]) => end === start)],
    ['slices-of-the-past', (rows) => rows.every(([start]) => start < 0)],
    ['slices-longer-than-turns', (rows) => rows.every(([start, end]) => end - start > 1e9)],
    ['cpu-beyond-wall', (rows) => rows.every(([start, end, from, to]) => to - from >= 1000 * (end - start))],
    ['cpu-backwards', (rows) => rows.every(([, , from, to]) => to <= from)],
    ['swaps-slice-operations', (rows) => rows.map((row) => row[4]).join() === '7,6,5'],
  ])('%s', async (fault, holds) => {
    const { hear, end, samples } = await play(fault, THREE, 10);
    const { operations, slices } = JSON.parse((await hear()) ?? '');
    const file = readFileSync(samples).subarray(slices.offset + SEGMENT_HEADER_BYTES);
    const rows = Array.from({ length: slices.count }, (_, i): Row => {
      const time = (column: number): number => file.readDoubleLE(8 * (column * slices.count + i));
      return [time(0), time(1), time(2), time(3), file.readUInt32LE(32 * slices.count + 4 * i)];
    });
    expect(holds(rows, operations), JSON.stringify(rows)).toBe(true);
    expect(await end()).toEqual([0, null]);
  });
});

it('does not claim slices when it cannot', async () => {
  for (const [fault, claims] of [
    ['none', true],
    ['cannot-slice', false],
  ] as const) {
    const child = start(fault);
    child.stdin.end('{"kind":"hello","id":1}\n');
    const [line] = await once(createInterface({ input: child.stdout }), 'line');
    expect(JSON.parse(String(line)).capabilities.includes('slices')).toBe(claims);
  }
});
