// A run as a pyperf suite: one benchmark a cell and metric, one run an invocation, for pyperf takes all values of a run as independent.
import type { RunResult } from '../../harness/contract/result.ts';
import { coverageOf } from './coverage.ts';
import { invocationValues, oneLine, ratioValues } from './measured-values.ts';

type Metadata = Readonly<Record<string, string | number>>;

export interface PyperfSuite {
  readonly version: '1.0';
  readonly metadata: Metadata;
  readonly benchmarks: readonly {
    readonly metadata: Metadata;
    readonly runs: readonly { readonly values: readonly number[] }[];
  }[];
}

/** Units that pyperf knows, and how much of ours is one of them. Rates have no unit there. */
const UNITS: Readonly<Record<string, readonly [string, number]>> = {
  ns: ['second', 1e9],
  bytes: ['byte', 1],
};

export function pyperfOf(result: RunResult): PyperfSuite {
  const benchmarks = ratioValues(result).flatMap((one) => {
    const [unit, parts] = UNITS[one.metric.unit] ?? [null, 1];
    const values = invocationValues(one).map((value) => value / parts);
    // pyperf refuses a whole file for one value that is not above zero.
    if (unit === null || values.length === 0 || values.some((value) => value <= 0)) return [];
    const metadata = { name: `${one.name} ${one.metric.id}`, unit, description: oneLine(one.metric.title) };
    return [{ metadata, runs: values.map((value) => ({ values: [value] })) }];
  });
  const { whole, sentence, asked } = coverageOf(result);
  const { run, tool, environment } = result;
  return {
    version: '1.0',
    metadata: {
      evenloop_tool: `${tool.name} ${tool.version}`,
      cpu_model_name: oneLine(environment.cpuModel),
      cpu_count: environment.logicalCpus,
      evenloop_run: oneLine(run.id),
      evenloop_whole: whole ? 'yes' : 'no',
      evenloop_coverage: oneLine(sentence),
      ...(run.commit === null ? {} : { evenloop_commit: oneLine(run.commit) }),
    },
    benchmarks: benchmarks.length === 0 ? [nothing(asked)] : benchmarks,
  };
}

/** pyperf refuses a suite without a benchmark. */
function nothing(asked: number): PyperfSuite['benchmarks'][number] {
  const metadata = { name: 'evenloop run: cells without numbers', unit: 'integer' };
  return { metadata, runs: [{ values: [Math.max(1, asked)] }] };
}
