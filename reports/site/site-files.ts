// All files of the site but the reports and the comparisons: from the summaries of the runs alone.
import { html } from '../html/html.ts';
import { badgeJson, badgeSvg, conformanceBadge, regressionBadge } from './badge.ts';
import { historyOf } from '../history/history.ts';
import type { FindChangePoints, HistoryChart } from '../history/history.ts';
import { historyPage } from './history-page.ts';
import { indexPage } from './index-page.ts';
import type { Skipped } from './index-page.ts';
import type { RunSummary } from '../history/run-summary.ts';
import type { Shell } from './shell.ts';
import { makeSlugs } from './slug.ts';

export const SITE_SCHEMA = 'evenloop/site@1';

/** A run against the one before, as far as the index shows it. */
export interface AgainstBefore {
  readonly base: string;
  readonly sentence: string;
  /** Confirmed ones, by primary metric. */
  readonly regressions: number;
}

/** Scenario to the name of its history page, for every scenario that has a number in some run. */
export function historySlugs(runs: readonly RunSummary[]): ReadonlyMap<string, string> {
  const slugFor = makeSlugs();
  const scenarios = new Set(runs.flatMap(({ values }) => values.map(({ scenario }) => scenario)));
  return new Map([...scenarios].sort().map((scenario) => [scenario, slugFor(scenario)]));
}

export interface SiteInput {
  /** Oldest first. */
  readonly runs: readonly RunSummary[];
  /** Slugs of the runs that have a report in the site. */
  readonly drawn: ReadonlySet<string>;
  /** By slug of the head, for those that have a comparison in the site. */
  readonly against: ReadonlyMap<string, AgainstBefore>;
  readonly skipped: readonly Skipped[];
  readonly find: FindChangePoints | null;
}

/** Path in the site to content. Equal input gives equal bytes. */
export function siteFiles(input: SiteInput, shell: Shell): ReadonlyMap<string, string> {
  const { runs, drawn, against, skipped, find } = input;
  const histories = scenariosOf(historyOf(runs, find), historySlugs(runs));
  const newest = runs.at(-1) ?? null;
  const entries = runs.toReversed().map((run) => ({
    run,
    drawn: drawn.has(run.slug),
    against: against.get(run.slug)?.sentence ?? null,
  }));
  const regressions = newest === null ? null : (against.get(newest.slug)?.regressions ?? null);
  const badges = { conformance: conformanceBadge(newest), speed: regressionBadge(regressions) };
  return new Map<string, string>([
    [
      'index.html',
      indexPage({ entries, histories: histories.map(listed), skipped, badges: Object.values(badges) }, shell),
    ],
    ['404.html', missingPage(shell)],
    ['.nojekyll', ''],
    ['site.json', siteJson(input)],
    ...Object.entries(badges).flatMap(([name, badge]): [string, string][] => [
      [`badge/${name}.json`, badgeJson(badge)],
      [`badge/${name}.svg`, badgeSvg(badge)],
    ]),
    ...histories.map(({ slug, charts }): [string, string] => [
      `history/${slug}.html`,
      historyPage(charts, find !== null, drawn, shell),
    ]),
  ]);
}

interface ScenarioHistory {
  readonly slug: string;
  readonly charts: readonly HistoryChart[];
}

function scenariosOf(charts: readonly HistoryChart[], slugs: ReadonlyMap<string, string>): ScenarioHistory[] {
  return [...slugs].map(([scenario, slug]) => ({
    slug,
    charts: charts.filter((chart) => chart.scenario === scenario),
  }));
}

function listed({ slug, charts }: ScenarioHistory) {
  return {
    slug,
    scenario: charts[0]?.scenario ?? '',
    title: charts[0]?.title ?? '',
    runs: new Set(charts.flatMap(({ runs }) => runs)).size,
    changes: charts.reduce(
      (sum, { lines }) => sum + lines.reduce((count, { changes }) => count + changes.length, 0),
      0,
    ),
  };
}

/** Shown at any depth, so it cannot know where the index is. */
function missingPage(shell: Shell): string {
  const body = html`<h1>There is no such page.</h1><p>Its run may have been removed. Go to the first page of this site.</p>`;
  return shell({ title: 'No such page', root: null, body });
}

/** For programs, and the mark by which a site is known as one. */
function siteJson({ runs, drawn, against, skipped }: SiteInput): string {
  const listing = runs.toReversed().map((run) => ({
    id: run.id,
    startedAt: run.startedAt,
    profile: run.profile,
    commit: run.commit,
    headline: run.headline,
    exitCode: run.exitCode,
    report: drawn.has(run.slug) ? `runs/${run.slug}/report.html` : null,
    results: drawn.has(run.slug) ? `runs/${run.slug}/results.json` : null,
    comparedWith: against.get(run.slug)?.base ?? null,
  }));
  return `${JSON.stringify({ schema: SITE_SCHEMA, runs: listing, skipped }, null, 1)}\n`;
}
