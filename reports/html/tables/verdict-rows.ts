// The verdicts of this run as rows: for each parameter set every subject against the reference, by each primary metric.
import type { Sampling } from '../../../harness/contract/numbers.ts';
import type { Cell, Comparison } from '../../../harness/contract/result.ts';
import type { RowFacts } from '../charts/chart-data.ts';
import { didLess } from './did-less.ts';
import type { EffectGroup, EffectMetric, EffectRow } from './effect-table.ts';
import { formatSmallestSeen, formatValue, scaleFor } from '../../words/format.ts';
import type { Scale } from '../../words/format.ts';
import { anchor } from '../html.ts';
import { rounded } from '../charts/rounded.ts';
import { reasonOf } from '../../words/undecided-words.ts';
import { limitOf } from '../../words/limit.ts';
import { COMPARISON_WORDS, CONFORMANCE_WORDS } from '../../words/verdict-words.ts';
import type { BlockView, Metric, ReportView } from '../../words/view.ts';
import { isFlaky, measurementOf, modesOf, modesText } from '../../words/view.ts';

export interface VerdictRows {
  readonly groups: readonly EffectGroup[];
  /** By `place` of the rows. */
  readonly facts: readonly RowFacts[];
}

export function verdictRows(view: ReportView): VerdictRows {
  const facts: RowFacts[] = [];
  const groups = view.blocks
    .map((block) => group(view, block, facts))
    .filter((made) => made.metrics.length > 0);
  return { groups, facts };
}

function group(view: ReportView, block: BlockView, facts: RowFacts[]): EffectGroup {
  const made = block.scenario.metrics
    .filter((metric) => metric.primary)
    .map((metric) => effectMetric(view, block, metric))
    .filter(({ rows, metric }) => rows.length > 0 || metric.reference !== null);
  const places = placed(made, facts);
  const metrics = made.map(({ metric, rows }) =>
    Object.assign({}, metric, {
      rows: rows.map(({ row, fact }) => Object.assign({}, row, { place: places.get(fact) ?? null })),
    }),
  );
  const samplings = usedSamplings(block.cells);
  return {
    title: block.scenario.title,
    set: block.set,
    link: anchor('scenario', block.scenario.id),
    // Where all is measured alike, it is said once, above the table.
    sampling: usedSamplings(view.result.cells).length > 1 ? samplings.join(' and ') : '',
    metrics,
    ...limitsOf(view, block),
  };
}

/** Of the first primary metric; nothing where the run has no limit. */
function limitsOf({ result }: ReportView, { scenario, cells }: BlockView): Pick<EffectGroup, 'limits'> {
  const limit = limitOf(result);
  const metric = scenario.metrics.find(({ primary }) => primary);
  if (limit === null || metric === undefined) return {};
  const found = cells.flatMap((cell) => {
    const one = limit(cell, metric);
    return one === null ? [] : [[cell.subject, one] as const];
  });
  return { limits: new Map(found) };
}

export function usedSamplings(cells: readonly Cell[]): Sampling[] {
  return [...new Set(cells.flatMap((cell) => cell.sampling ?? []))].sort();
}

/** What all rows of one metric have in common. */
interface Context {
  readonly view: ReportView;
  readonly block: BlockView;
  readonly metric: Metric;
  readonly scale: Scale;
  readonly reference: Cell | undefined;
}

interface MadeMetric {
  readonly metric: Omit<EffectMetric, 'rows'>;
  readonly rows: readonly Made[];
}

/** The facts of one subject stand next to each other, its metrics in order: they are one line of the table. */
function placed(made: readonly MadeMetric[], facts: RowFacts[]): ReadonlyMap<RowFacts, number> {
  const places = new Map<RowFacts, number>();
  const own = made.flatMap(({ rows }) => rows.map(({ fact }) => fact));
  for (const subject of new Set(own.map((fact) => fact.subject)))
    for (const fact of own) {
      if (fact.subject !== subject) continue;
      places.set(fact, facts.length);
      facts.push(fact);
    }
  return places;
}

function effectMetric(view: ReportView, block: BlockView, metric: Metric): MadeMetric {
  const values = block.cells.flatMap((cell) => measurementOf(cell, metric.id)?.value ?? []);
  const own = view.comparisonsOf(block).filter((entry) => entry.metric === metric.id);
  const reference = block.cells.find((cell) => cell.subject === referenceOf(own, view));
  const context = { view, block, metric, scale: scaleFor(metric.unit, values), reference };
  const rows = [
    ...own.map((entry) => comparedRow(entry, context)),
    ...uncompared(block, own, reference).map((cell) => cellRow(cell, context)),
  ].sort(byNeed);
  return {
    metric: {
      ...metric,
      reference:
        reference === undefined || measurementOf(reference, metric.id) === undefined
          ? null
          : { subject: reference.subject, value: valueText(reference, context) },
    },
    rows,
  };
}

/** Where a scenario does not have the reference of the run, another subject stands in for it. */
function referenceOf(own: readonly Comparison[], { result }: ReportView): string {
  return own[0]?.reference ?? result.run.reference;
}

interface Made {
  readonly row: EffectRow;
  readonly fact: RowFacts;
}

function comparedRow(entry: Comparison, context: Context): Made {
  const { block, metric, reference } = context;
  const cell = block.cells.find((candidate) => candidate.subject === entry.subject);
  const { verdict, estimate, low, high } = entry;
  const guilty = cell?.verdict === 'equivalent' ? (reference ?? cell) : cell;
  const shown = verdict !== 'not-comparable' && estimate !== null && low !== null && high !== null;
  const less = shown && verdict === 'faster' ? didLess(cell, reference) : null;
  const row: EffectRow = {
    subject: entry.subject,
    verdict: COMPARISON_WORDS[verdict],
    effect: shown ? { estimate, low, high } : null,
    modes: modesOnAxis(cell, context),
    value: valueText(cell, context),
    seen: shown ? formatSmallestSeen(entry.detectable, metric) : '',
    pairs: entry.pairs,
    reason: less ?? (entry.reason === '' && !shown ? 'No number: see why' : reasonOf(entry)),
    evidence: shown || guilty === undefined ? null : evidenceOf(guilty),
    place: null,
  };
  return { row, fact: factOf(entry.subject, verdict, cell, context, shown ? entry : null) };
}

/** Cells that nothing was compared with: a missing reference, or a cell that failed before it had a number. */
function uncompared(block: BlockView, own: readonly Comparison[], reference: Cell | undefined): Cell[] {
  return block.cells.filter(
    (cell) =>
      cell.verdict !== 'unsupported' &&
      !own.some((entry) => entry.subject === cell.subject) &&
      (cell !== reference || cell.measurements.length === 0),
  );
}

function cellRow(cell: Cell, context: Context): Made {
  const row: EffectRow = {
    subject: cell.subject,
    verdict: CONFORMANCE_WORDS[cell.verdict],
    effect: null,
    modes: [],
    value: valueText(cell, context),
    seen: '',
    pairs: null,
    reason: cell.reason === '' ? 'It has nothing to be compared with.' : cell.reason,
    evidence: evidenceOf(cell),
    place: null,
  };
  return { row, fact: factOf(cell.subject, cell.verdict, cell, context, null) };
}

function factOf(
  subject: string,
  verdict: RowFacts['verdict'],
  cell: Cell | undefined,
  { view, block, metric, reference }: Context,
  shown: Comparison | null,
): RowFacts {
  const value = measurementOf(cell, metric.id)?.value;
  return {
    scenario: view.result.scenarios.indexOf(block.scenario),
    set: block.set,
    metric: metric.id,
    subject: view.subjects.indexOf(subject),
    verdict,
    cell: cell?.verdict ?? 'failed',
    estimate: rounded(shown?.estimate),
    low: rounded(shown?.low),
    high: rounded(shown?.high),
    scale: metric.scale,
    value: rounded(value),
    reference: reference === undefined ? null : view.subjects.indexOf(reference.subject),
    level: shown?.level ?? null,
    pairs: shown?.pairs ?? null,
    sampling: shown?.sampling ?? cell?.sampling ?? null,
    flaky: isFlaky(cell),
    bimodal: modesOf(cell).length > 1,
  };
}

/** Where the page shows why a cell has no number. */
export function evidenceOf(cell: Cell): string {
  if (cell.findings.length > 0) return anchor('findings', cell.id);
  if (cell.failures.length > 0) return anchor('failures', cell.id);
  return anchor('scenario', cell.scenario);
}

/** The modes of the first primary metric, against the value of the reference. */
function modesOnAxis(cell: Cell | undefined, { block, metric, reference }: Context): number[] {
  const base = measurementOf(reference, metric.id)?.value;
  const first = block.scenario.metrics.find((entry) => entry.primary);
  const modes = modesOf(cell);
  if (base === undefined || first !== metric || modes.length < 2) return [];
  return modes.map(({ value }) => (metric.scale === 'ratio' ? value / base : value - base));
}

function valueText(cell: Cell | undefined, { block, metric, scale }: Context): string {
  const found = measurementOf(cell, metric.id);
  if (found === undefined) return '\u2013';
  const first = block.scenario.metrics.find((entry) => entry.primary);
  const modes = first === metric ? modesOf(cell) : [];
  if (modes.length > 1) return modesText(modes, metric.unit, scale);
  return formatValue(found.value, metric.unit, found.high - found.low, scale);
}

function byNeed({ row: a }: Made, { row: b }: Made): number {
  return a.verdict.rank - b.verdict.rank || (a.effect?.estimate ?? 0) - (b.effect?.estimate ?? 0);
}
