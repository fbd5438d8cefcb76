// For tests: a session in this process, whose replies are awaited one by one, and the messages of the shared transcript.
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { expect, onTestFinished } from 'vitest';
import type { Open, Workload } from '../../../harness/contract/kit.ts';
import { RunnerMessage } from '../../../harness/contract/message.ts';
import { startClock } from '../clock.ts';
import { ServedSession } from '../session.ts';
import type { TokenFile } from '../token-file.ts';

export interface TestExchange {
  readonly why: string;
  readonly harness?: Readonly<Record<string, unknown>>;
  readonly line?: string;
  readonly runner: Readonly<Record<string, unknown>>;
  readonly exact: readonly string[];
}
export const transcript: { readonly exchanges: readonly TestExchange[] } = JSON.parse(
  readFileSync(new URL('../../../harness/contract/fixtures/transcript.json', import.meta.url), 'utf8'),
);

/** It is there while a test has a session. */
const folder = mkdtempSync(join(tmpdir(), 'evenloop-session-'));
const reply = Compile(RunnerMessage);

export function workload(round: Workload['round'], rest: Partial<Workload> = {}): Workload {
  return { round, close() {}, ...rest };
}

/** A session whose replies are awaited one by one. All scenarios are the one given, in the style `promises`. */
export function start(open: Open, tokens: TokenFile | null = null) {
  mkdirSync(folder, { recursive: true });
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const waiting: ((message: RunnerMessage) => void)[] = [];
  const replies: RunnerMessage[] = [];
  const session = new ServedSession({
    clock: startClock(),
    catalogue: {
      scenarios: [{ id: 'timers.sleep_loop', styles: ['promises'] }],
      load: async (scenario, style) =>
        scenario === 'timers.sleep_loop' && style === 'promises' ? open : null,
    },
    identity: {
      runner: { id: 'node', version: '0', homepage: '' },
      runtime: { name: 'node', version: '0', loop: 'libuv', executable: process.execPath },
      capabilities: [],
    },
    tokens,
    reply(message) {
      expect(reply.Check(message), JSON.stringify(message)).toBe(true);
      const waiter = waiting.shift();
      if (waiter === undefined) replies.push(message);
      else waiter(message);
    },
  });
  const next = (): Promise<RunnerMessage> =>
    new Promise((resolve) => {
      const ready = replies.shift();
      if (ready === undefined) waiting.push(resolve);
      else resolve(ready);
    });
  const ask = (message: unknown): Promise<RunnerMessage> => {
    session.receive(typeof message === 'string' ? message : JSON.stringify(message));
    return next();
  };
  return { session, ask, next };
}

export const samples = join(folder, 'samples');
const events = join(folder, 'events');
export const filled = (line: string): string =>
  line
    .replace('{style}', 'promises')
    .replace('{directory}', folder)
    .replace('{samples}', samples)
    .replace('{events}', events);

function ofTranscript(kind: string, valid: (exchange: TestExchange) => boolean): unknown {
  const found = transcript.exchanges.find(
    (exchange) => exchange.harness?.['kind'] === kind && valid(exchange),
  );
  return JSON.parse(filled(JSON.stringify(found?.harness)));
}
const answered = ({ runner }: TestExchange): boolean => runner['kind'] !== 'refused';
export const HELLO = ofTranscript('hello', answered);
export const PREPARE = ofTranscript('prepare', answered);
export const ROUND = {
  kind: 'round',
  id: 20,
  round: 0,
  purpose: 'measured',
  record: 'digest',
  limitNs: 1e9,
  endpoints: {},
};
export const SLICES = { kind: 'slices', id: 21, capacity: 3 };
export const FINISH = { kind: 'finish', id: 22 };
export const CLOCK = { kind: 'clock', id: 23 };

/** A session that expects a round. */
export async function prepared(open: Open, tokens: TokenFile | null = null) {
  const runner = start(open, tokens);
  await runner.ask(HELLO);
  expect(await runner.ask(PREPARE)).toMatchObject({ kind: 'prepared' });
  return runner;
}
