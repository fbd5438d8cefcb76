// How to read this: the few words that the page uses in a sense of its own.
import { html } from '../html.ts';
import type { Html } from '../html.ts';

const TERMS: readonly (readonly [string, string])[] = [
  ['Scenario', 'A task with a contract that no language owns: parameters, events, rules, metrics.'],
  ['Subject', 'A runtime and a style of programming, such as node/promises. Subjects are what is compared.'],
  [
    'Reference',
    'The subject that all others are held against in this run. It says nothing about which is better.',
  ],
  ['Cell', 'One scenario, one set of parameters, one subject.'],
  [
    'Invocation',
    'One fresh process working on one cell. Numbers of one process are never taken for independent ones.',
  ],
  ['Proof', 'All rounds of an invocation kept all rules. Without it a number is neither shown nor compared.'],
  [
    'Against reference',
    'A ratio is subject over reference: 2× of a cost is twice the cost. Differences are subject minus reference.',
  ],
  [
    'Interval',
    'The brackets: where the true value lies with the stated confidence, from pairs of invocations that ran side by side.',
  ],
  [
    'Faster, slower',
    'The whole interval lies beyond the band, on the better or on the worse side. The band is the smallest effect that the scenario calls worth a word.',
  ],
  [
    'Same',
    'The whole interval lies within 3 % of no difference; where differences are compared, within three times the band.',
  ],
  ['Unclear', 'The interval is too wide for any of these. More units or a quieter machine would narrow it.'],
  [
    'Not comparable',
    'At least one side did not keep the contract, or did not finish. There is no ratio to show.',
  ],
];

export function termSection(): Html {
  return html`<section id="terms" aria-labelledby="terms-title"><h2 id="terms-title">How to read this</h2>
<dl class="terms">${TERMS.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl>
</section>`;
}
