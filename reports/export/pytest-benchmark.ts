// A run as the JSON of pytest-benchmark, for `pytest-benchmark compare`: times in seconds an operation, one round an invocation.
import type { RunResult } from '../../harness/contract/result.ts';
import { mean, variance } from '../../harness/stats/mean.ts';
import { median } from '../../harness/stats/median.ts';
import { quantile } from '../../harness/stats/quantile.ts';
import { coverageOf } from './coverage.ts';
import { invocationValues, ratioValues } from './measured-values.ts';
import type { MeasuredValue } from './measured-values.ts';

export interface PytestReport {
  readonly machine_info: Readonly<Record<string, unknown>>;
  readonly commit_info: Readonly<Record<string, unknown>>;
  readonly benchmarks: readonly PytestEntry[];
  readonly datetime: string;
  readonly version: string;
}

interface PytestEntry {
  readonly group: string;
  readonly name: string;
  readonly fullname: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly param: string;
  readonly extra_info: Readonly<Record<string, unknown>>;
  readonly options: Readonly<Record<string, unknown>>;
  readonly stats: Readonly<Record<string, unknown>>;
}

/** The version of pytest-benchmark whose file this is like. */
const FORMAT_VERSION = '5.3.1';

export function pytestBenchmarkOf(result: RunResult): PytestReport {
  const { run, environment, runtimes } = result;
  const { whole, sentence } = coverageOf(result);
  const values = ratioValues(result).filter(
    (one) => one.metric.unit === 'ns' && invocationValues(one).length > 0,
  );
  return {
    machine_info: {
      system: environment.platform,
      release: environment.kernel,
      cpu: { brand_raw: environment.cpuModel, count: environment.logicalCpus },
      runtimes: Object.fromEntries(runtimes.map(({ id, version }) => [id, version])),
      evenloop: { run: run.id, whole, coverage: sentence },
    },
    commit_info: run.commit === null ? {} : { id: run.commit },
    benchmarks: values.map(entryOf),
    datetime: run.finishedAt,
    version: FORMAT_VERSION,
  };
}

/** Rows of one group are compared with each other: subjects of one scenario, set and metric. */
function entryOf(one: MeasuredValue): PytestEntry {
  const { cell, metric, name } = one;
  return {
    group: `${cell.scenario} ${cell.set} ${metric.id}`,
    name: `${name} ${metric.id}`,
    fullname: `${name} ${metric.id}`,
    params: { subject: cell.subject },
    param: cell.subject,
    extra_info: { title: metric.title, params: cell.params },
    options: {},
    stats: statsOf(invocationValues(one).map((value) => value / 1e9)),
  };
}

function statsOf(times: readonly number[]): Readonly<Record<string, unknown>> {
  const sorted = times.toSorted((a, b) => a - b);
  const [q1, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
  const [centre, stddev] = [mean(times), times.length < 2 ? 0 : Math.sqrt(variance(times))];
  const [low, high] = [q1 - 1.5 * (q3 - q1), q3 + 1.5 * (q3 - q1)];
  const beyond = (isOut: (time: number) => boolean): number => times.filter(isOut).length;
  const mild = beyond((time) => Math.abs(time - centre) > stddev);
  const far = beyond((time) => time < low || time > high);
  return {
    min: sorted[0],
    max: sorted.at(-1),
    mean: centre,
    stddev,
    rounds: times.length,
    median: median(times),
    iqr: q3 - q1,
    q1,
    q3,
    iqr_outliers: far,
    stddev_outliers: mild,
    outliers: `${mild};${far}`,
    ld15iqr: sorted.find((time) => time >= low),
    hd15iqr: sorted.findLast((time) => time <= high),
    ops: centre > 0 ? 1 / centre : 0,
    total: times.reduce((sum, time) => sum + time, 0),
    iterations: 1,
    data: times,
  };
}
