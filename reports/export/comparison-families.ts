// Comparisons with the reference as families of OpenMetrics: ratios, differences in their unit, and the verdict beside them.
import { groupedBy } from '../../harness/contract/grouped.ts';
import type { Comparison, RunResult } from '../../harness/contract/result.ts';
import { stateSamples, unitOf } from './metric-families.ts';
import type { Family, Labels } from './metric-families.ts';

const VERDICTS: readonly Comparison['verdict'][] = ['faster', 'slower', 'same', 'unclear', 'not-comparable'];

const BOUNDS = [
  ['estimate', '', ''],
  ['low', '_low', 'Lower end of the interval: '],
  ['high', '_high', 'Upper end of the interval: '],
] as const;

export function comparisonFamilies(result: RunResult): Family[] {
  const { comparisons } = result;
  const ratios = comparisons.filter(({ scale }) => scale === 'ratio');
  return [
    ...BOUNDS.map(([bound, end, about]) => ({
      name: `evenloop_to_reference${end}`,
      unit: null,
      help: `${about}subject over reference.`,
      samples: samplesOf(ratios, bound, 1),
    })),
    ...differenceFamilies(result),
    {
      name: 'evenloop_comparison',
      unit: null,
      help: '1 for the verdict of the comparison, 0 for each other verdict.',
      samples: comparisons.flatMap((one) => stateSamples('verdict', VERDICTS, one.verdict, labelsOf(one))),
    },
  ];
}

function differenceFamilies({ comparisons, scenarios }: RunResult): Family[] {
  const units = new Map(
    scenarios.flatMap(({ id, metrics }) => metrics.map((metric) => [`${id}\0${metric.id}`, metric.unit])),
  );
  const differences = comparisons.filter(({ scale }) => scale === 'difference');
  const groups = groupedBy(differences, ({ scenario, metric }) => units.get(`${scenario}\0${metric}`) ?? '');
  return [...groups].flatMap(([unit, members]) => {
    const { suffix, parts } = unitOf(unit);
    return unit === ''
      ? []
      : BOUNDS.map(([bound, end, about]) => ({
          name: `evenloop_minus_reference${end}_${suffix}`,
          unit: suffix,
          help: `${about}subject minus reference.`,
          samples: samplesOf(members, bound, parts),
        }));
  });
}

function samplesOf(rows: readonly Comparison[], bound: 'estimate' | 'low' | 'high', parts: number) {
  return rows.flatMap((row) => {
    const value = row[bound];
    return value === null ? [] : [{ labels: labelsOf(row), value: value / parts }];
  });
}

/** Without the verdict: a line must not break where it changes. */
function labelsOf({ scenario, set, metric, subject, reference }: Comparison): Labels {
  return { scenario, set, metric, subject, reference };
}
