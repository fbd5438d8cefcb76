// Writes the static site of a folder of runs: built beside its place and moved there whole.
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import { renderReport } from '../../reports/html/page.ts';
import type { ReportAssets } from '../../reports/html/page.ts';
import { comparePage, compareSentence } from '../../reports/site/compare-page.ts';
import type { FindChangePoints } from '../../reports/history/history.ts';
import type { Skipped } from '../../reports/site/index-page.ts';
import { runBefore } from '../../reports/site/run-before.ts';
import type { RunSummary } from '../../reports/history/run-summary.ts';
import { makeShell } from '../../reports/site/shell.ts';
import { SITE_SCHEMA, historySlugs, siteFiles } from '../../reports/site/site-files.ts';
import type { AgainstBefore } from '../../reports/site/site-files.ts';
import { compareRuns } from '../compare/compare-runs.ts';
import { FailureError, failure } from '../contract/failure.ts';
import type { RunResult } from '../contract/result.ts';
import { copyForeign, readForeignText } from '../files/foreign-file.ts';
import { parseForeignJson } from '../contract/foreign-json.ts';
import { STORED } from '../files/limits.ts';
import { writeFailure } from '../store/file-failure.ts';
import { readResults } from '../store/results-file.ts';
import { readRuns } from './read-runs.ts';
import type { FoundRun, FoundRuns } from './read-runs.ts';

export interface SiteRequest {
  /** The folder of runs. */
  readonly runs: string;
  readonly out: string;
  readonly assets: ReportAssets;
  /** The number of newest runs that get a report and a comparison; the others appear in the index and the history only. */
  readonly reports: number;
  /** Null: change points are not looked for. */
  readonly find: FindChangePoints | null;
}

export interface WrittenSite {
  readonly index: string;
  readonly runs: number;
  readonly skipped: readonly Skipped[];
}

/** The old site stays as it is until the new one is whole. EL3001 where there is something else than a site. */
export function writeSite(request: SiteRequest): WrittenSite {
  const out = resolve(request.out);
  refuseForeign(out);
  refuseAround(out, resolve(request.runs));
  const found = withoutSite(readRuns(request.runs), request.runs, out);
  const building = `${out}.${process.pid}.tmp`;
  try {
    rmSync(building, { recursive: true, force: true });
    mkdirSync(building, { recursive: true });
    fill(building, found, request);
    replace(out, building);
  } catch (error) {
    rmSync(building, { recursive: true, force: true });
    if (error instanceof FailureError) throw error;
    if (error instanceof Error && 'code' in error) throw new FailureError(writeFailure(out, error));
    throw error;
  }
  return { index: join(out, 'index.html'), runs: found.runs.length, skipped: found.skipped };
}

/** What is there and was not made by this would be lost. */
function refuseForeign(out: string): void {
  if (!existsSync(out)) return;
  const names = namesIn(out);
  if (names !== null && (names.length === 0 || isSite(out))) return;
  throw new FailureError(
    failure(
      'EL3001',
      `${out} is not empty, and evenloop did not write it.`,
      'With --out, name a new folder, an empty one or an earlier site.',
    ),
  );
}

/** The old site goes away as a whole, and everything in it. */
function refuseAround(out: string, runs: string): void {
  if (runs !== out && !runs.startsWith(`${out}${sep}`)) return;
  throw new FailureError(
    failure(
      'EL3001',
      `The site would replace ${out}, which contains the runs.`,
      'Name another folder with --out.',
    ),
  );
}

function namesIn(folder: string): readonly string[] | null {
  try {
    return readdirSync(folder);
  } catch {
    // A file, or a folder that is not ours to read.
    return null;
  }
}

function isSite(folder: string): boolean {
  try {
    const parsed: unknown = parseForeignJson(readForeignText(join(folder, 'site.json'), STORED.description));
    return (
      typeof parsed === 'object' && parsed !== null && 'schema' in parsed && parsed.schema === SITE_SCHEMA
    );
  } catch {
    return false;
  }
}

/** A site may be written into the folder of its runs. */
function withoutSite({ runs, skipped }: FoundRuns, folder: string, out: string): FoundRuns {
  return { runs, skipped: skipped.filter(({ name }) => resolve(folder, name) !== out) };
}

function fill(target: string, { runs, skipped }: FoundRuns, { assets, reports, find }: SiteRequest): void {
  const shell = makeShell(assets.style);
  const drawn = runs.slice(Math.max(0, runs.length - reports));
  const summaries = runs.map(({ summary }) => summary);
  const histories = historySlugs(summaries);
  const against = new Map<string, AgainstBefore>();
  for (const run of drawn) {
    const result = resultOf(run);
    const { slug } = run.summary;
    put(target, `runs/${slug}/report.html`, renderReport(result, assets));
    copyForeign(run.path, join(target, 'runs', slug, 'results.json'), STORED.results);
    const base = baseOf(run, summaries, drawn);
    if (base === null) continue;
    const before = resultOf(base);
    const changes = compareRuns(before, result);
    const sides = { base: { slug: base.summary.slug, result: before }, head: { slug, result } };
    put(target, `compare/${slug}.html`, comparePage({ ...sides, changes, histories }, shell));
    against.set(slug, {
      base: before.run.id,
      sentence: compareSentence(changes),
      regressions: changes.filter(({ primary, verdict }) => primary && verdict === 'regression').length,
    });
  }
  const slugs = new Set(drawn.map(({ summary }) => summary.slug));
  const files = siteFiles({ runs: summaries, drawn: slugs, against, skipped, find }, shell);
  for (const [path, content] of files) put(target, path, content);
}

/** Only runs with a report can be compared: the page links to both. */
function baseOf(
  run: FoundRun,
  summaries: readonly RunSummary[],
  drawn: readonly FoundRun[],
): FoundRun | null {
  const base = runBefore(run.summary, summaries);
  return drawn.find(({ summary }) => summary === base) ?? null;
}

function resultOf({ path }: FoundRun): RunResult {
  const read = readResults(path);
  if (!read.ok) throw new FailureError(read.failure);
  return read.value;
}

function put(target: string, path: string, content: string): void {
  const file = join(target, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** A folder cannot take the place of one that is not empty, so the old one steps aside first, and comes back when that fails. */
function replace(out: string, building: string): void {
  const aside = `${out}.${process.pid}.old`;
  mkdirSync(dirname(out), { recursive: true });
  const there = existsSync(out);
  if (there) renameSync(out, aside);
  try {
    renameSync(building, out);
  } catch (error) {
    if (there) renameSync(aside, out);
    throw error;
  }
  rmSync(aside, { recursive: true, force: true });
}
