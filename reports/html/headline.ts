// The answer within ten seconds: what ran, whether all did the same, which was faster, and what needs attention.
import type { RunResult } from '../../harness/contract/result.ts';
import type { ComparisonVerdict, ConformanceVerdict } from '../../harness/contract/verdict.ts';
import { formatCount, formatShare, formatWait } from './format.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import { COMPARISON_WORDS } from './verdict-words.ts';
import type { ReportView } from './view.ts';

export function headline(view: ReportView): Html {
  return html`<h1>${meaningSentence(view)}</h1>
${speedSentence(view)}${proofSentence(view.result)}`;
}

export function facts({ run, environment, tool }: RunResult): Html {
  const entries: readonly (readonly [string, string])[] = [
    ['Run', run.id],
    ['Started', run.startedAt.replace('T', ' ').replace('Z', ' UTC')],
    ['Took', `${formatWait(run.wallMs)}, ${formatShare(run.dutyCycle)} of it inside rounds`],
    ['Profile', `${run.profile}, ${counted(run.units, 'repetition')}, seed ${run.seed}`],
    [
      'Machine',
      `${environment.cpuModel}, ${counted(environment.logicalCpus, 'CPU')}, ${environment.platform}`,
    ],
    ['Commit', run.commit === null ? 'not under version control' : run.commit.slice(0, 12)],
    ['evenloop', tool.version],
  ];
  return html`<dl class="facts">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

/** `9 scenarios × 2 subjects: 20 of 22 cells equivalent, 1 differs in meaning, 1 did not finish.` */
export function meaningSentence({ result, subjects, blocks }: ReportView): string {
  const cells = blocks.flatMap((block) => block.cells);
  const scenarios = new Set(cells.map((cell) => cell.scenario)).size;
  if (cells.length === 0) return 'Nothing was measured.';
  const count = (verdict: ConformanceVerdict): number =>
    cells.filter((cell) => cell.verdict === verdict).length;
  const rest = ODDITIES.flatMap(([verdict, one, many]) => {
    const found = count(verdict);
    return found === 0 ? [] : [`${found} ${found === 1 ? one : many}`];
  });
  const equal = count('equivalent');
  const all =
    equal === cells.length
      ? cells.length === 1
        ? 'the cell is'
        : `all ${equal} cells are`
      : `${equal} of ${cells.length} cells are`;
  const present = subjects.filter((subject) => cells.some((cell) => cell.subject === subject)).length;
  const scope = `${counted(scenarios, 'scenario')} \u00d7 ${counted(present, 'subject')}`;
  const tail = result.comparisons.length > 0 && rest.length === 0 ? ' and compared' : '';
  return `${scope}: ${[`${all} equivalent${tail}`, ...rest].join(', ')}.`;
}

const ODDITIES: readonly (readonly [ConformanceVerdict, string, string])[] = [
  ['divergent', 'differs in meaning', 'differ in meaning'],
  ['stale-divergence', 'lost a known divergence', 'lost a known divergence'],
  ['failed', 'did not finish', 'did not finish'],
  ['inconclusive', 'proves nothing', 'prove nothing'],
  ['known-divergence', 'differs as known', 'differ as known'],
  ['unsupported', 'is not supported', 'are not supported'],
];

function speedSentence({ result }: ReportView): Html {
  const primary = result.comparisons.filter((entry) => entry.primary);
  if (primary.length === 0) return html``;
  const parts = SPEEDS.flatMap(([verdict, words]) => {
    const found = primary.filter((entry) => entry.verdict === verdict).length;
    if (found === 0) return [];
    const { glyph, tone } = COMPARISON_WORDS[verdict];
    return [
      html`<li class="verdict ${tone}"><span class="glyph" aria-hidden="true">${glyph}</span> <b>${found}</b> ${words}</li>`,
    ];
  });
  return html`<p class="speed" id="speed">Against <b>${result.run.reference}</b>, by the primary metric of each scenario:</p><ul class="tally" aria-labelledby="speed">${parts}</ul>
`;
}

const SPEEDS: readonly (readonly [ComparisonVerdict, string])[] = [
  ['faster', 'faster'],
  ['slower', 'slower'],
  ['same', 'the same'],
  ['unclear', 'too noisy to tell'],
  ['not-comparable', 'not comparable'],
];

function proofSentence({ cells }: RunResult): Html {
  const proofs = cells.flatMap((cell) => (cell.side === 'twin' ? [] : (cell.proof ?? [])));
  const sum = (pick: (proof: (typeof proofs)[number]) => number): number =>
    proofs.reduce((total, proof) => total + pick(proof), 0);
  if (proofs.length === 0) return html``;
  return html`<p class="proof">No number without a proof: the numbers on this page come from ${formatCount(sum((proof) => proof.invocations))} invocations in which all ${formatCount(sum((proof) => proof.rounds))} rounds kept the contract, over ${formatCount(sum((proof) => proof.events))} events.</p>
`;
}

export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}
