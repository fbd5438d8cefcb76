// The house rules as tests: who may import whom, what may touch the world, who prints, and how long a file may be.
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  circlesIn,
  importsOf,
  isTest,
  isTestSupport,
  readSource,
  sources,
  targetOf,
} from './testing/imports.ts';
import type { Import } from './testing/imports.ts';
import { MAY_IMPORT, ROOMS, familyOf, mayImport, roomOf } from './testing/rooms.ts';

/** What a room may take from the platform. Rooms not listed may take anything. */
const PURE: ReadonlySet<string> = new Set([
  'contract',
  'plan',
  'check',
  'stats',
  'compare',
  'registry',
  'scenario',
  'words',
  'history',
  'query',
  'page',
  'atlas-page',
  'site',
  'export',
]);
const EFFECTS =
  /^(node:)?(fs|child_process|net|http|https|dgram|os|worker_threads|timers|process|cluster|tty|readline|perf_hooks)(\/|$)/;
const AMBIENT_EFFECT =
  /\b(Date\.now|new Date\(\)|performance\.now|Math\.random|process\.(hrtime|exit|stdout|stderr|env|argv)|setTimeout\(|setInterval\()/;

const SPEAKING = /\bprocess\.(stdout|stderr|exit|argv)\b|\bconsole\./;
/** Programs that the harness starts beside itself. */
const OWN_PROCESSES = ['harness/run/stress-load.ts', 'harness/run/witness/main.ts'];

/** All but tests, which may import what they like; what only tests use is held to the table as well. */
const CODE = sources().filter((path) => !isTest(path));
const PRODUCT = CODE.filter((path) => !isTestSupport(path));
const uncommented = (path: string): string => readSource(path).replaceAll(/\/\/.*|\/\*[\s\S]*?\*\//g, '');
const ARROWS = CODE.flatMap((path) => importsOf(path, readSource(path)));

/** Why an import is not allowed, or null. */
function objection(arrow: Import): string | null {
  const { from, target, typeOnly } = arrow;
  const room = roomOf(from);
  if (room === undefined) return `${from}: stands in no room of the house`;
  const path = targetOf(arrow);
  if (path === null)
    return PURE.has(room) && EFFECTS.test(target)
      ? `${from}: ${room} is pure and may not import ${target}`
      : null;
  const other = roomOf(path);
  if (other === undefined) return `${from}: imports ${path}, which stands in no room of the house`;
  const sameFolder = dirname(path) === dirname(from);
  const sameFamily = familyOf(path) === familyOf(from);
  if (mayImport(room, other, { typeOnly, sameFolder, sameFamily })) return null;
  return `${from}: ${room} may not import ${other} (${path})`;
}

test('every import keeps the table of ARCHITECTURE.md', () => {
  expect(ARROWS.map(objection).filter((line) => line !== null)).toEqual([]);
});

test('every folder with code is read, and every file in it stands in a room', () => {
  const folders = new Set(CODE.map((path) => path.split('/')[0]));
  expect([...folders]).toEqual([
    'bench',
    'examples',
    'harness',
    'reports',
    'runners',
    'scenarios',
    'scripts',
  ]);
  expect(CODE.filter((path) => roomOf(path) === undefined)).toEqual([]);
  expect(CODE.length).toBeGreaterThan(300);
  const read = (from: string, to: string): boolean =>
    ARROWS.some((arrow) => arrow.from === from && targetOf(arrow) === to);
  expect(read('bench/self/workloads.mjs', 'bench/self/table.mjs')).toBe(true);
  expect(read('bench/self/reports.mjs', 'harness/publish/write-site.ts')).toBe(true);
  expect(read('scripts/write-schema.mjs', 'harness/contract/published.ts')).toBe(true);
  expect(read('harness/cli/program.ts', 'harness/cli/commands/run.ts')).toBe(true);
});

test('the table allows nothing that nobody does', () => {
  const done = new Set(
    ARROWS.flatMap((arrow) => {
      const [from, to] = [roomOf(arrow.from), roomOf(targetOf(arrow) ?? '')];
      return from === undefined || to === undefined ? [] : [`${from} -> ${to}`];
    }),
  );
  const allowed = Object.entries(MAY_IMPORT).flatMap(([from, rooms]) =>
    rooms.map((to) => `${from} -> ${to.replace(' (types)', '')}`),
  );
  expect(allowed.filter((arrow) => !done.has(arrow))).toEqual([]);
  expect(Object.keys(MAY_IMPORT).sort()).toEqual(ROOMS.map(([name]) => name).sort());
});

test('the table of ARCHITECTURE.md is the one that is kept', () => {
  const rows = [...readSource('ARCHITECTURE.md').matchAll(/^\| `([a-z-]+)` +\| [^|]+ \| ([^|]*) \|$/gm)];
  const told = rows.map(([, room = '', may = '']): [string, string[]] => [
    room,
    [...may.matchAll(/`([a-z-]+)`( \(types\))?/g)].map(([, name = '', types = '']) => name + types),
  ]);
  expect(Object.fromEntries(told)).toEqual(MAY_IMPORT);
});

test('no rooms and no files import each other in a circle, not for a type either', () => {
  const files = ARROWS.flatMap((arrow): [string, string][] => {
    const path = targetOf(arrow);
    return path === null ? [] : [[arrow.from, path]];
  });
  const rooms = files.flatMap(([from, to]): [string, string][] => {
    const [one, other] = [roomOf(from), roomOf(to)];
    return one === undefined || other === undefined || one === other ? [] : [[one, other]];
  });
  const allowed = Object.entries(MAY_IMPORT).flatMap(([from, all]) =>
    all.map((to): [string, string] => [from, to.replace(' (types)', '')]),
  );
  expect(circlesIn(files)).toEqual([]);
  expect(circlesIn(rooms)).toEqual([]);
  expect(circlesIn(allowed)).toEqual([]);
});

test('a circle is seen', () => {
  const line: [string, string][] = [
    ['a', 'b'],
    ['b', 'c'],
    ['a', 'c'],
    ['c', 'd'],
  ];
  expect(circlesIn(line)).toEqual([]);
  expect(circlesIn([...line, ['c', 'a']])).toEqual([['a', 'b', 'c']]);
  expect(circlesIn([['a', 'a']])).toEqual([['a']]);
  const back = importsOf('harness/check/a.ts', "import type { B } from './b.ts';");
  const forth = importsOf('harness/check/b.ts', "export type { A } from './a.ts';");
  const made = [...back, ...forth].map((arrow): [string, string] => [arrow.from, targetOf(arrow) ?? '']);
  expect(circlesIn(made)).toEqual([['harness/check/a.ts', 'harness/check/b.ts']]);
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
    { from: 'scenarios/timers/mass/events.ts', target: '../stall/events.ts', typeOnly: true },
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
    { from: 'harness/orchestrate/x.ts', target: '../cli/ui/progress.ts', typeOnly: true },
    { from: 'harness/cli/commands/x.ts', target: '../../run/clock.ts', typeOnly: true },
    { from: 'harness/mutants/x.ts', target: '../cli/exit.ts', typeOnly: false },
    { from: 'bench/self/x.mjs', target: '../../scripts/find-python.mjs', typeOnly: false },
    ...importsOf('bench/self/x.mjs', "await load('harness/cli/exit.js')"),
  ];
  expect(bad).toHaveLength(18);
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
  const files = readdirSync('scenarios', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.py'))
    .map((path) => join('scenarios', path));
  expect(files.length).toBeGreaterThan(20);
  const objections = files.flatMap((path) =>
    [...readSource(path).matchAll(/^\s*(?:from|import)\s+(scenarios\.[\w.]+)/gm)].map((match) =>
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
  const files = PRODUCT.filter((path) => PURE.has(roomOf(path) ?? ''));
  expect(files.filter((path) => AMBIENT_EFFECT.test(uncommented(path)))).toEqual([]);
  expect(AMBIENT_EFFECT.test('const now = Date.now();')).toBe(true);
});

test('of the harness, the command line alone prints, reads its arguments, and ends the process', () => {
  const files = PRODUCT.filter((path) => path.startsWith('harness/') && roomOf(path) !== 'cli');
  const guilty = files.filter((path) => SPEAKING.test(uncommented(path)));
  expect(guilty).toEqual(OWN_PROCESSES);
  expect(SPEAKING.test('process.stdout.write(text)')).toBe(true);
});

test('the command line stays small', () => {
  const files = PRODUCT.filter((path) => roomOf(path) === 'cli');
  const lines = files.map((path) => readSource(path).split('\n').length - 1);
  expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(4000);
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
  const loads = ARROWS.filter(({ from }) =>
    ['node-runner', 'workload', 'shared'].includes(roomOf(from) ?? ''),
  ).filter(({ target, typeOnly }) => !typeOnly && heavy.has(target.split('/').at(-1) ?? ''));
  expect(loads).toEqual([]);
});

test('only check/prove.ts makes a proof', () => {
  const makers = PRODUCT.filter((path) => /\bas (unknown as )?Proof\b/.test(readSource(path)));
  expect(makers).toEqual(['harness/check/prove.ts']);
});

test('the global process is used everywhere: the module of that name makes stdin non-blocking', () => {
  expect(PRODUCT.filter((path) => /from ['"](node:)?process['"]/.test(readSource(path)))).toEqual([]);
});

test('no file is longer than 300 lines, and each opens with a line that says what it is for', () => {
  const own = sources();
  expect(own.filter((path) => readSource(path).split('\n').length > 301)).toEqual([]);
  expect(own.filter((path) => !/^(#!.*\n)?(\/\/ |\/\*\*)/.test(readSource(path)))).toEqual([]);
});

test('nor is a file of Python, C or Go', () => {
  const others = sources('', /\.(py|c|h|go)$/);
  for (const end of ['.py', '.c', '.h', '.go']) expect(others.some((path) => path.endsWith(end))).toBe(true);
  expect(others.filter((path) => readSource(path).split('\n').length > 301)).toEqual([]);
});

test('no function is longer than 60 lines: the linter counts them', () => {
  const { rules, overrides } = JSON.parse(readSource('.oxlintrc.json')) as {
    readonly rules: Readonly<Record<string, unknown>>;
    readonly overrides: readonly { readonly files: readonly string[]; readonly rules: object }[];
  };
  expect(rules['max-lines-per-function']).toEqual(['error', { max: 60 }]);
  const spared = overrides.filter((each) => 'max-lines-per-function' in each.rules);
  expect(spared.flatMap(({ files }) => files)).toEqual(['**/*.test.ts']);
});
