// A run against the run before: what changed, and what else was different.
import type { Change, RunResult, RuntimeView } from '../../harness/contract/result.ts';
import { changeSection } from '../html/sections/change-section.ts';
import { anchor, html } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { startedWords } from '../words/started-words.ts';
import { CHANGE_WORDS } from '../words/verdict-words.ts';
import { viewOf } from '../words/view.ts';
import type { Shell } from './shell.ts';

export interface ComparedRun {
  readonly slug: string;
  readonly result: RunResult;
}

export interface CompareInput {
  readonly base: ComparedRun;
  readonly head: ComparedRun;
  readonly changes: readonly Change[];
  /** Scenario to the name of its history page. */
  readonly histories: ReadonlyMap<string, string>;
}

export function comparePage({ base, head, changes, histories }: CompareInput, shell: Shell): string {
  const [before, after] = [base.result, head.result];
  const title = `${after.run.id} against ${before.run.id}`;
  return shell({
    title,
    root: '../',
    body: html`<h1>${compareSentence(changes)}</h1>
<p class="lead">Run ${link(head)} against run ${link(base)}, the one before. The state of the machine may have changed between the two, so changes below 5 % are not called, and rows stand beside the reference that both runs measured, where they can.</p>
${differences(before, after)}
${changes.length === 0 ? html`<p>The two runs have no cell in common.</p>` : changeSection(viewOf({ ...after, changes: [...changes] }))}
${historyLinks(after, histories)}`,
  });
}

/** `1 regression, 2 improvement, 40 unchanged`, by primary metric. */
export function compareSentence(changes: readonly Change[]): string {
  const primary = changes.filter((change) => change.primary);
  const counts = Object.entries(CHANGE_WORDS).flatMap(([verdict, { word }]) => {
    const count = primary.filter((change) => change.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${word}`];
  });
  return counts.length === 0 ? 'Nothing to compare.' : `Against the run before: ${counts.join(', ')}.`;
}

/** Where the links of the table lead: each scenario, and from there its history. */
function historyLinks({ scenarios }: RunResult, histories: ReadonlyMap<string, string>): Html {
  const entries = scenarios.map(({ id, title }) => {
    const slug = histories.get(id);
    const name = slug === undefined ? html`${title}` : html`<a href="../history/${slug}.html">${title}</a>`;
    return html`<li id="${anchor('scenario', id)}">${name} <code>${id}</code></li>`;
  });
  return html`<section id="histories" aria-labelledby="histories-title"><h2 id="histories-title">Histories</h2><ul class="charts">${entries}</ul></section>`;
}

function link({ slug, result }: ComparedRun): Html {
  return html`<a href="../runs/${slug}/report.html">${result.run.id}</a>`;
}

/** What may have moved a number without any change of code, beside the commits. */
function differences(before: RunResult, after: RunResult): Html {
  const rows = factsOf(after).flatMap(([name, now], index) => {
    const was = factsOf(before)[index]?.[1] ?? '';
    return was === now ? [] : [html`<tr><th scope="row">${name}</th><td>${was}</td><td>${now}</td></tr>`];
  });
  if (rows.length === 0) return html`<p>Commit, machine, runtimes and options are the same.</p>`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="What else was different"><table><caption class="unseen">What else was different</caption>
<thead><tr><th scope="col">Different</th><th scope="col">Before</th><th scope="col">Now</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function runtimeText({ id, version, startedWith }: RuntimeView): string {
  const words = startedWith === undefined ? '' : startedWords(startedWith);
  return words === '' ? `${id} ${version}` : `${id} ${version} (${words})`;
}

function factsOf({ run, environment, runtimes, tool }: RunResult): readonly (readonly [string, string])[] {
  return [
    ['Commit', run.commit ?? 'not under version control'],
    ['Profile', run.profile],
    ['Repetitions', String(run.repetitions)],
    ['Reference', run.reference],
    ['Machine', `${environment.cpuModel}, ${environment.logicalCpus} CPU`],
    ['Kernel', environment.kernel],
    ['Governor', environment.governor ?? 'unknown'],
    ['Clock', environment.clockSource ?? 'unknown'],
    ['File system', environment.fileSystem ?? 'unknown'],
    ['Runtimes', runtimes.map(runtimeText).join(', ')],
    ['evenloop', tool.version],
  ];
}
