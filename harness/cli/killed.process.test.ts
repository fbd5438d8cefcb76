// SIGKILL at any moment: what the journal has is reported, `--resume` ends in the same verdicts, and nothing is left behind.
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { scenarios } from '../../scenarios/index.ts';
import type { RunResult } from '../contract/result.ts';
import { isInterrupted } from '../run/stop.ts';
import { recoverRun } from '../orchestrate/recover/recover-run.ts';
import { readJournal } from '../store/read-journal.ts';
import { readResults } from '../store/results-file.ts';
import { seededUniforms } from '../testing/seeded-normals.ts';
import { again, startCli } from './testing/run-cli.ts';
import type { CliProcess } from './testing/run-cli.ts';

/** A handful here; `npm run test:kills` has 200. */
const KILLS = Number(process.env['EVENLOOP_KILLS'] ?? 6);
const SEED = Number(process.env['EVENLOOP_KILL_SEED'] ?? 20_261);

const SMALL = ['--scenario', 'timers.sleep_loop', '--subject', 'node/promises,python/coroutines'];
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  run: ['run', '--profile', 'smoke', '--repetitions', '3', ...SMALL, '--out', 'here'],
  check: ['check', '--repeat', '4', ...SMALL, '--out', 'here'],
  gate: [
    'gate',
    '--self-test',
    '--blocks',
    '6',
    '--gates',
    '0',
    '--scenario',
    'dispatch.turn',
    '--subject',
    'node/promises',
  ],
};
const NAMES = Object.keys(COMMANDS);

interface Whole {
  readonly verdicts: Readonly<Record<string, string>>;
  readonly lastedMs: number;
}
const whole = new Map<string, Whole>();
const tally = { killed: 0, beforeThePlan: 0, afterTheEnd: 0, journalled: 0, resumed: 0, folders: 0 };

/** How a run ends that nothing happens to. */
async function wholeOf(name: string): Promise<Whole> {
  const known = whole.get(name);
  if (known !== undefined) return known;
  const cli = begin(name);
  const beganMs = performance.now();
  const { exitCode, stderr } = await cli.ended;
  const lastedMs = performance.now() - beganMs;
  if (name !== 'gate') expect([exitCode, stderr]).toEqual([0, expect.not.stringMatching(/\bEL\d{4}\b/u)]);
  const found = { verdicts: name === 'gate' ? {} : verdictsOf(resultAt(cli)), lastedMs };
  whole.set(name, found);
  return found;
}

afterAll(() => {
  if (process.env['EVENLOOP_KILLS'] !== undefined) process.stderr.write(`${JSON.stringify(tally)}\n`);
});

const next = seededUniforms(SEED);
const kills = Array.from({ length: KILLS }, (_, i) => [i, NAMES[i % NAMES.length] ?? 'run', next()] as const);

test.each(kills)('kill %i of %s at %d of its time', { timeout: 300_000 }, async (_, name, share) => {
  const { lastedMs } = await wholeOf(name);
  const cli = begin(name);
  await Promise.race([cli.ended, sleep(share * lastedMs)]);
  cli.signal('SIGKILL');
  await cli.ended;
  tally.killed++;
  await expect.poll(() => cli.survivors(), { timeout: 5000 }).toEqual([]);
  tally.folders += leftOf(cli).length;
  if (name === 'gate') await again(cli, ['explain', 'T4']);
  else await reported(cli, name);
  expect([leftOf(cli), cli.survivors()]).toEqual([[], []]);
});

/** Report, then the rest of the run, then the same verdicts as of a run that nothing happened to. */
async function reported(cli: CliProcess, name: string): Promise<void> {
  const folder = join(cli.directory, 'here');
  if (existsSync(join(folder, 'results.json'))) {
    tally.afterTheEnd++;
    expect((await again(cli, ['report', 'here'])).exitCode).toBe(0);
    return;
  }
  const journal = readJournal(join(folder, 'journal.ndjson'));
  const report = await again(cli, ['report', 'here']);
  if (!journal.ok) {
    tally.beforeThePlan++;
    expect(report.exitCode).toBe(2);
    return;
  }
  expect(report.exitCode).toBe(0);
  expect(readFileSync(join(folder, 'report.html'), 'utf8').includes('EL3004')).toBe(true);
  const kept = journal.value.invocations.filter(({ record }) => !isInterrupted(record.outcome)).length;
  tally.journalled += kept;
  const recovered = recoverRun(folder, scenarios);
  expect(recovered.ok && recovered.value.run.recovered?.invocations).toBe(kept);
  const resumed = await again(cli, [name, '--resume', 'here']);
  expect([resumed.exitCode, resumed.stderr]).toEqual([0, expect.stringContaining('Resumed:')]);
  const result = resultAt(cli);
  expect([result.run.complete, verdictsOf(result)]).toEqual([true, (await wholeOf(name)).verdicts]);
  tally.resumed++;
}

function begin(name: string): CliProcess {
  const cli = startCli(COMMANDS[name] ?? [], {}, undefined, (directory) => {
    mkdirSync(join(directory, 'tmp'));
    return { TMPDIR: join(directory, 'tmp') };
  });
  return cli;
}

const leftOf = ({ directory }: CliProcess): readonly string[] => readdirSync(join(directory, 'tmp'));

function resultAt({ directory }: CliProcess): RunResult {
  const read = readResults(join(directory, 'here', 'results.json'));
  if (!read.ok) throw new Error(read.failure.cause);
  return read.value;
}

const verdictsOf = ({ cells }: RunResult): Readonly<Record<string, string>> =>
  Object.fromEntries(
    cells.map(({ id, verdict, invocations }) => [
      id,
      `${verdict} ${invocations.proved}/${invocations.planned}`,
    ]),
  );
