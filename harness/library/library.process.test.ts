// The library in a process of its own: what it gives back, that it prints nothing, and that it leaves the process to its caller.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layForeignRunner } from '../cli/testing/foreign-runners.ts';
import { layOwnProject } from '../cli/testing/own-project.ts';
import { processesWith } from '../cli/testing/run-cli.ts';

const BUILT = fileURLToPath(new URL('../../dist/harness/library/evenloop.js', import.meta.url));
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'evenloop-library-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the body of a program; what it returns comes back through a descriptor of its own, so that anything printed is seen. */
async function program(
  body: string,
  cwd = folder,
): Promise<{ answer: unknown; printed: string; exitCode?: number }> {
  const source = `import * as evenloop from ${JSON.stringify(BUILT)};
    import { writeSync } from 'node:fs';
    writeSync(3, JSON.stringify(await (async () => { ${body} })()));`;
  const ended = await execa(process.execPath, ['--input-type=module', '-e', source], {
    cwd,
    reject: false,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const { stdout, stderr, exitCode } = ended;
  const text = ended.stdio[3] ?? '';
  return {
    answer: text === '' ? null : JSON.parse(text),
    printed: stdout + stderr,
    ...(exitCode === undefined ? {} : { exitCode }),
  };
}

test('a run gives its result and its folder, tells of each invocation and prints nothing', async () => {
  const { answer, printed } = await program(`
    const told = [];
    const { ok, value } = await evenloop.run({ scenarios: ['timers.sleep_loop'], subjects: ['node/promises'],
      profile: 'smoke', out: 'one', onInvocation: ({ finished, planned, trouble }) => {
        told.push([finished, planned, trouble]);
      } });
    const again = await evenloop.readResults(value.folder);
    return { ok, told, verdicts: value.result.cells.map(({ verdict }) => verdict), folder: value.folder,
      troubles: value.troubles, same: JSON.stringify(again.value) === JSON.stringify(value.result),
      command: value.result.run.command };`);
  expect(printed).toBe('');
  const { told, command, ...rest } = answer as { told: unknown[][]; command: string };
  expect(rest).toEqual({
    ok: true,
    verdicts: ['equivalent', 'equivalent'],
    folder: join(folder, 'one'),
    troubles: [],
    same: true,
  });
  expect(told.map(([finished]) => finished)).toEqual(told.map((_, i) => i + 1));
  for (const [, planned, trouble] of told) expect([planned, trouble]).toEqual([told.length, null]);
  expect(command).toMatch(
    /^evenloop run --scenario timers.sleep_loop --subject node\/promises --profile smoke --out one --seed \d+$/,
  );
});

test('a check, and two stored runs compared', async () => {
  const { answer, printed } = await program(`
    const asked = { scenarios: ['timers.sleep_loop'], subjects: ['node/promises'] };
    const [a, b] = [await evenloop.check({ ...asked, out: 'a' }), await evenloop.check({ ...asked, out: 'b' })];
    const compared = await evenloop.compare('a', b.value.result);
    return [a.value.result.exit.code, compared.ok, compared.value.base === a.value.result.run.id,
      compared.value.changes.length > 0];`);
  expect([printed, answer]).toEqual(['', [0, true, true, true]]);
});

test('what can go wrong is a value with a code', async () => {
  const { answer, printed, exitCode } = await program(`
    const ends = [evenloop.run({ profile: 'fast' }), evenloop.run({ scenarios: ['no.such'] }),
      evenloop.check({ subjects: ['nobody'] }), evenloop.readResults('nowhere'), evenloop.compare('nowhere', 'a')];
    return (await Promise.all(ends)).map(({ ok, failure }) => [ok, failure.code]);`);
  expect([printed, exitCode]).toEqual(['', 0]);
  expect(answer).toEqual([
    [false, 'EL1004'],
    [false, 'EL1001'],
    [false, 'EL1002'],
    [false, 'EL1005'],
    [false, 'EL1005'],
  ]);
});

describe('a project with a config', () => {
  const own = join(folder, 'own');
  beforeAll(() => {
    mkdirSync(join(own, 'deep/er'), { recursive: true });
    layOwnProject(own);
    layForeignRunner(join(own, 'runner'), 'gopher');
    const config = {
      runners: ['runner'],
      scenarios: ['scenarios'],
      subjects: [{ id: 'flag', runner: 'node', args: ['--no-opt'] }],
      reference: 'flag',
      out: 'runs',
      profiles: {
        short: { extends: 'smoke', scenarios: ['timers.sleep_loop'], subjects: ['flag', 'gopher'] },
        wrong: { extends: 'smoke', scenarios: ['limit.token_bucket'] },
      },
      thresholds: { 'timers.sleep_loop/cpu': 0.5 },
    };
    writeFileSync(join(own, 'evenloop.config.json'), JSON.stringify(config));
  });

  test('is what a run and a check of a program work for, found from the working directory upwards', async () => {
    const { answer, printed } = await program(
      `const measured = await evenloop.run({ profile: 'short' });
      const checked = await evenloop.check({ scenarios: ['limits'], subjects: ['flag'] });
      const of = ({ cells }) => [...new Set(cells.map(({ scenario, subject, verdict }) => [scenario, subject, verdict].join(' ')))].sort();
      const { folder, result } = measured.value;
      return { folder, reference: result.run.reference, measured: of(result), checked: of(checked.value.result),
        profile: result.run.profile, command: result.run.command,
        effect: result.scenarios[0].metrics.find(({ id }) => id === 'cpu').minimumEffect };`,
      join(own, 'deep/er'),
    );
    expect(printed).toBe('');
    expect(answer).toEqual({
      folder: expect.stringContaining(join(own, 'runs/')),
      reference: 'flag/promises',
      measured: [
        'timers.sleep_loop flag/promises equivalent',
        'timers.sleep_loop gopher/goroutines equivalent',
      ],
      checked: ['limits.token_bucket flag/promises equivalent'],
      profile: 'smoke',
      command: expect.stringMatching(/^evenloop run --profile short --seed \d+$/),
      effect: 0.5,
    });
  });

  test('is told with the place of what it says, and not read where a request says so', async () => {
    const { answer } = await program(
      `const wrong = await evenloop.run({ profile: 'wrong' });
      const unknown = await evenloop.run({ profile: 'shorts' });
      const without = await evenloop.check({ config: false, scenarios: ['limits'], out: 'without' });
      const elsewhere = await evenloop.compare('a', 'b', { config: 'nowhere.json' });
      return [wrong, unknown, without, elsewhere].map(({ failure: { code, cause, next, evidence } }) =>
        [code, cause, next, ...evidence].join(' | '));`,
      own,
    );
    expect(answer).toEqual([
      expect.stringMatching(
        /^EL1001 \| No scenario matches "limit\.token_bucket"\..* \| `scenarios` comes from profiles\.wrong\.scenarios of /,
      ),
      expect.stringMatching(/^EL1004 \| `profile` is "shorts"\. \| Give `profile` one of .*, short, wrong\./),
      expect.stringMatching(/^EL1001 \| No scenario matches "limits"\./),
      expect.stringMatching(/^EL1012 \| .*nowhere\.json does not exist/),
    ]);
  });
});

test('a signal stops a run, and what was finished is in its result', async () => {
  const { answer } = await program(`
    const controller = new AbortController();
    const { ok, value } = await evenloop.run({ scenarios: ['timers.sleep_loop'], subjects: ['node/promises'],
      profile: 'smoke', repetitions: 50, out: 'stopped', signal: controller.signal,
      onInvocation: () => controller.abort() });
    const { interrupted, complete } = value.result.run;
    return [ok, interrupted, complete, value.result.exit.code];`);
  expect(answer).toEqual([true, true, false, 130]);
});

test('a signal of the process ends it as if no run were there, and its runners with it', async () => {
  const mark = `evenloop-library-${process.pid}`;
  const source = `import { run } from ${JSON.stringify(BUILT)};
    await run({ scenarios: ['timers.sleep_loop'], profile: 'smoke', repetitions: 50, out: 'killed',
      onInvocation: () => process.kill(process.pid, 'SIGTERM') });`;
  const ended = await execa(process.execPath, ['--input-type=module', '-e', source], {
    cwd: folder,
    reject: false,
    // What a killed run had in its scratch folder stays there.
    env: { EVENLOOP_TEST_MARK: mark, TMPDIR: folder },
  });
  expect(ended.signal).toBe('SIGTERM');
  await expect.poll(() => processesWith(`EVENLOOP_TEST_MARK=${mark}`), { timeout: 10_000 }).toEqual([]);
});
