// `evenloop atlas`: reads or runs checks, and writes which runtime does what in which version.
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildAtlas } from '../../atlas/build-atlas.ts';
import { diffColumns, findColumn } from '../../atlas/diff-columns.ts';
import { loadRunners, loadSources } from '../../atlas/load-sources.ts';
import { observe } from '../../atlas/observe.ts';
import type { Observed } from '../../atlas/observe.ts';
import { readAtlas, readCheck } from '../../atlas/read-checks.ts';
import type { AtlasSource } from '../../atlas/source.ts';
import type { Atlas, AtlasDiff } from '../../contract/atlas.ts';
import { EXIT, FailureError, failure } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { Project } from '../../contract/project.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { findPackage } from '../../orchestrate/package-root.ts';
import { performRun } from '../../orchestrate/perform-run.ts';
import { fileLink } from '../../publish/open-link.ts';
import { writeAtlasDocs, writeAtlasPage } from '../../publish/write-atlas.ts';
import { atlasLines, diffLines } from '../../tables/atlas-lines.ts';
import { readCheckOptions } from '../options/check-options.ts';
import { readProject } from '../options/project-options.ts';
import { flagOption, listOption, textOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { scenariosIn } from '../scenarios.ts';
import { conclude } from '../ui/conclude.ts';
import type { Terminal } from '../ui/terminal.ts';
import { watchRun } from '../ui/watch-run.ts';

/** How the docs of this repository are written. */
const DOCS_COMMAND = 'npm run atlas';

/** What was read or run. */
interface Evidence {
  readonly observed: readonly Observed[];
  /** Where the page goes by itself; null: nowhere. */
  readonly folder: string | null;
}

export async function atlas(
  checks: readonly string[],
  raw: RawOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { project } = await readProject(raw);
  const compared = comparedColumns(raw);
  const { root } = findPackage();
  const scenarios = await scenariosIn(project);
  const sources = loadSources(root, scenarios);
  const runners = loadRunners(root, project.runners);
  const draw = async ({ observed, folder }: Evidence): Promise<void> => {
    const built = buildAtlas({ sources, runners, observed });
    const diff = diffOf(built, compared);
    const docs = textOption(raw, 'docs');
    // Docs are for a repository: a page beside them has to be asked for.
    const out = textOption(raw, 'out') ?? (docs === null ? folder : null);
    const page = out === null ? null : writeAtlasPage(out, built, diff, root);
    if (docs !== null) writeAtlasDocs(docs, built, DOCS_COMMAND);
    terminal.out(textOf(built, diff, raw, terminal));
    if (page !== null) terminal.err(fileLink(page));
  };
  if (flagOption(raw, 'run')) return runAndDraw(raw, terminal, { project, scenarios, sources }, draw);
  refuseWithoutRun(raw);
  await draw(evidenceOf(checks, sources, root));
  return EXIT.ok;
}

function evidenceOf(checks: readonly string[], sources: readonly AtlasSource[], root: string): Evidence {
  const [first] = checks;
  if (first !== undefined)
    return { observed: checks.map((path) => readCheck(path, sources)), folder: folderOf(first) };
  const own = readAtlas(join(root, 'docs', 'atlas.json'));
  return { observed: own === null ? [] : [own], folder: null };
}

const folderOf = (path: string): string =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true ? path : dirname(path);

interface Given {
  readonly project: Project;
  readonly scenarios: Awaited<ReturnType<typeof scenariosIn>>;
  readonly sources: readonly AtlasSource[];
}

/** The exit code is that of the check: an atlas of a run with a new divergence is one, and says so. */
async function runAndDraw(
  raw: RawOptions,
  terminal: Terminal,
  { project, scenarios, sources }: Given,
  draw: (evidence: Evidence) => Promise<void>,
): Promise<ExitCode> {
  const subjects = listOption(raw, 'subject');
  const { out: _, ...rest } = readCheckOptions(raw);
  const options = { ...rest, out: null, subjects: subjects.length === 0 ? ['all'] : subjects, shrink: false };
  const measured = await performRun({
    args: process.argv.slice(2),
    options,
    comparing: 'nothing',
    breadth: 'styles',
    checking: { rules: [], stress: false },
    scenarios,
    project,
    listener: watchRun(terminal, options.verbose),
  });
  if (measured !== null)
    await draw({ observed: [observe(measured.result, sources)], folder: measured.folder.path });
  return conclude(measured, { ...terminal, out: () => {} }, () => '');
}

function refuseWithoutRun(raw: RawOptions): void {
  const given = ['scenario', 'subject'].find((name) => raw[name] !== undefined);
  if (given !== undefined)
    throw new FailureError(
      failure('EL1004', `--${given} was given without --run.`, 'Add --run, or leave it out.'),
    );
}

/** The two names of --diff; null without it. */
function comparedColumns(raw: RawOptions): readonly [string, string] | null {
  const given = raw['diff'];
  if (given === undefined) return null;
  const names = Array.isArray(given) ? given.map(String) : [];
  const [from, to] = names;
  if (names.length === 2 && from !== undefined && to !== undefined) return [from, to];
  throw new FailureError(
    failure('EL1004', '--diff takes two columns.', 'Give two, such as --diff node@24 node@26.'),
  );
}

function diffOf(built: Atlas, compared: readonly [string, string] | null): AtlasDiff | null {
  if (compared === null) return null;
  const [from, to] = compared.map((name) => {
    const found = findColumn(built.columns, name);
    if (!found.ok) throw new FailureError(found.failure);
    return found.value;
  });
  return from === undefined || to === undefined ? null : diffColumns(built, from, to);
}

function textOf(built: Atlas, diff: AtlasDiff | null, raw: RawOptions, terminal: Terminal): string {
  if (flagOption(raw, 'json')) return jsonText(diff ?? built, 2);
  const width = flagOption(raw, 'wide') ? null : terminal.columns;
  const lines =
    diff === null ? atlasLines(built, width, terminal.paintOut) : diffLines(diff, width, terminal.paintOut);
  return lines.join('\n');
}
