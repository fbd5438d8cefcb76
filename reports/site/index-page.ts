// The first page of the site: all runs, newest first, each with its answer; the histories; what could not be read.
import { html, trusted } from '../html/html.ts';
import type { Html } from '../html/html.ts';
import { COMPARISON_WORDS } from '../words/verdict-words.ts';
import { badgeSvg } from './badge.ts';
import type { Badge } from './badge.ts';
import type { RunSummary } from '../history/run-summary.ts';
import type { Shell } from './shell.ts';

/** What lay in the folder and is no run. */
export interface Skipped {
  readonly name: string;
  readonly reason: string;
}

export interface RunEntry {
  readonly run: RunSummary;
  /** Whether it has a report of its own in the site. */
  readonly drawn: boolean;
  /** What changed against the run before, as a sentence; null without a page for it. */
  readonly against: string | null;
}

export interface IndexInput {
  /** Newest first. */
  readonly entries: readonly RunEntry[];
  readonly histories: readonly {
    readonly slug: string;
    readonly scenario: string;
    readonly title: string;
    readonly runs: number;
    readonly changes: number;
  }[];
  readonly skipped: readonly Skipped[];
  readonly badges: readonly Badge[];
}

export function indexPage({ entries, histories, skipped, badges }: IndexInput, shell: Shell): string {
  const [newest] = entries;
  const body =
    newest === undefined
      ? html`<h1>No runs yet.</h1>
<p>This folder has no run to show. Measure with <code>evenloop run</code>, then build the site again.</p>`
      : html`<h1>${newest.run.headline}</h1>
<p class="lead">The newest of ${entries.length} run${entries.length === 1 ? '' : 's'}.</p>
<p>${badges.map((badge) => html`${trusted(badgeSvg(badge))} `)}</p>
<section id="runs" aria-labelledby="runs-title"><h2 id="runs-title">Runs</h2>${runTable(entries)}</section>
${historyList(histories)}`;
  return shell({ title: 'evenloop runs', root: '', body: html`${body}${skippedList(skipped)}` });
}

function runTable(entries: readonly RunEntry[]): Html {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Table of runs"><table class="runs"><caption class="unseen">Runs, newest first</caption>
<thead><tr><th scope="col">Started</th><th scope="col">Run</th><th scope="col">Answer</th><th scope="col">By primary metric</th><th scope="col">Commit</th></tr></thead><tbody>
${entries.map(row)}</tbody></table></div>`;
}

function row({ run, drawn, against }: RunEntry): Html {
  const { id, slug, startedAt, profile, headline, complete, exitCode, commit } = run;
  const name = drawn ? html`<a href="runs/${slug}/report.html">${id}</a>` : html`${id}`;
  return html`<tr><td class="when">${startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, '')}</td><th scope="row">${name} <span class="quiet">${profile}</span></th><td><p>${headline}</p>${
    complete ? null : html`<p><span class="verdict bad">\u25bc incomplete</span></p>`
  }${exitCode === 0 ? null : html`<p class="quiet">exit code ${exitCode}</p>`}${
    against === null ? null : html`<p><a href="compare/${slug}.html">${against}</a></p>`
  }</td><td>${speeds(run)}</td><td><code>${commit ?? '\u2013'}</code></td></tr>
`;
}

function speeds({ speeds: counts }: RunSummary): Html {
  return html`${Object.entries(COMPARISON_WORDS).map(([verdict, { glyph, word, tone }]) => {
    const count = Object.entries(counts).find(([name]) => name === verdict)?.[1];
    return count === undefined
      ? null
      : html`<span class="verdict ${tone}">${glyph} ${count} ${word}</span><br>`;
  })}`;
}

function historyList(histories: IndexInput['histories']): Html {
  return html`<section id="history" aria-labelledby="history-title"><h2 id="history-title">History</h2>${
    histories.length === 0
      ? html`<p>No run has a number yet: a history begins with the first proved cell.</p>`
      : html`<ul class="charts">${histories.map(
          ({ slug, scenario, title, runs, changes }) =>
            html`<li><a href="history/${slug}.html">${title}</a> <code>${scenario}</code> <span class="quiet">${runs} run${runs === 1 ? '' : 's'}${changes === 0 ? '' : `, ${changes} change point${changes === 1 ? '' : 's'}`}</span></li>`,
        )}</ul>`
  }</section>`;
}

function skippedList(skipped: readonly Skipped[]): Html {
  if (skipped.length === 0) return html``;
  return html`<section id="skipped" aria-labelledby="skipped-title"><h2 id="skipped-title">Not shown</h2><ul>${skipped.map(
    ({ name, reason }) => html`<li><code>${name}</code>: ${reason}</li>`,
  )}</ul></section>`;
}
