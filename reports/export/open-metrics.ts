// A run as OpenMetrics text: what the run is, what each cell means, its values, its comparisons.
import { groupedBy } from '../../harness/contract/grouped.ts';
import type { Cell, RunResult } from '../../harness/contract/result.ts';
import { medianInterval } from '../../harness/stats/median-interval.ts';
import { runtimeOf } from '../words/view.ts';
import { comparisonFamilies } from './comparison-families.ts';
import { coverageOf } from './coverage.ts';
import { invocationValues, measuredValues } from './measured-values.ts';
import type { MeasuredValue } from './measured-values.ts';
import { familiesText, stateSamples, unitOf, wordOf } from './metric-families.ts';
import type { Family, Labels } from './metric-families.ts';

export function openMetricsOf(result: RunResult): string {
  return familiesText([
    ...runFamilies(result),
    conformsFamily(result),
    verdictFamily(result),
    endFamily(result),
    metricFamily(result),
    ...valueFamilies(result),
    ...comparisonFamilies(result),
    modeFamily(result),
  ]);
}

function runFamilies(result: RunResult): Family[] {
  const { run, tool, environment, runtimes, exit } = result;
  const { asked, measured, whole } = coverageOf(result);
  const labels = {
    run: run.id,
    profile: run.profile,
    commit: run.commit ?? '',
    reference: run.reference,
    version: tool.version,
    machine: environment.cpuModel,
  };
  const one = (name: string, help: string, value: number, unit: string | null = null): Family => ({
    name,
    unit,
    help,
    samples: [{ labels: {}, value }],
  });
  return [
    { ...one('evenloop_run', 'The run from which these values are.', 1), samples: [{ labels, value: 1 }] },
    one('evenloop_run_whole', '1 where everything that was asked for ran and has numbers.', whole ? 1 : 0),
    one('evenloop_run_interrupted', '1 where the run was stopped from outside.', run.interrupted ? 1 : 0),
    one('evenloop_run_exit_code', 'The code with which the run ended.', exit.code),
    one(
      'evenloop_run_end_timestamp_seconds',
      'When the run ended, in seconds since 1970.',
      Date.parse(run.finishedAt) / 1000,
      'seconds',
    ),
    {
      name: 'evenloop_run_cells',
      unit: null,
      help: 'Cells that were to have numbers, and those that have.',
      samples: [
        { labels: { state: 'asked' }, value: asked },
        { labels: { state: 'measured' }, value: measured },
      ],
    },
    {
      name: 'evenloop_runtime',
      unit: null,
      help: 'The version of each runtime: join it by the label runtime.',
      samples: runtimes.map(({ id, version }) => ({ labels: { runtime: id, version }, value: 1 })),
    },
  ];
}

/** What an alarm may be raised on: 0 is a divergence, and nothing else. */
const CONFORMS: Readonly<Partial<Record<Cell['verdict'], number>>> = {
  equivalent: 1,
  divergent: 0,
  'stale-divergence': 0,
};

function conformsFamily({ cells }: RunResult): Family {
  return {
    name: 'evenloop_conforms',
    unit: null,
    help: '1 where the cell kept its contract, 0 where it broke it; absent where that was not found out, or is known.',
    samples: cells.filter(isHead).flatMap((cell) => {
      const value = CONFORMS[cell.verdict];
      return value === undefined ? [] : [{ labels: placeOf(cell), value }];
    }),
  };
}

const VERDICTS: readonly Cell['verdict'][] = [
  'equivalent',
  'divergent',
  'known-divergence',
  'stale-divergence',
  'unsupported',
  'inconclusive',
  'failed',
];

function verdictFamily({ cells }: RunResult): Family {
  return {
    name: 'evenloop_conformance',
    unit: null,
    help: '1 for the verdict of the cell, 0 for each other verdict.',
    samples: cells
      .filter(isHead)
      .flatMap((cell) => stateSamples('verdict', VERDICTS, cell.verdict, placeOf(cell))),
  };
}

const isHead = ({ side }: Cell): boolean => side === 'head';
const placeOf = ({ scenario, set, subject }: Cell): Labels => ({ scenario, set, subject });

const ENDS = ['planned', 'proved', 'diverged', 'failed', 'unsupported', 'notRun'] as const;

function endFamily({ cells }: RunResult): Family {
  return {
    name: 'evenloop_invocations',
    unit: null,
    help: 'Invocations of a cell by how they ended, beside those that were planned; a cell conforms only where all that ended are proved.',
    samples: cells.filter(isHead).flatMap((cell) =>
      ENDS.flatMap((end) => {
        const value = cell.invocations[end];
        return value === undefined
          ? []
          : [{ labels: { ...placeOf(cell), end: end === 'notRun' ? 'not_run' : end }, value }];
      }),
    ),
  };
}

/** The same id stands for a lateness in one scenario and for a round trip in another. */
function metricFamily({ scenarios }: RunResult): Family {
  return {
    name: 'evenloop_metric',
    unit: null,
    help: 'What a metric is in a scenario: join it by the labels scenario and metric.',
    samples: scenarios.flatMap(({ id, operation, metrics }) =>
      metrics.map((metric) => ({
        labels: {
          scenario: id,
          metric: metric.id,
          title: metric.title,
          operation,
          better: metric.better,
          scale: metric.scale,
          primary: String(metric.primary),
        },
        value: 1,
      })),
    ),
  };
}

/** Of each metric and unit: the values, and the ends of their intervals. */
function valueFamilies(result: RunResult): Family[] {
  const groups = groupedBy(measuredValues(result), ({ metric }) =>
    JSON.stringify([wordOf(metric.id), unitOf(metric.unit)]),
  );
  return [...groups.values()].flatMap((members) => {
    const [first] = members;
    return first === undefined ? [] : familiesOf(first.metric, members);
  });
}

function familiesOf({ id, unit }: MeasuredValue['metric'], members: readonly MeasuredValue[]): Family[] {
  const { suffix, parts } = unitOf(unit);
  const family = (
    end: string,
    help: string,
    valueOf: (one: MeasuredValue) => number | undefined,
  ): Family => ({
    name: `evenloop_${wordOf(id)}${end}_${suffix}`,
    unit: suffix,
    help: `${help} ${id}; evenloop_metric says what it is in each scenario.`,
    samples: members.flatMap((one) => {
      const value = valueOf(one);
      return value === undefined ? [] : [{ labels: labelsOf(one), value: value / parts }];
    }),
  });
  const interval = (one: MeasuredValue) => medianInterval(invocationValues(one));
  return [
    family('', 'Median over invocations of the metric', ({ measurement }) => measurement.value),
    family('_interval_low', 'Lower end of the 95 % interval of the median of', (one) => interval(one)?.low),
    family('_interval_high', 'Upper end of the 95 % interval of the median of', (one) => interval(one)?.high),
  ];
}

function labelsOf({ cell }: MeasuredValue): Labels {
  return { ...placeOf(cell), runtime: runtimeOf(cell.subject) };
}

/** Only for bimodal cells, whose median needs this warning. */
function modeFamily({ cells }: RunResult): Family {
  return {
    name: 'evenloop_mode_share',
    unit: null,
    help: 'Share of the processes of a cell that gather around one of two values.',
    samples: cells
      .filter((cell) => isHead(cell) && (cell.modes ?? []).length > 1)
      .flatMap((cell) =>
        (cell.modes ?? []).map(({ share, pageFaults }, mode) => ({
          labels: {
            ...placeOf(cell),
            mode: String(mode + 1),
            ...(pageFaults === undefined ? {} : { page_faults: pageFaults.toFixed(1) }),
          },
          value: share,
        })),
      ),
  };
}
