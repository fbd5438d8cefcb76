// The examples as a user has them: from the packed and installed package, copied into an empty folder, with the commands of their READMEs.
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

let project: string;
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'evenloop-examples-'));
  await execa(process.execPath, [join(ROOT, 'scripts/install-package.mjs'), project]);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** A folder of the project that holds the example, and the command in it. */
function begin(example: string): (...args: string[]) => Promise<{ exitCode?: number; stdout: string }> {
  const folder = join(project, example);
  cpSync(join(project, 'node_modules/evenloop/examples', example), folder, { recursive: true });
  return (...args) =>
    execa('npx', ['--no-install', 'evenloop', ...args], {
      cwd: folder,
      reject: false,
      env: { NO_COLOR: '1' },
    });
}

test('all examples are in the package', () => {
  const packed = readdirSync(join(project, 'node_modules/evenloop/examples')).sort();
  expect(packed).toEqual(readdirSync(join(ROOT, 'examples')).sort());
});

test("subjects of the user's own are rows, each as it was started", async () => {
  const evenloop = begin('own-subjects');
  const asked = ['--subject', 'node/promises,one-thread,small-heap', '--profile', 'smoke'];
  const ran = await evenloop('run', '--scenario', 'io_fanout.file_reads', ...asked, '--json');
  expect(ran.exitCode).toBe(0);
  const { runtimes, cells } = JSON.parse(ran.stdout) as {
    readonly runtimes: readonly { readonly id: string; readonly startedWith?: unknown }[];
    readonly cells: readonly { readonly subject: string; readonly verdict: string }[];
  };
  expect(new Set(cells.map(({ subject, verdict }) => `${subject} ${verdict}`))).toEqual(
    new Set(['node/promises', 'one-thread/promises', 'small-heap/promises'].map((id) => `${id} equivalent`)),
  );
  const started = (id: string): string => JSON.stringify(runtimes.find((one) => one.id === id)?.startedWith);
  expect(started('one-thread')).toContain('UV_THREADPOOL_SIZE');
  expect(started('small-heap')).toContain('--max-semi-space-size=1');
});

test("a scenario of the user's own is whole, and both its limiters keep the contract until one of them does not", async () => {
  const evenloop = begin('own-scenario');
  const own = ['--scenarios', 'scenarios', '--scenario', 'limits'];
  expect((await evenloop('check', '--golden', ...own)).exitCode).toBe(0);
  expect((await evenloop('check', ...own)).exitCode).toBe(0);
  expect((await evenloop('run', ...own, '--profile', 'smoke')).exitCode).toBe(0);
  const limiter = join(project, 'own-scenario/scenarios/limits/shared/token_bucket.py');
  const broken = readFileSync(limiter, 'utf8').replaceAll('popleft()', 'pop()');
  writeFileSync(limiter, broken);
  const checked = await evenloop('check', ...own);
  expect([checked.exitCode, checked.stdout]).toEqual([10, expect.stringContaining('Q1')]);
});

const go = await execa('go', ['version'], { reject: false });

test.skipIf(go.exitCode !== 0)(
  'a runner in Go conforms, is judged and compared beside the others, and the reference stays',
  async () => {
    const evenloop = begin('go-runner');
    const unformatted = await execa('gofmt', ['-l', '.'], { cwd: join(project, 'go-runner') });
    expect(unformatted.stdout).toBe('');
    await execa('go', ['build', '-o', 'go-runner', '.'], { cwd: join(project, 'go-runner') });
    const conformed = await evenloop('conform', 'runner.json', '--json');
    const { runner, conforms, clauses } = JSON.parse(conformed.stdout) as {
      readonly runner: { readonly id: string; readonly title: string };
      readonly conforms: boolean;
      readonly clauses: readonly { readonly status: string; readonly breaches: readonly unknown[] }[];
    };
    expect(clauses.filter(({ breaches }) => breaches.length > 0)).toEqual([]);
    expect([conformed.exitCode, conforms, runner]).toEqual([
      0,
      true,
      expect.objectContaining({ id: 'go', title: 'Go' }),
    ]);
    const asked = ['--runner', '.', '--scenario', 'timers.sleep_loop,io_fanout.tcp_echo'];
    const checked = await evenloop('check', ...asked, '--json');
    const { cells } = JSON.parse(checked.stdout) as {
      readonly cells: readonly { readonly subject: string; readonly verdict: string }[];
    };
    const ofGo = cells.filter(({ subject }) => subject.startsWith('go/'));
    expect(ofGo.map(({ verdict }) => verdict)).toEqual(ofGo.map(() => 'equivalent'));
    expect(ofGo.length).toBeGreaterThan(1);
    const ran = await evenloop('run', ...asked, '--profile', 'smoke', '--json');
    const { comparisons } = JSON.parse(ran.stdout) as {
      readonly comparisons: readonly { readonly subject: string; readonly reference: string }[];
    };
    expect(new Set(comparisons.map(({ reference }) => reference))).toEqual(new Set(['node/promises']));
    expect(comparisons.map(({ subject }) => subject)).toContain('go/goroutines');
    const listed = await evenloop('list', '--runner', '.');
    expect(listed.stdout).toMatch(/go\/goroutines +2 of/);
  },
  120_000,
);
