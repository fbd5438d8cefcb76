// The answer within ten seconds: what ran, whether all did the same, which was faster, and what needs attention.
import type { RunResult } from '../../../harness/contract/result.ts';
import type { ComparisonVerdict } from '../../../harness/contract/verdict.ts';
import { formatCount, formatShare, formatWait } from '../../words/format.ts';
import { amountText, counted, meaningSentence } from '../../words/headline-sentences.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import { COMPARISON_WORDS } from '../../words/verdict-words.ts';
import type { ReportView } from '../../words/view.ts';

export function headline(view: ReportView): Html {
  return html`<h1>${meaningSentence(view)}</h1>
${speedSentence(view)}${proofSentence(view.result)}`;
}

export function facts({ run, environment, tool }: RunResult): Html {
  const entries: readonly (readonly [string, string])[] = [
    ['Run', run.id],
    ['Started', run.startedAt.replace('T', ' ').replace('Z', ' UTC')],
    ['Took', `${formatWait(run.wallMs)}, ${formatShare(run.dutyCycle)} of it inside rounds`],
    ['Profile', `${run.profile}, ${amountText(run)}, seed ${run.seed}`],
    [
      'Machine',
      `${environment.cpuModel}, ${counted(environment.logicalCpus, 'CPU')}, ${environment.platform}`,
    ],
    ['Commit', run.commit === null ? 'not under version control' : run.commit.slice(0, 12)],
    ['evenloop', tool.version],
  ];
  return html`<dl class="facts">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

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
  const proofs = cells.flatMap((cell) => (cell.side === 'control' ? [] : (cell.proof ?? [])));
  const sum = (pick: (proof: (typeof proofs)[number]) => number): number =>
    proofs.reduce((total, proof) => total + pick(proof), 0);
  if (proofs.length === 0) return html``;
  return html`<p class="proof">No number without a proof: the numbers on this page come from ${formatCount(sum((proof) => proof.invocations))} invocations in which all ${formatCount(sum((proof) => proof.rounds))} rounds kept the contract, over ${formatCount(sum((proof) => proof.events))} events.</p>
`;
}
