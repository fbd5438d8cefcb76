// The house rules as tests: who may import whom, what may touch the world, and how long a file may be.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const TOP = ['harness', 'scenarios', 'runners', 'reports'];

/** A room is a group of files with the same rights. The first pattern that matches names the room. */
const ROOMS: readonly (readonly [string, RegExp])[] = [
  ['contract', /^harness\/contract\//],
  ['plan', /^harness\/plan\//],
  ['run', /^harness\/run\//],
  ['check', /^harness\/check\//],
  ['stats', /^harness\/stats\//],
  ['compare', /^harness\/compare\//],
  ['store', /^harness\/store\//],
  ['cli', /^harness\/cli\//],
  ['testing', /^harness\/testing\//],
  ['mutants', /^harness\/mutants\//],
  ['registry', /^scenarios\/index\.ts$/],
  ['profile', /^scenarios\/[a-z_]+\/[a-z_]+\/profiles\.json$/],
  ['scenario', /^scenarios\/[a-z_]+\/[a-z_]+\/scenario\.ts$/],
  ['shared', /^scenarios\/[a-z_]+\/shared\/[a-z_]+\.(ts|py)$/],
  ['workload', /^scenarios\/[a-z_]+\/[a-z_]+\/[a-z_]+\.(ts|py)$/],
  ['node-mutants', /^runners\/node\/mutants\//],
  ['node-runner', /^runners\/node\//],
  ['page-client', /^reports\/html\/client\//],
  ['reports', /^reports\//],
];

const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  contract: ['contract'],
  plan: ['plan', 'contract'],
  run: ['run', 'contract'],
  check: ['check', 'contract'],
  stats: ['stats', 'contract'],
  compare: ['compare', 'contract', 'stats'],
  store: ['store', 'contract'],
  cli: ['cli', 'contract', 'plan', 'run', 'check', 'stats', 'compare', 'store', 'registry', 'reports'],
  testing: ['testing', 'contract'],
  // The corpus of broken runners drives the whole pipeline; nothing of the ordinary house may import it.
  mutants: ['mutants', 'cli', 'contract', 'plan', 'run', 'check'],
  registry: ['scenario', 'contract'],
  scenario: ['contract', 'profile'],
  workload: ['contract (types)'],
  shared: ['contract (types)'],
  'node-runner': ['node-runner', 'contract'],
  'node-mutants': ['node-mutants', 'node-runner', 'contract', 'mutants (types)'],
  reports: ['reports', 'contract', 'stats'],
  'page-client': ['page-client', 'contract (types)', 'reports'],
};

/** What a room may take from the platform. Rooms not listed may take anything. */
const PURE: ReadonlySet<string> = new Set([
  'contract',
  'plan',
  'check',
  'stats',
  'compare',
  'registry',
  'scenario',
  'reports',
]);
const EFFECTS =
  /^(node:)?(fs|child_process|net|http|https|dgram|os|worker_threads|timers|process|cluster|tty|readline|perf_hooks)(\/|$)/;
const AMBIENT_EFFECT =
  /\b(Date\.now|new Date\(\)|performance\.now|Math\.random|process\.(hrtime|exit|stdout|stderr|env|argv)|setTimeout\(|setInterval\()/;

interface Import {
  readonly from: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

function sources(): string[] {
  return TOP.flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' }).map((path) => join(top, path)),
  )
    .filter((path) => path.endsWith('.ts') && !/node_modules|^reports\/out/.test(path))
    .sort();
}

const isTest = (path: string): boolean => path.endsWith('.test.ts') || /(^|\/)testing\//.test(path);
const roomOf = (path: string): string | undefined => ROOMS.find(([, pattern]) => pattern.test(path))?.[0];
const familyOf = (path: string): string | undefined => /^scenarios\/([a-z_]+)\//.exec(path)?.[1];
const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');

function importsOf(path: string, text: string): Import[] {
  const statement = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"();]*?\sfrom\s+)?['"]([^'"]+)['"]/gm;
  const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;
  return [
    ...[...text.matchAll(statement)].map((match) => ({
      from: path,
      target: match[2] ?? '',
      typeOnly: match[1] !== undefined,
    })),
    ...[...text.matchAll(dynamic)].map((match) => ({ from: path, target: match[1] ?? '', typeOnly: false })),
  ];
}

/** Why an import is not allowed, or null. */
function objection({ from, target, typeOnly }: Import): string | null {
  const room = roomOf(from);
  if (room === undefined) return `${from}: stands in no room of the house`;
  if (!target.startsWith('.')) {
    if (PURE.has(room) && EFFECTS.test(target))
      return `${from}: ${room} is pure and may not import ${target}`;
    return null;
  }
  const path = relative(ROOT, resolve(ROOT, dirname(from), target));
  const other = roomOf(path);
  if (other === undefined) return `${from}: imports ${path}, which stands in no room of the house`;
  const allowed = MAY_IMPORT[room] ?? [];
  if (allowed.includes(other) || (typeOnly && allowed.includes(`${other} (types)`))) return null;
  if (room === other && ['workload', 'shared'].includes(room) && dirname(path) === dirname(from)) return null;
  if (room === 'workload' && other === 'shared' && familyOf(path) === familyOf(from)) return null;
  if (room === 'workload' && other === 'scenario' && dirname(path) === dirname(from) && typeOnly) return null;
  return `${from}: ${room} may not import ${other} (${path})`;
}

test('every import keeps the table of ARCHITECTURE.md', () => {
  const files = sources().filter((path) => !isTest(path));
  expect(files.length).toBeGreaterThan(20);
  expect(
    files.flatMap((path) => importsOf(path, read(path)).map(objection)).filter((line) => line !== null),
  ).toEqual([]);
});

test('the table objects to what it forbids', () => {
  const bad: readonly Import[] = [
    { from: 'harness/check/x.ts', target: '../run/clock.ts', typeOnly: false },
    { from: 'harness/check/x.ts', target: 'node:fs', typeOnly: false },
    { from: 'harness/run/x.ts', target: '../check/prove.ts', typeOnly: true },
    { from: 'reports/html/page.ts', target: '../../harness/run/clock.ts', typeOnly: false },
    {
      from: 'scenarios/timers/sleep_loop/promises.ts',
      target: '../../../harness/contract/digest.ts',
      typeOnly: false,
    },
    { from: 'scenarios/timers/sleep_loop/scenario.ts', target: '../mass/scenario.ts', typeOnly: false },
    {
      from: 'scenarios/timers/mass/promises.ts',
      target: '../../io_fanout/shared/traffic.ts',
      typeOnly: false,
    },
    { from: 'scenarios/timers/mass/scenario.ts', target: '../shared/schedule.ts', typeOnly: false },
    { from: 'scenarios/timers/shared/schedule.ts', target: '../mass/promises.ts', typeOnly: false },
    {
      from: 'scenarios/timers/shared/schedule.ts',
      target: '../../io_fanout/shared/traffic.ts',
      typeOnly: true,
    },
    {
      from: 'scenarios/timers/shared/schedule.ts',
      target: '../../../harness/contract/digest.ts',
      typeOnly: false,
    },
    { from: 'harness/helpers/x.ts', target: 'node:path', typeOnly: false },
  ];
  for (const edge of bad) expect([edge, objection(edge)]).not.toEqual([edge, null]);
});

test('a workload may import what its family shares', () => {
  const good: readonly Import[] = [
    { from: 'scenarios/timers/mass/promises.ts', target: '../shared/schedule.ts', typeOnly: false },
    { from: 'scenarios/timers/shared/schedule.ts', target: './draw.ts', typeOnly: false },
  ];
  expect(good.map(objection)).toEqual([null, null]);
});

/** Why a Python file beneath `scenarios` may not import a module of `scenarios`, or null. */
function pythonObjection(from: string, module: string): string | null {
  const target = `${module.replaceAll('.', '/')}.py`;
  if (dirname(target) === dirname(from)) return null;
  if (roomOf(from) === 'workload' && dirname(target) === `scenarios/${familyOf(from)}/shared`) return null;
  return `${from}: may not import ${module}`;
}

test('Python workloads import of the scenarios their own folder and what their family shares', () => {
  const files = readdirSync(join(ROOT, 'scenarios'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py'))
    .map((path) => join('scenarios', path));
  expect(files.length).toBeGreaterThan(20);
  const objections = files.flatMap((path) =>
    [...read(path).matchAll(/^\s*(?:from|import)\s+(scenarios\.[\w.]+)/gm)].map((match) =>
      pythonObjection(path, match[1] ?? ''),
    ),
  );
  expect(objections.length).toBeGreaterThan(20);
  expect(objections.filter((line) => line !== null)).toEqual([]);
  const workload = 'scenarios/timers/mass/coroutines.py';
  expect(pythonObjection(workload, 'scenarios.timers.shared.schedule')).toBeNull();
  expect(pythonObjection(workload, 'scenarios.io_fanout.shared.traffic')).not.toBeNull();
  expect(pythonObjection(workload, 'scenarios.timers.stall.stalled_loop')).not.toBeNull();
  expect(
    pythonObjection('scenarios/timers/shared/schedule.py', 'scenarios.timers.mass.coroutines'),
  ).not.toBeNull();
});

test('pure rooms read no clock, no chance, no process', () => {
  const files = sources().filter((path) => !isTest(path) && PURE.has(roomOf(path) ?? ''));
  const guilty = files.filter((path) =>
    AMBIENT_EFFECT.test(read(path).replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, '')),
  );
  expect(guilty).toEqual([]);
  expect(AMBIENT_EFFECT.test('const now = Date.now();')).toBe(true);
});

test('a measured process loads no schema library', () => {
  const heavy = new Set([
    'message.ts',
    'result.ts',
    'numbers.ts',
    'mutation-score.ts',
    'verdict.ts',
    'pairs.ts',
    'runner-manifest.ts',
    'published.ts',
  ]);
  const loads = sources()
    .filter((path) => !isTest(path) && ['node-runner', 'workload', 'shared'].includes(roomOf(path) ?? ''))
    .flatMap((path) => importsOf(path, read(path)))
    .filter(({ target, typeOnly }) => !typeOnly && heavy.has(target.split('/').at(-1) ?? ''));
  expect(loads).toEqual([]);
});

test('only check/prove.ts makes a proof', () => {
  const makers = sources().filter(
    (path) => /\bas (unknown as )?Proof\b/.test(read(path)) && path !== 'harness/architecture.test.ts',
  );
  expect(makers.filter((path) => !isTest(path))).toEqual(['harness/check/prove.ts']);
});

test('the global process is used everywhere: the module of that name makes stdin non-blocking', () => {
  expect(
    sources().filter((path) => /from ['"](node:)?process['"]/.test(read(path)) && !isTest(path)),
  ).toEqual([]);
});

test('no file is longer than 300 lines, and each opens with a line that says what it is for', () => {
  const own = sources().filter((path) => roomOf(path) !== undefined);
  expect(own.filter((path) => read(path).split('\n').length > 301)).toEqual([]);
  expect(own.filter((path) => !/^(#!.*\n)?(\/\/ |\/\*\*)/.test(read(path)))).toEqual([]);
});
