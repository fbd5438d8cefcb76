// A run without its results: made of its journal as it was, resumed where it can be, and refused with the reason where it cannot.
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { scenarios } from '../../scenarios/index.ts';
import type { JournalLine } from '../contract/journal.ts';
import type { RunResult } from '../contract/result.ts';
import { recoverRun } from '../orchestrate/recover/recover-run.ts';
import { readResults } from '../store/results-file.ts';
import { callBuilt } from './testing/call-built.ts';
import type { CalledHere } from './testing/call-built.ts';
import { runCli } from './testing/run-cli.ts';

const SMALL = ['--scenario', 'timers.sleep_loop', '--subject', 'node/promises,python/coroutines'];
const RUNS = {
  check: ['check', '--repeat', '2', ...SMALL],
  run: ['run', '--profile', 'smoke', '--repetitions', '2', ...SMALL],
} as const;

let home: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'evenloop-whole-'));
  for (const [name, args] of Object.entries(RUNS)) {
    const { exitCode } = await runCli([...args, '--out', join(home, name)]);
    expect(exitCode).toBe(0);
  }
}, 60_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

type Name = keyof typeof RUNS;

/** A copy of a whole run, whose journal is of the folder of whoever resumes it. */
function copyOf(
  name: Name,
  to: string,
  change: (lines: readonly JournalLine[]) => readonly JournalLine[],
): void {
  cpSync(join(home, name), to, { recursive: true });
  rmSync(join(to, 'results.json'));
  const journal = join(to, 'journal.ndjson');
  const lines = readFileSync(journal, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalLine);
  const dead = { pid: 2 ** 22 + 5, start: '1', boot: null, space: null };
  const moved = lines.map((line) =>
    line.kind === 'run'
      ? {
          ...line,
          folder: join(to, '..'),
          owner: { ...line.owner, ...dead, boot: line.owner.boot, space: line.owner.space },
        }
      : line,
  );
  writeFileSync(
    journal,
    change(moved)
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
  );
}

const resultIn = (folder: string): RunResult => {
  const read = readResults(join(folder, 'results.json'));
  if (!read.ok) throw new Error(read.failure.cause);
  return read.value;
};

function recovered(
  change: (lines: readonly JournalLine[]) => readonly JournalLine[],
  name: Name,
  damage = (_: string): void => {},
): RunResult {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-copy-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  copyOf(name, join(folder, 'here'), change);
  damage(join(folder, 'here'));
  const found = recoverRun(join(folder, 'here'), scenarios);
  if (!found.ok) throw new Error(found.failure.cause);
  return found.value;
}

const all = (lines: readonly JournalLine[]): readonly JournalLine[] => lines;

test.each(['check', 'run'] as const)(
  'the journal of a whole %s gives the very cells, comparisons and calibration that were written',
  (name) => {
    const [made, written] = [recovered(all, name), resultIn(join(home, name))];
    for (const part of ['cells', 'comparisons', 'changes', 'calibration', 'runtimes', 'scenarios'] as const)
      expect(JSON.parse(JSON.stringify(made[part] ?? null))).toEqual(written[part] ?? null);
    expect([made.run.complete, made.run.interrupted, made.exit.code]).toEqual([false, true, 130]);
  },
);

test('what is not in the journal is missing, by cell', () => {
  const { run, exit } = recovered((lines) => lines.slice(0, 3), 'check');
  const missing = run.recovered?.missing.reduce((sum, { invocations }) => sum + invocations, 0);
  expect([run.recovered?.invocations, missing]).toEqual([1, 7]);
  expect(exit.reasons.map(({ code }) => code)).toContain('EL3004');
});

test('a sidecar that is gone or torn costs its own invocation, and what was torn is told', () => {
  const ids: string[] = [];
  const { run, cells } = recovered(
    (lines) => {
      ids.push(...lines.flatMap((line) => (line.kind === 'invocation' ? [line.record.id] : [])));
      return lines;
    },
    'run',
    (folder) => {
      rmSync(join(folder, 'samples', `${ids[0]}.evsg`));
      truncateSync(join(folder, 'samples', `${ids[1]}.evsg`), 40);
      appendFileSync(join(folder, 'journal.ndjson'), '{"kind":"invoc');
    },
  );
  expect(run.recovered?.troubles).toEqual([
    expect.stringContaining('the last one, was cut off'),
    expect.stringContaining(`${ids[0]} was left out`),
    expect.stringContaining(`${ids[1]} was left out`),
  ]);
  const proved = cells.reduce((sum, { invocations }) => sum + invocations.proved, 0);
  expect(proved).toBe(ids.length - 2);
});

const resume = (
  name: Name,
  change: (lines: readonly JournalLine[]) => readonly JournalLine[],
  damage: (folder: string) => void = () => {},
): Promise<CalledHere> =>
  callBuilt([name, '--resume', 'here'], {
    before(directory) {
      copyOf(name, join(directory, 'here'), change);
      damage(join(directory, 'here'));
    },
  });

test.each(['check', 'run'] as const)(
  'a %s that lost its second half ends as the whole one did',
  async (name) => {
    const called = await resume(name, (lines) => lines.slice(0, Math.ceil(lines.length / 2)));
    expect([called.exitCode, called.stderr]).toEqual([0, expect.stringContaining('Resumed:')]);
    const [result, whole] = [resultIn(join(called.directory, 'here')), resultIn(join(home, name))];
    expect([result.run.complete, result.run.id, result.run.seed]).toEqual([
      true,
      whole.run.id,
      whole.run.seed,
    ]);
    expect(result.run.resumedAt).toHaveLength(1);
    const verdicts = ({ cells }: RunResult): unknown =>
      cells.map(({ id, verdict, invocations }) => [id, verdict, invocations]);
    expect(verdicts(result)).toEqual(verdicts(whole));
    expect(existsSync(join(called.directory, 'here', 'resumed.lock'))).toBe(false);
  },
);

test('processes of one repetition do the same work, whichever of them was killed', async () => {
  const called = await resume('check', (lines) => lines.slice(0, 3));
  expect(called.exitCode).toBe(0);
  const journal = readFileSync(join(called.directory, 'here', 'journal.ndjson'), 'utf8')
    .trimEnd()
    .split('\n');
  const records = journal.flatMap((line) => {
    const value = JSON.parse(line) as JournalLine;
    return value.kind === 'invocation' ? [value.record] : [];
  });
  const [first, ...rest] = records;
  const twin = rest.find(
    ({ cell, repetition }) => cell.subject === first?.cell.subject && repetition === first.repetition,
  );
  expect([twin?.nonce, twin?.secret]).toEqual([first?.nonce, first?.secret]);
});

const withSources =
  (name: string) =>
  (lines: readonly JournalLine[]): readonly JournalLine[] =>
    lines
      .slice(0, 3)
      .map((line) =>
        line.kind === 'run' ? { ...line, sources: { ...line.sources, [name]: 'else' } } : line,
      );

test.each([
  'the version of evenloop',
  'the code of evenloop',
  'the runtime node',
  'the runner python',
  'the scenario timers.sleep_loop',
  'the machine',
])('a run is not resumed where %s changed', async (name) => {
  const { exitCode, stderr, directory } = await resume('check', withSources(name));
  expect([exitCode, stderr]).toEqual([
    2,
    expect.stringContaining(`EL1015: ${join(directory, 'here')} cannot be resumed: ${name} changed`),
  ]);
  expect(readFileSync(join(directory, 'here', 'journal.ndjson'), 'utf8')).not.toContain('"resumed"');
});

test('a run that is whole, that somebody works on, or that was begun elsewhere is not resumed', async () => {
  const whole = await resume('check', all, (folder) =>
    cpSync(join(home, 'check', 'results.json'), join(folder, 'results.json')),
  );
  expect([whole.exitCode, whole.stderr]).toEqual([2, expect.stringContaining('it is whole')]);
  const { pid } = process;
  const living = await resume('check', (lines) =>
    lines.map((line) =>
      line.kind === 'run' ? { ...line, owner: { ...line.owner, pid, start: null } } : line,
    ),
  );
  expect([living.exitCode, living.stderr]).toEqual([
    2,
    expect.stringContaining(`process ${pid} still works on it`),
  ]);
  const elsewhere = await resume('check', (lines) =>
    lines.map((line) => (line.kind === 'run' ? { ...line, folder: '/elsewhere' } : line)),
  );
  expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([
    2,
    expect.stringContaining('it was begun in /elsewhere'),
  ]);
});

test('history takes a killed run, and leaves out what is none', async () => {
  const called = await callBuilt(['history', 'runs', '--json'], {
    before(directory) {
      copyOf('run', join(directory, 'runs', 'a'), all);
      writeFileSync(join(directory, 'runs', 'note.txt'), '');
    },
  });
  expect([called.exitCode, called.stderr]).toEqual([0, expect.stringContaining('note.txt is left out')]);
  expect(called.stdout).toContain(resultIn(join(home, 'run')).run.id);
});
