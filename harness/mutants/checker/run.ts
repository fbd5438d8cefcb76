// Runs the checker's own tests on a copy of the checker that is broken: a copy that passes them would go unnoticed.
import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CheckerMutant } from './catalogue.ts';

export interface CheckerOutcome {
  readonly id: string;
  readonly text: string;
  readonly caught: boolean;
  /** The first test that failed, or what is wrong with the attempt. */
  readonly by: string;
}

/** What the tests of the checker read. */
const COPIED = ['harness', 'scenarios', 'package.json', 'tsconfig.json', 'vitest.config.ts'];
const AT_A_TIME = 2;
const LIMIT_MS = 120_000;

/** The tests must pass on the unbroken copy: otherwise later failures prove nothing. */
export async function runCheckerMutants(
  packageRoot: string,
  mutants: readonly CheckerMutant[],
): Promise<readonly CheckerOutcome[]> {
  if (mutants.length === 0) return [];
  const tests = [...new Set(mutants.flatMap((mutant) => mutant.tests))];
  const unbroken = { id: 'K0', text: 'is not broken at all', edits: [], tests };
  const base = await attempt(packageRoot, unbroken);
  const start: CheckerOutcome = {
    ...base,
    caught: !base.caught,
    by: base.caught ? base.by : 'its tests pass',
  };
  if (base.caught) return [start];
  const outcomes: CheckerOutcome[] = [];
  const left = mutants.values();
  const job = async (): Promise<void> => {
    for (const mutant of left) outcomes.push(await attempt(packageRoot, mutant));
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, job));
  const order = new Map(mutants.map(({ id }, index) => [id, index]));
  return [start, ...outcomes.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0))];
}

async function attempt(packageRoot: string, mutant: CheckerMutant): Promise<CheckerOutcome> {
  const { id, text, tests } = mutant;
  const copy = await mkdtemp(join(tmpdir(), 'evenloop-checker-'));
  try {
    await Promise.all(
      COPIED.map((name) => cp(join(packageRoot, name), join(copy, name), { recursive: true })),
    );
    await symlink(join(packageRoot, 'node_modules'), join(copy, 'node_modules'));
    const objection = await breakIt(copy, mutant);
    if (objection !== null) return { id, text, caught: false, by: objection };
    const failed = await firstFailure(copy, tests);
    return { id, text, caught: failed !== null, by: failed ?? `${tests.join(', ')} pass all the same` };
  } finally {
    await rm(copy, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** What is wrong with the edits, or null. */
async function breakIt(copy: string, { edits }: CheckerMutant): Promise<string | null> {
  for (const { file, from, to } of edits) {
    const path = join(copy, file);
    const parts = (await readFile(path, 'utf8')).split(from);
    if (parts.length !== 2) return `${file} has the text to change ${parts.length - 1} times, not once`;
    await writeFile(path, parts.join(to));
  }
  return null;
}

/** Its name, or null when all passed. */
async function firstFailure(copy: string, tests: readonly string[]): Promise<string | null> {
  const report = join(copy, 'report.json');
  const args = [
    join(copy, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--root',
    copy,
    '--reporter=json',
    `--outputFile=${report}`,
    ...tests,
  ];
  const status = await exitOf(args, copy);
  const text = await readFile(report, 'utf8').catch(() => '');
  if (status === 0) return null;
  return failedIn(text) ?? `vitest ended with ${status}`;
}

function exitOf(args: readonly string[], cwd: string): Promise<number | string> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, timeout: LIMIT_MS }, (error) =>
      resolve(error === null ? 0 : (error.code ?? error.signal ?? 'a failure')),
    );
  });
}

interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

function failedIn(text: string): string | null {
  if (text === '') return null;
  const report = JSON.parse(text) as Report;
  const failed = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  return (
    failed?.fullName ??
    report.testResults.find(({ message }) => message !== '')?.message.slice(0, 200) ??
    null
  );
}
