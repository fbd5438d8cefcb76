// How well the checkers detect faults: the last run of the mutants on this checkout.
import type { MutationScore } from '../../../harness/contract/mutation-score.ts';
import { formatCount } from '../../words/format.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';

export function mutationView(score: MutationScore | undefined): Html {
  if (score === undefined) return html``;
  const { at, caught, mutants, falseAlarms, controls, checkersFound, checkers, seeds } = score;
  const entries: readonly (readonly [string, string, string, boolean])[] = [
    [
      'Broken runners detected',
      of(caught, mutants),
      'runners that do something wrong on purpose',
      caught === mutants,
    ],
    [
      'False alarms',
      of(falseAlarms, controls),
      'runners with a change that the contract allows',
      falseAlarms === 0,
    ],
    [
      'Broken checkers detected',
      of(checkersFound, checkers),
      'checkers with one check taken out',
      checkersFound === checkers,
    ],
  ];
  return html`<h3>The checkers</h3>
<p>A checker that accepts everything proves nothing. So runners and checkers are broken on purpose, and every one must be detected. Last done on ${at.replace('T', ' ').replace('Z', ' UTC')}, with ${formatCount(seeds)} ${seeds === 1 ? 'seed' : 'seeds'}.</p>
<ul class="conditions">${entries.map(
    ([name, count, what, good]) =>
      html`<li class="${good ? 'good' : 'alarm'}"><span class="glyph" aria-hidden="true">${good ? '✓' : '!'}</span> <b>${name}</b> ${count} <span class="quiet">${what}</span></li>`,
  )}</ul>
`;
}

function of(count: number, all: number): string {
  return `${formatCount(count)} of ${formatCount(all)}`;
}
