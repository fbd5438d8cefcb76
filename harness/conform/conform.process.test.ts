// The judge of runners judged: a runner that keeps every clause passes, and for each clause there is one that breaks it alone.
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Value } from 'typebox/value';
import { scenarios } from '../../scenarios/index.ts';
import { Conformance } from '../contract/conformance.ts';
import type { Runtime } from '../contract/runner-manifest.ts';
import { harnessEpochNs } from '../run/clock.ts';
import { startWitness } from '../run/witness/host.ts';
import type { WitnessHost } from '../run/witness/port.ts';
import { fakeManifest, SOURCE_ROOT } from '../testing/fake-runtime.ts';
import { CONFORM_LIMITS } from './bench.ts';
import { CLAUSES } from './clauses.ts';
import type { ClauseId } from './clauses.ts';
import { conform } from './conform.ts';

const WITNESS = join(SOURCE_ROOT, 'dist/harness/run/witness/main.js');
/** Generous where an answer is expected, short where a broken runner gives none. */
const LIMITS = { ...CONFORM_LIMITS, answerMs: 3000, exitMs: 1500 };

function brokenRuntime(clause: string): Runtime {
  const manifest = {
    ...fakeManifest(),
    id: 'broken',
    title: 'a broken runner',
    args: ['{package}/harness/testing/broken-runner.mjs', clause],
  };
  return {
    runner: 'broken',
    id: 'broken',
    version: process.versions.node,
    executable: realpathSync(process.execPath),
    executableSha256: '0'.repeat(64),
    source: 'this process',
    manifest,
    manifestFolder: SOURCE_ROOT,
    offers: [],
  };
}

let witness: WitnessHost;
let folder = '';
beforeAll(async () => {
  if (!existsSync(WITNESS))
    throw new Error('There is no dist/: these tests run compiled runners. Run `npm run build` first.');
  folder = mkdtempSync(join(tmpdir(), 'evenloop-conform-'));
  witness = await startWitness({ epochNs: harnessEpochNs, mainPath: WITNESS });
});
afterAll(async () => {
  await witness.close();
  rmSync(folder, { recursive: true, force: true });
});

const never = new AbortController().signal;
const judge = (clause: string, without: readonly ClauseId[] = []): Promise<Conformance> =>
  judgeRuntime(brokenRuntime(clause), without);

const judgeRuntime = (runtime: Runtime, without: readonly ClauseId[] = []): Promise<Conformance> =>
  conform({
    runtime,
    packageRoot: SOURCE_ROOT,
    directory: mkdtempSync(join(folder, 'c')),
    scenarios,
    known: new Map(),
    only: [],
    without,
    witnesses: [witness],
    stop: { soft: never, hard: never },
    limits: LIMITS,
  });

/** The dearest clauses are asked where one of them is broken: for others they would repeat what the first test has shown. */
const DEAR: readonly RegExp[] = [/^C7/, /^C80[23]$/];
const notAskedBeside = (broken: ClauseId): readonly ClauseId[] =>
  CLAUSES.map(({ id }) => id).filter((id) => DEAR.some((dear) => dear.test(id) && !dear.test(broken)));

test('a runner that keeps every clause passes all of them, and the document has its published form', async () => {
  const judged = await judge('none');
  expect(judged.clauses.filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(judged.conforms).toBe(true);
  expect(judged.cells.map(({ scenario, verdict }) => `${scenario} ${verdict}`)).toEqual([
    'timers.sleep_loop equivalent',
    'dispatch.turn equivalent',
    'dispatch.turn equivalent',
  ]);
  expect(Value.Check(Conformance, judged)).toBe(true);
});

test('a runner of a language and a style that nothing here knows passes as well', async () => {
  const plain = brokenRuntime('a style of its own');
  const { interpreter, implementation, loop, ...manifest } = plain.manifest;
  const { versionArgs = [] } = interpreter ?? {};
  const command = { path: plain.executable, versionArgs };
  const words = { language: 'go', command, defaultStyle: 'goroutines' };
  const judged = await judgeRuntime({ ...plain, manifest: { ...manifest, ...words } });
  expect(judged.clauses.filter(({ status }) => status !== 'passed')).toEqual([]);
  expect(new Set(judged.cells.map(({ style, verdict }) => `${style} ${verdict}`))).toEqual(
    new Set(['goroutines equivalent']),
  );
  expect([implementation, loop]).toEqual(['node', 'libuv']);
});

describe.concurrent('each clause has a runner that breaks it alone', () => {
  test.each(CLAUSES.map(({ id, text }) => ({ id, text })))('$id $text', async ({ id }) => {
    const judged = await judge(id, notAskedBeside(id));
    const failed = judged.clauses.filter(({ status }) => status === 'failed');
    expect(
      failed.map((clause) => clause.id),
      JSON.stringify(failed, null, 1),
    ).toEqual([id]);
    expect(judged.conforms).toBe(false);
    const [breach] = failed[0]?.breaches ?? [];
    expect(breach?.what).toMatch(/\.$/);
  });
});
