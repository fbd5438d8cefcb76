// How to read this: the words that the page uses in a special sense.
import { html } from '../html.ts';
import type { Html } from '../html.ts';

const TERMS: readonly (readonly [string, string])[] = [
  ['Scenario', 'A task with a language-neutral contract: parameters, events, rules and metrics.'],
  [
    'Subject',
    'A runtime with a style of programming, such as node/promises. Subjects are compared with each other.',
  ],
  [
    'Reference',
    'The subject that all others are compared with in this run. Being the reference does not mean being better.',
  ],
  ['Cell', 'One scenario, one set of parameters, one subject.'],
  [
    'Invocation',
    'One fresh process that runs one cell. Values of one process are never treated as independent.',
  ],
  [
    'Proof',
    'All rounds of an invocation kept all rules. A number without a proof is neither shown nor compared.',
  ],
  [
    'Against reference',
    'A ratio is subject over reference: 2× of a cost is twice the cost. Differences are subject minus reference.',
  ],
  [
    'Limit',
    'The subject whose runner is declared to be what others can at best reach: a plain loop on the kernel. Ratios to it have intervals and verdicts of their own.',
  ],
  [
    "Kernel's share",
    'The part of the CPU time of a cell that its processes spent in the kernel, by ticks. No runtime can save it.',
  ],
  [
    'Interval',
    'The range in brackets: it holds the true value with the stated confidence. It comes from pairs of invocations that ran side by side.',
  ],
  [
    'Faster, slower',
    'The whole interval lies beyond the band, on the better or on the worse side. The band is the smallest effect of interest, which the scenario declares.',
  ],
  [
    'Same',
    'The whole interval lies within the equivalence margin: 3 % for ratios, three times the band for differences.',
  ],
  [
    'Unclear',
    'The interval is too wide for any of these. A longer run (--time) or a quieter machine narrows it.',
  ],
  ['Not comparable', 'At least one side broke the contract or did not finish, so there is no ratio.'],
];

export function termSection(): Html {
  return html`<section id="terms" aria-labelledby="terms-title"><h2 id="terms-title">How to read this</h2>
<details><summary>${TERMS.length} terms</summary><dl class="terms">${TERMS.map(([term, text]) => html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl></details>
</section>`;
}
