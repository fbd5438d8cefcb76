// Where the time of a run went (`--where-time-went`): a row for each block, a column for each stage, and what the orchestrator did between blocks.
import { formatNumber, formatShare, formatWait } from '../../reports/words/format.ts';
import {
  idleSentences,
  measuringSentence,
  RUN_STAGE_NAMES,
  STAGE_NAMES,
  stageShares,
  stageTotals,
} from '../../reports/words/stage-words.ts';
import type { RunResult } from '../contract/result.ts';
import { RUN_STAGES, STAGES } from '../contract/where-time-went.ts';
import type { Stage, WhereTimeWent } from '../contract/where-time-went.ts';
import type { Paint } from './colour.ts';
import { renderTable } from './table.ts';
import type { Column, Row } from './table.ts';
import { wrapped } from './wrap.ts';

/** In which order columns stay where the terminal is narrow. */
const FIRST_TO_STAY: readonly Stage[] = [
  'slice',
  'measured',
  'warmup',
  'traced',
  'start',
  'lead',
  'between',
  'wait',
  'pin',
  'end',
  'short',
  'prepare',
  'other',
];

/** Empty where the result does not have it. `width` null: `--wide`. */
export function whereTimeWentLines(
  { whereTimeWent, calibration }: RunResult,
  width: number | null,
  paint: Paint,
): string[] {
  if (whereTimeWent === undefined) return [];
  const share = calibration?.windows.orchestratorShare ?? null;
  const sentences = [
    betweenBlocks(whereTimeWent),
    ...idleSentences(whereTimeWent),
    measuringSentence(whereTimeWent),
    ...(share === null ? [] : [`While slices ran, evenloop itself used ${formatShare(share)} of a core.`]),
  ];
  return [
    paint('bold', `Where the time went: ${formatWait(whereTimeWent.wallMs)}, below in seconds`),
    ...table(whereTimeWent, width, paint),
    ...sentences.flatMap((sentence) => wrapped(sentence, width)),
  ];
}

/** Stages that no block was in have no column. */
function table(went: WhereTimeWent, width: number | null, paint: Paint): string[] {
  if (went.blocks.length === 0) return [];
  const totals = stageTotals(went);
  const stages = STAGES.filter((stage) => totals[stage] > 0);
  const columns: Column[] = [
    { title: '', align: 'left', priority: 0 },
    { title: 'all', align: 'right', priority: 0 },
    ...stages.map((stage): Column => {
      return { title: STAGE_NAMES[stage], align: 'right', priority: 1 + FIRST_TO_STAY.indexOf(stage) };
    }),
  ];
  const row = (name: string, all: string, cell: (stage: Stage) => string): Row => [
    name,
    all,
    ...stages.map((stage) => cell(stage)),
  ];
  const rows = went.blocks.map(({ scenario, set, wallMs, stagesMs }) =>
    row(`${scenario} ${set}`, seconds(wallMs), (stage) => seconds(stagesMs[stage])),
  );
  const shares = stageShares(went);
  const last = [
    row('all blocks', seconds(sum(Object.values(totals))), (stage) => seconds(totals[stage])),
    row('share of the run', formatShare(sum(Object.values(shares))), (stage) => formatShare(shares[stage])),
  ];
  return renderTable(columns, [...rows, ...last], width, paint);
}

function betweenBlocks(went: WhereTimeWent): string {
  const { wallMs, blocksMs, runMs } = went;
  const parts = RUN_STAGES.filter((stage) => runMs[stage] >= LEAST_MS)
    .toSorted((a, b) => runMs[b] - runMs[a])
    .map((stage) => `${RUN_STAGE_NAMES[stage]} ${formatWait(runMs[stage])}`);
  const outside = wallMs - blocksMs;
  const of = wallMs === 0 ? 0 : outside / wallMs;
  return `No block ran for ${formatWait(outside)} (${formatShare(of)})${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`;
}

/** Less is not worth a word. */
const LEAST_MS = 1;

const seconds = (ms: number): string => formatNumber(ms / 1000, 1);

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
