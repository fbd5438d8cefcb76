// github-action-benchmark's own code, as the action runs it, with what GitHub gives it replaced: it reads a file and keeps its history in another.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { compileFunction } from 'node:vm';
import * as zod from 'zod';

const FOLDER = path.join(import.meta.dirname, '../third-party/github-action-benchmark');

interface Benches {
  readonly benches: readonly { readonly name: string; readonly value: number; readonly range?: string }[];
}
interface Action {
  readonly extractResult: (config: object) => Promise<Benches>;
  readonly writeBenchmark: (benches: Benches, config: object) => Promise<void>;
}

export interface ActionStep {
  readonly benches: Benches['benches'];
  /** The alerts against the run before. */
  readonly alerts: readonly string[];
}

/** One step of the action on `file`, as commit `id`; `history` is its external data file. Rejects where the step would be red. */
export async function runAction(file: string, history: string, id: string): Promise<ActionStep> {
  const alerts: string[] = [];
  const { extractResult, writeBenchmark } = load(id, (message) => {
    if (message.startsWith('Performance alert')) alerts.push(message);
  });
  const extracted = await extractResult({ tool: 'customSmallerIsBetter', outputFilePath: file });
  await writeBenchmark(extracted, {
    name: 'Benchmark',
    externalDataJsonPath: history,
    saveDataFile: true,
    maxItemsInChart: null,
    alertThreshold: 2,
    failThreshold: Number.MAX_VALUE,
    failOnAlert: true,
    commentOnAlert: false,
    commentAlways: false,
    summaryAlways: false,
    alertCommentCcUsers: [],
  }).catch((error: unknown) => {
    // An alert that is infinitely worse fails the step at any threshold.
    if (alerts.length === 0) throw error;
  });
  return { benches: extracted.benches, alerts };
}

function load(id: string, warn: (message: string) => void): Action {
  const said = { debug: () => {}, warning: warn };
  const commit = { id, message: '', url: '', author: {}, committer: {} };
  const context = { payload: { head_commit: commit }, repo: { owner: 'o', repo: 'r' }, workflow: 'w' };
  const given: Readonly<Record<string, unknown>> = {
    fs,
    path,
    zod,
    '@actions/core': said,
    '@actions/github': { context },
    '@actions/io': { mkdirP: () => Promise.resolve() },
    './git': { getServerUrl: () => 'https://example.invalid' },
    './default_index_html': {},
    './comment/leavePRComment': {},
    './comment/leaveCommitComment': {},
  };
  const loaded = (name: string): unknown => {
    if (name in given) return given[name];
    if (!name.startsWith('./')) throw new Error(`${name} is not given to the action`);
    const file = `${path.join(FOLDER, name)}.js`;
    const module = { exports: {} };
    const run: unknown = compileFunction(fs.readFileSync(file, 'utf8'), ['require', 'module', 'exports'], {
      filename: file,
    });
    if (typeof run !== 'function') throw new Error(`${file} is no module`);
    run(loaded, module, module.exports);
    return module.exports;
  };
  return { ...(loaded('./extract') as object), ...(loaded('./write') as object) } as Action;
}
