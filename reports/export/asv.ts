// A run as a results folder of asv (airspeed velocity): one benchmark a scenario, set and metric, with the subject as its parameter.
import { failure } from '../../harness/contract/failure.ts';
import type { Result } from '../../harness/contract/failure.ts';
import { groupedBy } from '../../harness/contract/grouped.ts';
import type { Cell, RunResult, ScenarioView } from '../../harness/contract/result.ts';
import { coverageOf } from './coverage.ts';
import { cutName } from './cut-name.ts';
import { fileWord } from './file-word.ts';
import { oneLine } from './measured-values.ts';

/** asv reads no folder of another version, and says so of results alone. */
const VERSION = { benchmarks: 2, results: 2, machine: 1 };

interface Series {
  readonly name: string;
  readonly unit: string;
  readonly type: 'time' | 'track';
  /** Of the benchmark: results of another are not drawn. */
  readonly version: string;
  readonly code: string;
  readonly subjects: readonly string[];
  /** Null: it was to have a number and has none. */
  readonly values: readonly (number | null)[];
}

/** EL4005 where the run belongs to no commit: asv places a result by nothing else. */
export function asvFiles(result: RunResult): Result<ReadonlyMap<string, string>> {
  const { run } = result;
  if (run.commit === null) {
    const cause = 'asv places results by their commit, and this run has none.';
    return { ok: false, failure: failure('EL4005', cause, 'Measure within a git repository.') };
  }
  const machine = machineOf(result);
  const series = [coverageSeries(result), ...valueSeries(result)];
  const files = {
    'benchmarks.json': {
      ...Object.fromEntries(series.map((one) => [one.name, describe(one)])),
      version: VERSION.benchmarks,
    },
    [`${machine.machine}/machine.json`]: machine,
    [`${machine.machine}/${run.commit.slice(0, 8)}-evenloop.json`]: {
      version: VERSION.results,
      commit_hash: run.commit,
      env_name: 'evenloop',
      date: Date.parse(run.startedAt),
      params: { machine: machine.machine },
      python: '',
      requirements: {},
      env_vars: {},
      durations: {},
      result_columns: ['result', 'params', 'version'],
      results: Object.fromEntries(series.map((one) => [one.name, [one.values, paramsOf(one), one.version]])),
    },
  };
  return {
    ok: true,
    value: new Map(
      Object.entries(files).map(([name, content]) => [name, `${JSON.stringify(content, null, 1)}\n`]),
    ),
  };
}

function machineOf({ environment }: RunResult) {
  const { cpuModel, logicalCpus, memoryBytes, platform, kernel } = environment;
  return {
    machine: fileWord(`${cpuModel} ${logicalCpus}`),
    arch: platform,
    cpu: cpuModel,
    num_cpu: String(logicalCpus),
    os: `${platform} ${kernel}`,
    ram: String(memoryBytes),
    version: VERSION.machine,
  };
}

/** A series is there whether it has numbers or not: a run that failed must not take the list of benchmarks away from the others. */
function valueSeries(result: RunResult): Series[] {
  const cells = result.cells.filter(({ side, verdict }) => side === 'head' && verdict !== 'unsupported');
  return result.scenarios.flatMap((scenario) => {
    const own = groupedBy(
      cells.filter((cell) => cell.scenario === scenario.id),
      ({ set }) => set,
    );
    return [...own].flatMap(([set, members]) =>
      scenario.metrics
        .filter(({ scale }) => scale === 'ratio')
        .map((metric) => seriesOf(scenario, metric, `${scenario.id} ${set} ${metric.id}`, members)),
    );
  });
}

function seriesOf(
  { version, summary }: ScenarioView,
  metric: ScenarioView['metrics'][number],
  name: string,
  cells: readonly Cell[],
): Series {
  const isTime = metric.unit === 'ns';
  return {
    name: wordsOf(oneLine(name)),
    unit: isTime ? 'seconds' : metric.unit,
    type: isTime ? 'time' : 'track',
    version: String(version),
    code: `${summary}\n${metric.title}`,
    subjects: cells.map(({ subject }) => subject),
    values: cells.map((cell) => valueOf(cell, metric.id, isTime ? 1e9 : 1)),
  };
}

function valueOf({ proof, measurements }: Cell, metric: string, parts: number): number | null {
  const value = measurements.find((one) => one.metric === metric)?.value;
  return proof === null || value === undefined ? null : value / parts;
}

function coverageSeries(result: RunResult): Series {
  const { missing } = coverageOf(result);
  return {
    name: 'evenloop.run.cells_without_numbers',
    unit: 'cells',
    type: 'track',
    version: '1',
    code: 'Cells that were to have numbers and have none: 0 in a whole run.',
    subjects: [],
    values: [missing],
  };
}

/** In bytes: asv makes a file of each. */
const LONGEST_NAME = 180;

/** Dots part the words of a name in asv's pages. */
function wordsOf(name: string): string {
  return cutName(name, LONGEST_NAME).replaceAll(' ', '.');
}

/** Parameters are named by what Python would print of them. */
function paramsOf({ subjects }: Series): string[][] {
  return subjects.length === 0 ? [] : [subjects.map((subject) => `'${subject}'`)];
}

function describe(one: Series) {
  const { name, unit, type, version, code } = one;
  const params = paramsOf(one);
  return {
    name,
    code,
    params,
    param_names: params.length === 0 ? [] : ['subject'],
    version,
    type,
    unit,
    timeout: 60,
  };
}
