// A run as OpenMetrics text. Only gauges and no times, so that the same bytes are a Prometheus text file too.
import type { RunResult } from '../../harness/contract/result.ts';
import { runtimeOf } from '../words/view.ts';
import { measuredValues } from './measured-values.ts';
import type { MeasuredValue } from './measured-values.ts';

type Labels = Readonly<Record<string, string>>;

interface Sample {
  readonly labels: Labels;
  readonly value: number;
}

interface Family {
  readonly name: string;
  /** The suffix of the name, or null. */
  readonly unit: string | null;
  readonly help: string;
  readonly samples: readonly Sample[];
}

export function openMetricsOf(result: RunResult): string {
  const families = [
    runFamily(result),
    meaningFamily(result),
    endFamily(result),
    ...valueFamilies(result),
    ...ratioFamilies(result),
    modeFamily(result),
  ];
  const lines = families.filter(({ samples }) => samples.length > 0).flatMap(familyLines);
  return [...lines, '# EOF', ''].join('\n');
}

function runFamily({ run, tool, environment }: RunResult): Family {
  const labels = {
    run: run.id,
    profile: run.profile,
    commit: run.commit ?? '',
    reference: run.reference,
    version: tool.version,
    machine: environment.cpuModel,
  };
  return {
    name: 'evenloop_run',
    unit: null,
    help: 'The run from which these values are.',
    samples: [{ labels, value: 1 }],
  };
}

function meaningFamily({ cells }: RunResult): Family {
  return {
    name: 'evenloop_conforms',
    unit: null,
    help: '1 where every invocation of the cell kept its contract.',
    samples: cells
      .filter(({ side, verdict }) => side === 'head' && verdict !== 'unsupported')
      .map(({ scenario, set, subject, verdict }) => ({
        labels: { scenario, set, subject },
        value: verdict === 'equivalent' ? 1 : 0,
      })),
  };
}

/** Why a cell does not conform: a number to alarm on that a stopped run does not raise. */
function endFamily({ cells }: RunResult): Family {
  return {
    name: 'evenloop_invocations',
    unit: null,
    help: 'Invocations of a cell by how they ended; a cell conforms only where all that ended are proved.',
    samples: cells
      .filter(({ side, verdict }) => side === 'head' && verdict !== 'unsupported')
      .flatMap(({ scenario, set, subject, invocations }) =>
        ENDS.flatMap((end) => {
          const value = invocations[end];
          return value === undefined ? [] : [{ labels: { scenario, set, subject, end }, value }];
        }),
      ),
  };
}

const ENDS = ['proved', 'diverged', 'failed', 'unsupported'] as const;

/** Only for bimodal cells, whose median needs this warning. */
function modeFamily({ cells }: RunResult): Family {
  return {
    name: 'evenloop_mode_share',
    unit: null,
    help: 'Share of the processes of a cell that gather around one of two values.',
    samples: cells
      .filter(({ side, modes = [] }) => side === 'head' && modes.length > 1)
      .flatMap(({ scenario, set, subject, modes = [] }) =>
        modes.map(({ share, pageFaults }, mode) => ({
          labels: {
            scenario,
            set,
            subject,
            mode: String(mode + 1),
            ...(pageFaults === undefined ? {} : { page_faults: pageFaults.toFixed(1) }),
          },
          value: share,
        })),
      ),
  };
}

/** Units of Prometheus: seconds and bytes. Others keep their number, and stand in the name. */
const UNITS: Readonly<Record<string, { readonly suffix: string; readonly parts: number }>> = {
  ns: { suffix: 'seconds', parts: 1e9 },
  bytes: { suffix: 'bytes', parts: 1 },
  'operations/s': { suffix: 'operations_per_second', parts: 1 },
};

function valueFamilies(result: RunResult): Family[] {
  const groups = new Map<string, MeasuredValue[]>();
  for (const one of measuredValues(result)) {
    const key = nameOf(`${one.metric.id}_${unitOf(one).suffix}`);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups].map(([name, members]) => ({
    name,
    unit: members[0] === undefined ? null : unitOf(members[0]).suffix,
    help: 'Median over invocations.',
    samples: members.map((one) => ({
      labels: labelsOf(one, result),
      value: one.measurement.value / unitOf(one).parts,
    })),
  }));
}

function unitOf({ metric }: MeasuredValue): { readonly suffix: string; readonly parts: number } {
  return UNITS[metric.unit] ?? { suffix: metric.unit.replace(/[^A-Za-z0-9]+/g, '_').toLowerCase(), parts: 1 };
}

function labelsOf({ cell }: MeasuredValue, { runtimes }: RunResult): Labels {
  const { scenario, set, subject } = cell;
  const runtime = runtimeOf(subject);
  const version = runtimes.find(({ id }) => id === runtime)?.version ?? '';
  return { scenario, set, subject, runtime, runtime_version: version };
}

function ratioFamilies({ comparisons }: RunResult): Family[] {
  const ratios = comparisons.filter(({ scale, estimate }) => scale === 'ratio' && estimate !== null);
  const bounds = [
    ['evenloop_to_reference', 'Subject over reference.', 'estimate'],
    ['evenloop_to_reference_low', 'Lower end of the interval of that ratio.', 'low'],
    ['evenloop_to_reference_high', 'Upper end of the interval of that ratio.', 'high'],
  ] as const;
  return bounds.map(([name, help, bound]) => ({
    name,
    unit: null,
    help,
    samples: ratios.flatMap((ratio) => {
      const { scenario, set, metric, subject, reference, verdict } = ratio;
      const value = ratio[bound];
      const labels = { scenario, set, metric, subject, reference, verdict };
      return value === null ? [] : [{ labels, value }];
    }),
  }));
}

function familyLines({ name, unit, help, samples }: Family): string[] {
  return [
    `# TYPE ${name} gauge`,
    ...(unit === null ? [] : [`# UNIT ${name} ${unit}`]),
    `# HELP ${name} ${help}`,
    ...samples.map(({ labels, value }) => `${name}${labelText(labels)} ${value}`),
  ];
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return `{${parts.join(',')}}`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"').replaceAll('\r', ' ');
}

function nameOf(metric: string): string {
  return `evenloop_${metric.replace(/[^A-Za-z0-9]+/g, '_').toLowerCase()}`;
}
