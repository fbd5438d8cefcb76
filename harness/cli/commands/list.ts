// `evenloop list`: names scenarios, subjects and runtimes, for people and for programs.
import { EXIT, FAILURE_CODES, FailureError, failure } from '../../contract/failure.ts';
import type { ExitCode } from '../../contract/failure.ts';
import type { Project } from '../../contract/project.ts';
import type { Runtime } from '../../contract/runner-manifest.ts';
import type { Scenario } from '../../contract/scenario.ts';
import { nearest } from '../../contract/nearest.ts';
import { subjectsOf, whyUnsupported } from '../../plan/support.ts';
import { readProject } from '../options/project-options.ts';
import { flagOption } from '../options/raw-options.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { findPackage } from '../../orchestrate/package-root.ts';
import { findAndAsk, findRuntimes } from '../../orchestrate/prepare/find-runtimes.ts';
import type { AskedRuntimes } from '../../orchestrate/prepare/find-runtimes.ts';
import { rootsOf } from '../../contract/scenario-origin.ts';
import { jsonText } from '../../contract/visible-text.ts';
import { scenariosIn } from '../scenarios.ts';
import { failureText } from '../../tables/failure-text.ts';
import { renderTable } from '../../tables/table.ts';
import type { Column, TableCell } from '../../tables/table.ts';
import type { Terminal } from '../ui/terminal.ts';

const TOPICS = ['scenarios', 'subjects', 'runtimes'] as const;
type Topic = (typeof TOPICS)[number];

export async function list(what: string | null, raw: RawOptions, terminal: Terminal): Promise<ExitCode> {
  const topics = what === null ? TOPICS : [topicOf(what)];
  const { project } = await readProject(raw);
  const scenarios = await scenariosIn(project);
  const found = await foundFor(topics, project, rootsOf(scenarios));
  for (const trouble of [...found.missing, ...found.refused.values()])
    terminal.err(failureText(trouble, terminal.paintErr, 'warning'));
  const catalogue = catalogueOf(topics, found.runtimes, scenarios);
  if (flagOption(raw, 'json')) terminal.out(jsonText(catalogue, 2));
  else
    terminal.out(
      tablesOf(catalogue, scenarios.length, flagOption(raw, 'wide') ? null : terminal.columns, terminal),
    );
  return exitOf(found);
}

type Listed = Pick<AskedRuntimes, 'runtimes' | 'missing' | 'refused'>;

/** Runners are started only to be asked what they offer. */
async function foundFor(
  topics: readonly Topic[],
  project: Project,
  scenarioRoots: readonly string[],
): Promise<Listed> {
  const { root } = findPackage();
  if (topics.includes('subjects')) return findAndAsk(root, ['*'], project, { scenarioRoots });
  if (topics.includes('runtimes'))
    return { ...(await findRuntimes(root, ['*'], project, scenarioRoots)), refused: new Map() };
  return { runtimes: [], missing: [], refused: new Map() };
}

/** A runtime that is not installed is no fault; a runner that cannot be used is one of its author. */
function exitOf({ missing, refused }: Listed): ExitCode {
  const [fault] = [...missing.filter(({ code }) => code === 'EL2014'), ...refused.values()];
  return fault === undefined ? EXIT.ok : FAILURE_CODES[fault.code].exit;
}

function topicOf(what: string): Topic {
  const topic = TOPICS.find((name) => name === what);
  if (topic !== undefined) return topic;
  const guess = nearest(what, TOPICS);
  throw new FailureError(
    failure(
      'EL1003',
      `There is no list of ${JSON.stringify(what)}.`,
      guess === null ? `Ask for one of ${TOPICS.join(', ')}.` : `Did you mean "${guess}"?`,
    ),
  );
}

interface Catalogue {
  readonly scenarios?: readonly {
    id: string;
    version: number;
    title: string;
    summary: string;
    comparesStyles: boolean;
    /** Of a scenario from outside. */
    folder?: string;
  }[];
  /** `scenarios` are those that support the subject. */
  readonly subjects?: readonly { id: string; runtime: string; style: string; scenarios: readonly string[] }[];
  readonly runtimes?: readonly {
    id: string;
    title: string;
    version: string;
    executable: string;
    source: string;
  }[];
}

function catalogueOf(
  topics: readonly Topic[],
  runtimes: readonly Runtime[],
  scenarios: readonly Scenario[],
): Catalogue {
  return {
    ...(topics.includes('scenarios') ? { scenarios: scenarios.map(scenarioEntry) } : {}),
    ...(topics.includes('subjects') ? { subjects: subjectEntries(runtimes, scenarios) } : {}),
    ...(topics.includes('runtimes') ? { runtimes: runtimes.map(runtimeEntry) } : {}),
  };
}

function scenarioEntry({ id, version, title, summary, comparesStyles, origin }: Scenario) {
  const from = origin === undefined ? {} : { folder: origin.folder };
  return { id, version, title, summary, comparesStyles, ...from };
}

function subjectEntries(runtimes: readonly Runtime[], scenarios: readonly Scenario[]) {
  return runtimes.flatMap((runtime) =>
    subjectsOf([runtime]).map(({ id, style }) => ({
      id,
      runtime: runtime.id,
      style,
      scenarios: scenarios
        .filter((scenario) => whyUnsupported(scenario, runtime, style) === null)
        .map((scenario) => scenario.id),
    })),
  );
}

function runtimeEntry({ id, manifest, version, executable, source }: Runtime) {
  return { id, title: manifest.title, version, executable, source };
}

function tablesOf(catalogue: Catalogue, all: number, width: number | null, { paintOut }: Terminal): string {
  const tables = [
    table(
      ['scenario', 'summary'],
      catalogue.scenarios?.map(({ id, summary }) => [id, summary]),
    ),
    table(
      ['subject', 'scenarios'],
      catalogue.subjects?.map((entry) => [entry.id, `${entry.scenarios.length} of ${all}`]),
    ),
    table(
      ['runtime', 'version', 'found by', 'executable'],
      catalogue.runtimes?.map((entry) => [entry.id, entry.version, entry.source, entry.executable]),
    ),
  ];
  return tables.flatMap((lines) => (lines === null ? [] : [lines.join('\n')])).join('\n\n');

  function table(
    titles: readonly string[],
    rows: readonly (readonly TableCell[])[] | undefined,
  ): string[] | null {
    if (rows === undefined) return null;
    const columns = titles.map((title): Column => ({ title, align: 'left', priority: 0 }));
    return renderTable(columns, rows, width, paintOut);
  }
}
