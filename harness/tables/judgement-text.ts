// A judgement of pairs as text: a row per interim analysis, then the verdict, its reason and further facts.
import { formatRatio, formatRatioInterval } from '../../reports/words/format.ts';
import { COMPARISON_WORDS } from '../../reports/words/verdict-words.ts';
import type { Look, MetricLook, PairsJudgement } from '../contract/pairs.ts';
import { visibleIn } from '../contract/visible-text.ts';
import { renderTable } from './table.ts';
import type { Column, Row } from './table.ts';
import type { Paint } from './colour.ts';
import { painted } from './verdict-table.ts';
import { wrapped } from './wrap.ts';

const COLUMNS: readonly Column[] = [
  { title: 'pairs', align: 'right', priority: 0 },
  { title: 'slice median', align: 'right', priority: 0 },
  { title: '', align: 'left', priority: 1 },
  { title: 'CPU mean', align: 'right', priority: 0 },
  { title: '', align: 'left', priority: 1 },
  { title: '', align: 'left', priority: 0 },
];

export function judgementText(
  judged: PairsJudgement,
  { columns, paintOut }: { readonly columns: number; readonly paintOut: Paint },
): string {
  const judgement = visibleIn(judged);
  const { cell, looks, verdict, reason, warnings } = judgement;
  const table = looks.length === 0 ? [] : renderTable(COLUMNS, looks.map(rowOf), columns, paintOut);
  const { glyph, word } = COMPARISON_WORDS[verdict];
  return [
    ...(cell === '' ? [] : [paintOut('bold', cell)]),
    ...table,
    ...wrapped(unbroken(`${glyph} ${word}: ${reason}.`), columns),
    ...factsOf(judgement).flatMap((line) => wrapped(line, columns)),
    ...warnings.flatMap((warning) => wrapped(unbroken(`Note: ${warning}.`), columns)),
  ].join('\n');
}

function rowOf({ pairs, sliceMedian, cpuMean, verdict }: Look): Row {
  return [
    String(pairs),
    ...ratioCells(sliceMedian),
    ...ratioCells(cpuMean),
    painted(COMPARISON_WORDS[verdict]),
  ];
}

function ratioCells(metric: MetricLook | null): readonly [string, string] {
  if (metric === null) return ['', ''];
  const { ratio, low, high } = metric;
  return [formatRatio(ratio, low, high), formatRatioInterval(ratio, low, high)];
}

function factsOf({ detectable, positionBias, pairsUsed, pairsGiven, anyTime }: PairsJudgement): string[] {
  const used = pairsUsed === 0 ? [] : [`${pairsUsed} of ${pairsGiven} pairs were used.`];
  const smallest =
    detectable === null
      ? []
      : [`The smallest slowdown that these pairs could detect is ${formatRatio(detectable, 1, detectable)}.`];
  const bias =
    positionBias === null
      ? []
      : [
          `The side that was started first took ${formatRatio(positionBias.ratio, positionBias.low, positionBias.high)} ${formatRatioInterval(positionBias.ratio, positionBias.low, positionBias.high)} as long.`,
        ];
  const open =
    anyTime === null
      ? []
      : [
          `Anytime-valid, after ${anyTime.pairs} pairs: ${COMPARISON_WORDS[anyTime.verdict].word}, slice median ${ratioCells(anyTime.sliceMedian).join(' ')}.`,
        ];
  return [...used, ...smallest, ...bias, ...open];
}

/** A line must not end between a number and its unit. */
function unbroken(text: string): string {
  return text.replaceAll(' %', '\u00a0%');
}
