// The machine and the runtimes: what may move a number without any change of code.
import type { Environment } from '../../harness/contract/result.ts';
import { formatCount, formatNumber, formatShare, formatValue, formatWait } from './format.ts';
import { html } from './html.ts';
import type { Html } from './html.ts';
import type { ReportView } from './view.ts';

export function environmentSection({ result }: ReportView): Html {
  const { environment, runtimes } = result;
  return html`<section id="environment" aria-labelledby="environment-title"><h2 id="environment-title">Environment</h2>
<dl class="environment">${machine(environment).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value ?? html`<span class="quiet">not told</span>`}</dd></div>`)}</dl>
${
  runtimes.length === 0
    ? null
    : html`<div class="scroll" role="region" tabindex="0" aria-label="Runtimes"><table class="runtimes"><caption class="unseen">Runtimes</caption><thead><tr><th scope="col">Runtime</th><th scope="col">Version</th><th scope="col">Loop</th><th scope="col">Executable</th><th scope="col">SHA-256</th><th scope="col">Clock</th><th scope="col">Found by</th></tr></thead><tbody>
${runtimes.map(
  (
    runtime,
  ) => html`<tr><th scope="row">${runtime.title} <code>${runtime.id}</code></th><td>${runtime.version}</td><td>${runtime.loop ?? '–'}</td><td><code>${runtime.executable}</code></td><td><code title="${runtime.executableSha256}">${runtime.executableSha256.slice(0, 12)}</code></td><td>${runtime.clock === null ? '–' : `${runtime.clock.name}, ${formatCount(runtime.clock.resolutionNs)} ns`}</td><td>${runtime.source}</td></tr>
`,
)}</tbody></table></div>`
}
</section>`;
}

function machine(environment: Environment): (readonly [string, string | null])[] {
  const told = (value: number | null, show: (value: number) => string): string | null =>
    value === null ? null : show(value);
  const loads = (values: readonly number[]): string =>
    values.map((value) => formatNumber(value, 2)).join(', ');
  return [
    ['Processor', `${environment.cpuModel}, ${environment.logicalCpus} logical`],
    ['Platform', environment.platform],
    ['Kernel', environment.kernel],
    ['Memory', formatValue(environment.memoryBytes, 'bytes')],
    ['CPU limit', told(environment.cgroupCpuLimit, (value) => `${formatNumber(value, 1)} CPUs`)],
    ['Memory limit', told(environment.cgroupMemoryBytes, (value) => formatValue(value, 'bytes'))],
    ['Governor', environment.governor],
    ['Virtualisation', environment.virtualization],
    ['Clock', environment.clockSource],
    ['Clock resolution', `${formatCount(environment.clockResolutionNs)} ns`],
    ['Cost of a clock read', `${formatCount(environment.clockReadNs)} ns`],
    ['File system', environment.fileSystem],
    ['Load at start', loads(environment.loadAtStart)],
    ['Load at end', loads(environment.loadAtEnd)],
    ['Stolen CPU time', told(environment.stealShare, formatShare)],
    ['CPU time of others', told(environment.foreignShare, formatShare)],
    ['Throttled', told(environment.throttledMs, (value) => (value === 0 ? 'never' : formatWait(value)))],
    ['Harness', `Node.js ${environment.node.replace(/^v/, '')}`],
  ];
}
