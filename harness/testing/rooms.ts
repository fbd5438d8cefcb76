// The rooms of the house: which files each holds, and which other rooms it may import. ARCHITECTURE.md shows the same table.

/** A room is a group of files with the same rights. The first pattern that matches names the room. */
export const ROOMS: readonly (readonly [string, RegExp])[] = [
  ['contract', /^harness\/contract\//],
  ['files', /^harness\/files\//],
  ['config', /^harness\/config\//],
  ['plan', /^harness\/plan\//],
  ['run', /^harness\/run\//],
  ['check', /^harness\/check\//],
  ['stats', /^harness\/stats\//],
  ['compare', /^harness\/compare\//],
  ['store', /^harness\/store\//],
  ['archive', /^harness\/archive\//],
  ['publish', /^harness\/publish\//],
  ['keep', /^harness\/keep\//],
  ['catalogue', /^harness\/catalogue\//],
  ['orchestrate', /^harness\/orchestrate\//],
  ['replay', /^harness\/replay\//],
  ['gate', /^harness\/gate\//],
  ['machine', /^harness\/machine\//],
  ['doctor', /^harness\/doctor\//],
  ['init', /^harness\/init\//],
  ['completions', /^harness\/completions\//],
  ['atlas', /^harness\/atlas\//],
  ['tables', /^harness\/tables\//],
  ['library', /^harness\/library\//],
  ['conform', /^harness\/conform\//],
  ['cli-testing', /^harness\/cli\/testing\//],
  ['cli', /^harness\/cli\//],
  ['mutants', /^harness\/mutants\//],
  ['testing', /^harness\/testing\//],
  ['registry', /^scenarios\/index\.ts$/],
  ['profile', /^scenarios\/[a-z_]+\/[a-z_]+\/profiles\.json$/],
  ['scenario', /^scenarios\/[a-z_]+\/[a-z_]+\/scenario\.ts$/],
  ['shared', /^scenarios\/[a-z_]+\/shared\/[a-z_]+\.(ts|py)$/],
  ['workload', /^scenarios\/[a-z_]+\/[a-z_]+\/[a-z_]+\.(ts|py)$/],
  ['node-testing', /^runners\/node\/testing\//],
  ['node-mutants', /^runners\/node\/mutants\//],
  ['node-runner', /^runners\/node\//],
  ['words', /^reports\/words\//],
  ['history', /^reports\/history\//],
  ['query', /^reports\/query\//],
  ['page-client', /^reports\/html\/client\//],
  ['page', /^reports\/html\//],
  ['atlas-page', /^reports\/atlas\//],
  ['site', /^reports\/site\//],
  ['export', /^reports\/export\//],
  ['reports-testing', /^reports\/testing\//],
  ['bench', /^bench\//],
  ['examples', /^examples\//],
  ['scripts', /^scripts\//],
];

/** Its own room a file may import as well, but for those that stand alone. `(types)`: nothing that is there at run time. */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  files: [],
  config: ['contract', 'files'],
  plan: ['contract'],
  run: ['contract', 'files'],
  check: ['contract'],
  stats: ['contract'],
  compare: ['contract', 'stats'],
  store: ['contract', 'files'],
  publish: ['contract', 'files', 'compare', 'store', 'history', 'page', 'atlas-page', 'site', 'export'],
  archive: ['contract', 'files', 'stats', 'store', 'export'],
  catalogue: ['contract', 'files', 'plan', 'check'],
  machine: ['contract', 'run'],
  orchestrate: [
    'contract',
    'files',
    'plan',
    'run',
    'check',
    'stats',
    'compare',
    'store',
    'publish',
    'machine',
  ],
  keep: ['contract', 'archive'],
  replay: ['contract', 'run', 'check', 'store', 'orchestrate'],
  gate: ['contract', 'files', 'plan', 'run', 'stats', 'compare', 'orchestrate'],
  doctor: ['contract', 'run', 'machine', 'orchestrate'],
  init: ['contract', 'files', 'store'],
  completions: ['contract'],
  atlas: ['contract', 'files', 'check', 'publish', 'orchestrate'],
  tables: ['contract', 'words', 'history', 'site'],
  library: ['contract', 'config', 'plan', 'compare', 'publish', 'catalogue', 'orchestrate', 'registry'],
  conform: ['contract', 'files', 'plan', 'run', 'orchestrate'],
  cli: [
    'contract',
    'files',
    'config',
    'plan',
    'check',
    'stats',
    'compare',
    'store',
    'archive',
    'publish',
    'catalogue',
    'orchestrate',
    'keep',
    'replay',
    'gate',
    'doctor',
    'conform',
    'init',
    'completions',
    'atlas',
    'tables',
    'registry',
    'words',
    'history',
    'export',
  ],
  'cli-testing': ['cli', 'testing'],
  // The corpus of broken runners drives all that a run does; nothing of the ordinary house may import it.
  mutants: ['contract', 'plan', 'run', 'check', 'orchestrate'],
  testing: ['contract', 'run', 'check', 'stats', 'scenario', 'node-runner'],
  registry: ['contract', 'scenario'],
  profile: [],
  scenario: ['contract', 'profile'],
  shared: ['contract (types)'],
  workload: ['contract (types)', 'shared'],
  'node-runner': ['contract'],
  'node-mutants': ['contract', 'node-runner', 'mutants (types)'],
  'node-testing': ['contract', 'node-runner'],
  words: ['contract'],
  history: ['contract', 'stats', 'words'],
  page: ['contract', 'stats', 'words', 'history (types)'],
  query: ['contract', 'page (types)'],
  'page-client': ['words', 'query', 'page'],
  'atlas-page': ['contract', 'words', 'page'],
  site: ['contract', 'words', 'history', 'page'],
  export: ['contract', 'stats', 'words', 'page'],
  'reports-testing': ['contract', 'stats', 'history', 'page (types)'],
  bench: [
    'contract',
    'plan',
    'run',
    'check',
    'stats',
    'store',
    'archive',
    'publish',
    'orchestrate',
    'gate',
    'registry',
    'node-runner',
    'page',
    'reports-testing',
  ],
  // What users write: they import the package by its name.
  examples: [],
  scripts: ['contract', 'stats', 'store', 'catalogue', 'cli', 'mutants', 'registry', 'bench'],
};

/** A scenario knows no other one. */
const ALONE: ReadonlySet<string> = new Set(['scenario', 'profile']);
/** Of their own room these import the files of their own folder only. */
const BY_FOLDER: ReadonlySet<string> = new Set(['workload', 'shared']);

export const roomOf = (path: string): string | undefined =>
  ROOMS.find(([, pattern]) => pattern.test(path))?.[0];

/** The family of a file beneath `scenarios`. */
export const familyOf = (path: string): string | undefined => /^scenarios\/([a-z_]+)\//.exec(path)?.[1];

/** How two files are placed to each other, and whether the import is of types alone. */
export interface Placing {
  readonly typeOnly: boolean;
  readonly sameFolder: boolean;
  /** Both lie in one family of scenarios. */
  readonly sameFamily: boolean;
}

/** Whether a file of the one room may import a file of the other. A workload imports what its own family shares, and of no other family. */
export function mayImport(from: string, to: string, { typeOnly, sameFolder, sameFamily }: Placing): boolean {
  if (from === to) return !ALONE.has(from) && (!BY_FOLDER.has(from) || sameFolder);
  if (to === 'shared' && !sameFamily) return false;
  const allowed = MAY_IMPORT[from] ?? [];
  return allowed.includes(to) || (typeOnly && allowed.includes(`${to} (types)`));
}
