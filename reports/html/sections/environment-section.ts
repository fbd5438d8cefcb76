// The machine and the runtimes, which may change a number without a change of code, and their differences to another run.
import type { RunResult, RuntimeView } from '../../../harness/contract/result.ts';
import { machineFacts, runFacts } from '../tables/environment-facts.ts';
import { disturbanceText } from '../../words/disturbance-words.ts';
import { startedWords } from '../../words/started-words.ts';
import { formatCount } from '../../words/format.ts';
import { html } from '../html.ts';
import type { Html } from '../html.ts';
import type { ReportView } from '../../words/view.ts';

export function environmentSection({ result }: ReportView, against: RunResult | null): Html {
  return html`<section id="environment" aria-labelledby="environment-title"><h2 id="environment-title">Environment</h2>
${result.runtimes.length === 0 ? html`<p class="empty">No runtime was found. <code class="command">evenloop list</code> says what was looked for.</p>` : runtimeTable(result.runtimes)}
${disturbanceList(result)}<details><summary>The machine</summary><dl class="environment">${machineFacts(result.environment).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value ?? NOT_TOLD}</dd></div>`)}</dl></details>
${against === null ? null : difference(result, against)}
</section>`;
}

/** What went on beside the run; nothing where it was not watched, or nothing went on and everything could be seen. */
function disturbanceList({ disturbances }: RunResult): Html {
  if (disturbances === undefined) return html``;
  const { seen, unseen } = disturbances;
  if (seen.length === 0 && unseen.length === 0) return html`<p>Nothing was seen that disturbed this run.</p>`;
  const items = [...seen.map(disturbanceText), ...unseen.map((what) => `Not seen by this machine: ${what}.`)];
  return html`<h3 id="disturbances">What disturbed this run</h3><ul class="conditions">${items.map((item) => html`<li class="bad"><span class="glyph" aria-hidden="true">!</span> ${item}</li>`)}</ul>
`;
}

const NOT_TOLD = html`<span class="quiet">unknown</span>`;

function runtimeTable(runtimes: readonly RuntimeView[]): Html {
  const anyOwn = runtimes.some(({ startedWith }) => startedWith !== undefined);
  const started = ({ startedWith }: RuntimeView): Html =>
    startedWith === undefined
      ? html`<td>–</td>`
      : html`<td><code>${startedWords(startedWith) || '–'}</code> (${startedWith.definedBy})</td>`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Runtimes"><table class="runtimes"><caption class="unseen">Runtimes</caption><thead><tr><th scope="col">Runtime</th><th scope="col">Version</th><th scope="col">Loop</th><th scope="col">Executable</th><th scope="col">SHA-256</th><th scope="col">Clock</th><th scope="col">Found by</th>${anyOwn ? html`<th scope="col">Started with</th>` : null}</tr></thead><tbody>
${runtimes.map(
  (
    runtime,
  ) => html`<tr><th scope="row">${runtime.title} <code>${runtime.id}</code></th><td>${runtime.version}</td><td>${runtime.loop ?? '–'}</td><td><code>${runtime.executable}</code></td><td><code title="${runtime.executableSha256}">${runtime.executableSha256.slice(0, 12)}</code></td><td>${runtime.clock === null ? '–' : `${runtime.clock.name}, ${formatCount(runtime.clock.resolutionNs)} ns`}</td><td>${runtime.source}</td>${anyOwn ? started(runtime) : null}</tr>
`,
)}</tbody></table></div>`;
}

/** Only what differs; what is equal is counted. */
function difference(result: RunResult, against: RunResult): Html {
  const [own, other] = [new Map(runFacts(result)), new Map(runFacts(against))];
  const names = [...new Set([...own.keys(), ...other.keys()])];
  const differing = names.filter((name) => text(own, name) !== text(other, name));
  const label = `Environment of ${result.run.id} against ${against.run.id}`;
  const lead =
    differing.length === 0
      ? `All ${formatCount(names.length)} facts are equal to those of ${against.run.id}.`
      : `${formatCount(differing.length)} of ${formatCount(names.length)} facts differ from ${against.run.id}; each may move a number.`;
  const rows = differing.map(
    (
      name,
    ) => html`<tr><th scope="row">${name}</th><td>${text(other, name)}</td><td>${text(own, name)}</td></tr>
`,
  );
  return html`<h3 id="environment-difference">Against another run</h3><p>${lead}</p>
${
  differing.length === 0
    ? null
    : html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table class="runtimes difference"><caption class="unseen">${label}</caption><thead><tr><th scope="col">What</th><th scope="col">${against.run.id}</th><th scope="col">This run</th></tr></thead><tbody>
${rows}</tbody></table></div>`
}`;
}

function text(facts: ReadonlyMap<string, string | null>, name: string): string {
  return facts.has(name) ? (facts.get(name) ?? 'unknown') : 'absent';
}
