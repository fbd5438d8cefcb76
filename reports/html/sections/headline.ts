// The top of the page: which was faster, whether all did the same, and of which run all that is.
import type { RunResult } from '../../../harness/contract/result.ts';
import { headlineSentence } from '../../words/answer-sentences.ts';
import { formatCount, formatShare, formatWait } from '../../words/format.ts';
import { amountText, counted, meaningSentence } from '../../words/headline-sentences.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { ReportView } from '../../words/view.ts';
import { sentenceView } from './answer-section.ts';

export function headline(view: ReportView): Html {
  const answer = headlineSentence(view);
  if (answer === null)
    return html`<h1>${meaningSentence(view)}</h1>
`;
  return html`<h1>${sentenceView(answer)}</h1>
<p class="meaning"><b>Do they do the same?</b> ${meaningSentence(view)}</p>
`;
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

export function proofSentence({ cells }: RunResult): Html {
  const proofs = cells.flatMap((cell) => (cell.side === 'control' ? [] : (cell.proof ?? [])));
  const sum = (pick: (proof: (typeof proofs)[number]) => number): number =>
    proofs.reduce((total, proof) => total + pick(proof), 0);
  if (proofs.length === 0) return html``;
  return html`<p class="proof">No number without a proof: the numbers on this page come from ${formatCount(sum((proof) => proof.invocations))} invocations in which all ${formatCount(sum((proof) => proof.rounds))} rounds kept the contract, over ${formatCount(sum((proof) => proof.events))} events.</p>
`;
}
