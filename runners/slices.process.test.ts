// Slices on every runtime of this machine whose runner claims them and has `dispatch.turn` in its default style: the shared games of tokens on file descriptor 3, against real runner processes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RunnerMessage, SLICE_DONE, TOKEN_FILE } from '../harness/contract/message.ts';
import type { SegmentReference } from '../harness/contract/message.ts';
import type { Runtime } from '../harness/contract/runner-manifest.ts';
import { parseSegmentHeader, SEGMENT_HEADER_BYTES, segmentShape } from '../harness/contract/trace.ts';
import { findAndAsk } from '../harness/orchestrate/prepare/find-runtimes.ts';
import { launchOf } from '../harness/run/discover/runner-environment.ts';

interface Game {
  readonly name: string;
  readonly why: string;
  readonly capacity: number;
  readonly sent: string;
  readonly answered: string;
  readonly asked: readonly number[];
  readonly reply: Readonly<Record<string, unknown>> | null;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const { games }: { readonly games: readonly Game[] } = JSON.parse(
  readFileSync(join(ROOT, 'harness/contract/fixtures/slices.json'), 'utf8'),
);
const PREPARE = {
  kind: 'prepare',
  scenario: 'dispatch.turn',
  seed: 1,
  nonce: '0123456789abcdef',
  endpoints: {},
  alphabet: ['hop', 'armed', 'between'].map((name, index) => ({ name, code: index + 1, order: 'sequence' })),
  capacity: { events: 20, samples: 0 },
  heapBlockBytes: 300_000,
};

const found = await findAndAsk(ROOT, ['*']);
const turning = found.runtimes.filter(({ offers, manifest }) =>
  offers.some(({ id, styles }) => id === PREPARE.scenario && styles.includes(manifest.defaultStyle)),
);
let folder = '';
const runtimes: Runtime[] = [];
for (const runtime of turning) {
  const runner = start(runtime);
  if ((await runner.greet()).capabilities.includes('slices')) runtimes.push(runtime);
  await runner.end();
}

test('both runners of this package have slices', () => {
  expect(runtimes.map(({ runner }) => runner)).toEqual(expect.arrayContaining(['node', 'python']));
});

beforeAll(() => {
  if (!existsSync(join(ROOT, 'dist/runners/node/main.js')))
    throw new Error('There is no dist/: these tests run compiled runners. Run `npm run build` first.');
  folder = mkdtempSync(join(tmpdir(), 'evenloop-slices-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Games after which the runner goes on: another may follow in the same process. */
const goesOn = ({ reply }: Game): boolean => reply?.['kind'] === 'sliced';
const lastGames = games.filter((game) => !goesOn(game));

describe.each(runtimes)('$id $version', (runtime) => {
  test.each(games)('before the first round $name: $why', async (game) => {
    const runner = start(runtime);
    await runner.open('step');
    await play(runner, game);
  });

  test.each(lastGames)('after a round, as all games that go on, $name: $why', async (last) => {
    const runner = start(runtime);
    await runner.open('step');
    for (const [i, game] of games.filter(goesOn).entries()) {
      await runner.round(i);
      await playOn(runner, game);
    }
    await runner.round(games.filter(goesOn).length);
    await play(runner, last);
  });

  test('times of slices are in order, also those of turns of the loop, and rounds may follow', async () => {
    const runner = start(runtime);
    await runner.open('turn');
    const before = await runner.round(0);
    runner.tell({ kind: 'slices', capacity: 10 });
    for (const operations of [1, 200, 30]) {
      runner.tokens.write(tokenOf(operations));
      expect([...(await runner.answers(1))]).toEqual([SLICE_DONE]);
    }
    runner.tokens.write(tokenOf(0));
    const reply = await runner.hear();
    if (reply.kind !== 'sliced') throw new Error(JSON.stringify(reply));
    const { start: starts, end: ends, cpuStart, cpuEnd } = runner.slices(reply.slices);
    const times = starts.flatMap((startNs, i) => [startNs, ends[i] ?? 0]);
    expect([before.endNs, ...times]).toEqual([before.endNs, ...times].toSorted((a, b) => a - b));
    const cpu = cpuStart.flatMap((startNs, i) => [startNs, cpuEnd[i] ?? 0]);
    expect(cpu).toEqual(cpu.toSorted((a, b) => a - b));
    const { counts, digests } = await runner.round(1);
    expect({ counts, digests }).toEqual({ counts: before.counts, digests: before.digests });
    expect(await runner.end()).toEqual([0, null]);
  });

  test('a process whose first thing is slices has rounds behind them that mean what they always mean', async () => {
    const [fresh, used] = [start(runtime), start(runtime)];
    await used.open('turn');
    const usual = await used.round(0);
    await fresh.open('turn');
    fresh.tell({ kind: 'slices', capacity: 3 });
    fresh.tokens.write(Buffer.concat([40, 7, 0].map(tokenOf)));
    expect([...(await fresh.answers(2))]).toEqual([SLICE_DONE, SLICE_DONE]);
    const reply = await fresh.hear();
    if (reply.kind !== 'sliced') throw new Error(JSON.stringify(reply));
    const { end: ends, operations } = fresh.slices(reply.slices);
    const after = await fresh.round(0);
    expect([reply.operations, operations]).toEqual([47, [40, 7]]);
    expect(after.startNs).toBeGreaterThan(ends.at(-1) ?? Number.NaN);
    expect([after.counts, after.digests]).toEqual([usual.counts, usual.digests]);
    expect([await fresh.end(), await used.end()]).toEqual([
      [0, null],
      [0, null],
    ]);
  });

  test('does not claim slices when it is started without a socket for tokens', async () => {
    for (const third of ['ignore', 'inherit'] as const) {
      const runner = start(runtime, third);
      expect((await runner.greet()).capabilities).not.toContain('slices');
      expect(await runner.end()).toEqual([0, null]);
    }
  });
});

type Runner = ReturnType<typeof start>;

/** Tokens and their answers; null: the process ends instead of a reply. */
async function playOn(runner: Runner, game: Game): Promise<RunnerMessage | null> {
  runner.tell({ kind: 'slices', capacity: game.capacity });
  runner.tokens.write(Buffer.from(game.sent, 'hex'));
  const answered = Buffer.from(game.answered, 'hex');
  expect((await runner.answers(answered.length)).toString('hex')).toBe(game.answered);
  if (game.reply === null) return null;
  const reply = await runner.hear();
  expect(reply).toMatchObject(game.reply);
  if (reply.kind === 'sliced') expect(runner.slices(reply.slices).operations).toEqual(game.asked);
  return reply;
}

/** A game and the end of the process. */
async function play(runner: Runner, game: Game): Promise<void> {
  if ((await playOn(runner, game)) === null) {
    runner.tokens.destroy();
    expect(await runner.exited).toEqual([0, null]);
  } else expect(await runner.end()).toEqual([0, null]);
}

/** A runner and what the tests need of it. `third` is its file descriptor 3: a socket, /dev/null, or none. */
function start(runtime: Runtime, third: 'pipe' | 'ignore' | 'inherit' = 'pipe') {
  const places = { packageRoot: ROOT, manifestFolder: runtime.manifestFolder };
  const { args, environment } = launchOf(runtime.manifest, places, process.env);
  const stdio = third === 'inherit' ? ['pipe', 'pipe', 'inherit'] : ['pipe', 'pipe', 'inherit', third];
  const child = spawn(runtime.executable, args, { cwd: ROOT, env: environment, stdio: stdio as 'pipe'[] });
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const channel = third === 'pipe' ? child.stdio[TOKEN_FILE] : null;
  const tokens = channel instanceof Duplex ? channel : new Duplex();
  const samples = join(folder, `samples-${child.pid}`);
  let id = 0;

  const tell = (message: object): void =>
    void child.stdin.write(`${JSON.stringify({ id: ++id, ...message })}\n`);
  const hear = async (): Promise<RunnerMessage> =>
    Value.Parse(RunnerMessage, JSON.parse((await lines.next()).value));
  const ask = async <Kind extends RunnerMessage['kind']>(message: object, kind: Kind) => {
    tell(message);
    const reply = await hear();
    if (reply.kind !== kind) throw new Error(JSON.stringify(reply));
    return reply as RunnerMessage & { readonly kind: Kind };
  };
  const greet = () => ask({ kind: 'hello', protocol: 1, harness: { name: 'tests', version: '1' } }, 'ready');
  const round = (index: number) =>
    ask(
      { kind: 'round', round: index, purpose: 'measured', record: 'digest', limitNs: 1e9, endpoints: {} },
      'rounded',
    );
  return {
    tokens,
    exited,
    tell,
    hear,
    greet,
    round,
    /** Up to where rounds and slices may come. */
    async open(level: 'turn' | 'step'): Promise<void> {
      expect((await greet()).capabilities).toContain('slices');
      await ask(
        {
          ...PREPARE,
          style: runtime.manifest.defaultStyle,
          params: { level, hops: 20, stride: 10 },
          directory: folder,
          sidecar: { samples, events: `${samples}.events` },
        },
        'prepared',
      );
    },
    async answers(count: number): Promise<Buffer> {
      const pieces: Buffer[] = [];
      for (let length = 0; length < count; length = Buffer.concat(pieces).length) {
        const piece: unknown = tokens.read(count - length) ?? tokens.read();
        if (piece instanceof Buffer) pieces.push(piece);
        else await once(tokens, 'readable');
      }
      return Buffer.concat(pieces);
    },
    slices: (segment: SegmentReference) => readSlices(readFileSync(samples), segment),
    end(): Promise<unknown[]> {
      child.stdin.end();
      return exited;
    },
  };
}

function tokenOf(operations: number): Buffer {
  const token = Buffer.alloc(4);
  token.writeUInt32LE(operations);
  return token;
}

function readSlices(file: Buffer, { offset, count }: SegmentReference) {
  const segment = file.subarray(offset);
  expect(parseSegmentHeader(segment)).toMatchObject({ layout: 'slices', rows: count });
  const { offsets } = segmentShape('slices', count);
  const column = (index: number, read: (at: number) => number, width: number): number[] =>
    Array.from({ length: count }, (_, i) => read(SEGMENT_HEADER_BYTES + (offsets[index] ?? 0) + width * i));
  const float64 = (index: number): number[] => column(index, (at) => segment.readDoubleLE(at), 8);
  return {
    start: float64(0),
    end: float64(1),
    cpuStart: float64(2),
    cpuEnd: float64(3),
    operations: column(4, (at) => segment.readUInt32LE(at), 4),
  };
}
