// What recording costs: the same rounds with every event, with digests only, with nothing.
import type { ObserverCost } from '../../../harness/contract/numbers.ts';
import { formatShare, formatValue, scaleFor } from '../../words/format.ts';
import type { Scale } from '../../words/format.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { ReportView } from '../../words/view.ts';

export function observerTable(costs: readonly ObserverCost[], { result }: ReportView): Html {
  if (costs.length === 0) return html``;
  const label = 'Cost of recording';
  const scale = scaleFor(
    'ns',
    costs.map(({ none }) => none),
  );
  const rows = costs.map(({ scenario, set, subject, full, digest, none }) => {
    const title = result.scenarios.find(({ id }) => id === scenario)?.title ?? scenario;
    return html`<tr><th scope="row">${title} <span class="set">${set}</span></th><td>${subject}</td>${cost(none, none, scale)}${cost(digest, none, scale)}${cost(full, none, scale)}</tr>
`;
  });
  return html`<h3>The observer</h3>
<p>Recording changes what is recorded a little. Measured rounds record digests only. Traced rounds record every event and give no numbers.</p>
<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table class="runtimes observer"><caption class="unseen">${label}</caption><thead><tr><th scope="col">Scenario</th><th scope="col">Subject</th><th scope="col" class="number">Nothing recorded</th><th scope="col" class="number">Digests only</th><th scope="col" class="number">Every event</th></tr></thead><tbody>
${rows}</tbody></table></div>
`;
}

function cost(value: number | null, none: number, scale: Scale): Html {
  if (value === null) return html`<td class="number quiet">not measured</td>`;
  const more = value === none || none === 0 ? null : value / none - 1;
  return html`<td class="number">${formatValue(value, 'ns', null, scale)}${more === null ? null : html` <span class="interval">${more < 0 ? '' : '+'}${formatShare(more)}</span>`}</td>`;
}
