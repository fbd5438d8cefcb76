// A run in the Common Test Report Format, as its reporters for pull requests and chats read it.
import type { RunResult } from '../../harness/contract/result.ts';
import { coverageOf } from './coverage.ts';
import { testCasesOf } from './test-cases.ts';
import type { TestCase } from './test-cases.ts';

/** The one that the format's own documentation shows; nothing of later ones is used. */
const SPEC_VERSION = '1.0.0';

export type CtrfStatus = 'passed' | 'failed' | 'skipped' | 'pending' | 'other';

export interface CtrfTest {
  /** The same in every run, and unique in one. */
  readonly testId: string;
  readonly name: string;
  readonly status: CtrfStatus;
  /** Whole milliseconds. */
  readonly duration: number;
  readonly suite: readonly string[];
  readonly type: string;
  readonly rawStatus: string;
  readonly message?: string;
  readonly trace?: string;
  readonly filePath?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly extra?: Readonly<Record<string, unknown>>;
}

export interface Ctrf {
  readonly reportFormat: 'CTRF';
  readonly specVersion: string;
  readonly runId: string;
  readonly timestamp: string;
  readonly generatedBy: string;
  readonly results: {
    readonly tool: { readonly name: string; readonly version: string };
    readonly summary: Readonly<
      Record<CtrfStatus | 'tests' | 'suites' | 'start' | 'stop' | 'duration', number>
    >;
    readonly tests: readonly CtrfTest[];
    readonly environment: Readonly<Record<string, unknown>>;
  };
}

export function ctrfOf(result: RunResult): Ctrf {
  const { tool, run } = result;
  const tests = testCasesOf(result).map(testOf);
  const count = (status: CtrfStatus): number => tests.filter((test) => test.status === status).length;
  const start = Date.parse(run.startedAt);
  const stop = Date.parse(run.finishedAt);
  return {
    reportFormat: 'CTRF',
    specVersion: SPEC_VERSION,
    runId: run.id,
    timestamp: new Date(stop).toISOString(),
    generatedBy: `${tool.name} ${tool.version}`,
    results: {
      tool: { name: tool.name, version: tool.version },
      summary: {
        tests: tests.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        suites: new Set(tests.map(({ suite }) => suite.join('.'))).size,
        start,
        stop,
        duration: stop - start,
      },
      tests,
      environment: environmentOf(result),
    },
  };
}

function testOf(one: TestCase): CtrfTest {
  const { suite, type, scenario, name, verdict, message, evidence, durationMs, cell } = one;
  return {
    testId: [suite, scenario, name].join(' '),
    name,
    status: statusOf(one),
    duration: Math.round(durationMs),
    suite: [suite, scenario],
    type,
    rawStatus: verdict,
    ...(message === '' ? {} : { message }),
    ...(evidence.length === 0 ? {} : { trace: evidence.join('\n') }),
    ...(cell === null ? {} : ofCell(cell)),
  };
}

/** What did not finish has failed; where nothing could be found out, nothing is known. */
function statusOf({ status, verdict }: TestCase): CtrfStatus {
  if (status === 'error') return verdict === 'inconclusive' ? 'other' : 'failed';
  return status;
}

function ofCell(cell: NonNullable<TestCase['cell']>): Pick<CtrfTest, 'filePath' | 'parameters' | 'extra'> {
  const { id, scenario, params, rules, proof, invocations, divergences = [], measurements } = cell;
  return {
    filePath: `scenarios/${scenario.replace('.', '/')}/scenario.ts`,
    parameters: params,
    extra: { evenloop: { cell: id, rules, proof, invocations, divergences, measurements } },
  };
}

function environmentOf(result: RunResult): Readonly<Record<string, unknown>> {
  const { run, tool, environment, runtimes, exit } = result;
  const { whole, sentence } = coverageOf(result);
  return {
    appName: tool.name,
    appVersion: tool.version,
    buildId: run.id,
    ...(run.commit === null ? {} : { commit: run.commit }),
    osPlatform: environment.platform,
    osRelease: environment.kernel,
    healthy: exit.code === 0,
    extra: {
      evenloop: {
        command: run.command,
        seed: run.seed,
        profile: run.profile,
        whole,
        coverage: sentence,
        exit,
        runtimes: runtimes.map(({ id, version }) => ({ id, version })),
      },
    },
  };
}
