// The package as a user has it: the tarball of `npm pack`, installed into an empty folder, and used there from the command line and by programs.
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRODUCT } from '../harness/contract/product.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MOST_BYTES = 9e6;
/** What is installed beside evenloop. */
const MOST_PACKAGES = 40;
const CELL = ['--scenario', 'timers.sleep_loop', '--subject', 'node/promises,python/coroutines'];

let project: string;
beforeAll(async () => {
  project = mkdtempSync(join(tmpdir(), 'evenloop-installed-'));
  await execa(process.execPath, [join(ROOT, 'scripts/install-package.mjs'), project]);
});
afterAll(() => rmSync(project, { recursive: true, force: true }));

const evenloop = (...args: string[]) => evenloopIn(project, ...args);

async function evenloopIn(cwd: string, ...args: string[]) {
  const { exitCode, stdout, stderr } = await execa('npx', ['--no-install', 'evenloop', ...args], {
    cwd,
    reject: false,
    env: { NO_COLOR: '1' },
  });
  return { exitCode, stdout, stderr };
}

/** Each file with its size and the time of its last change. */
function filesBelow(folder: string): ReadonlyMap<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(
    paths.map((path) => {
      const { size, mtimeMs } = statSync(join(folder, path), { throwIfNoEntry: false }) ?? {};
      return [path, `${size} ${mtimeMs}`];
    }),
  );
}

test('the package and what it depends on are small, and nothing of it runs when it is installed', () => {
  const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly hasInstallScript?: boolean }>>;
  };
  const installed = Object.entries(lock.packages).filter(([path]) => path !== '');
  expect(installed.length - 1).toBeLessThanOrEqual(MOST_PACKAGES);
  expect(installed.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  const own = join(project, 'node_modules/evenloop');
  const sizes = readdirSync(own, { recursive: true, encoding: 'utf8' }).map((path) =>
    statSync(join(own, path)),
  );
  const bytes = sizes.reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  expect(readme).toContain(`it brings ${installed.length - 1} packages`);
  expect(readme).toContain(`evenloop-${PRODUCT.version}.tgz`);
});

test('its commands work there, their results lie below the working directory, and node_modules stays as it was', async () => {
  const modules = join(project, 'node_modules');
  const before = filesBelow(modules);
  const listed = await evenloop('list', '--json');
  expect(JSON.parse(listed.stdout)).toMatchObject({
    scenarios: expect.any(Array),
    runtimes: expect.any(Array),
  });
  const ran = await evenloop('run', ...CELL, '--profile', 'smoke', '--json');
  expect([ran.exitCode, ran.stderr]).toEqual([0, expect.stringContaining('report: file://')]);
  const checked = await evenloop('check', ...CELL, '--out', 'kept/checked');
  expect([checked.exitCode, checked.stdout]).toEqual([
    0,
    expect.stringContaining('all 2 cells are equivalent'),
  ]);
  expect((await evenloop('report', 'reports/out/latest', '--out', 'page.html')).exitCode).toBe(0);
  expect((await evenloop('compare', 'reports/out/latest', 'kept/checked')).stdout).toContain(
    'primary metric',
  );
  expect((await evenloop('explain', 'T4')).exitCode).toBe(0);
  const made = readdirSync(project).sort();
  expect(made).toEqual(['kept', 'node_modules', 'package-lock.json', 'package.json', 'page.html', 'reports']);
  expect(statSync(join(project, 'page.html')).size).toBeGreaterThan(50_000);
  expect(filesBelow(modules)).toEqual(before);
});

test('the example of docs/library.md works, and says what the page says', async () => {
  const page = readFileSync(join(ROOT, 'docs/library.md'), 'utf8');
  const blocks = [...page.matchAll(/^```\w*\n([\s\S]*?)^```$/gm)];
  const [source = '', printed = ''] = blocks.map(([, text]) => text);
  writeFileSync(join(project, 'example.mjs'), source);
  const { stdout } = await execa(process.execPath, ['example.mjs'], { cwd: project });
  const shape = (text: string): string[] =>
    text
      .trim()
      .replaceAll(/\d+(\.\d+)?/g, '0')
      .split('\n');
  expect(shape(stdout)).toEqual(shape(printed));
});

test('a project that init has begun is whole, is checked in both languages and measured by the commands with which init ends', async () => {
  const begun = join(project, 'begun');
  const example = ['--scenario', 'example'];
  const started = await evenloop('init', 'begun');
  expect([started.exitCode, started.stdout]).toEqual([0, expect.stringContaining('evenloop.config.mjs')]);
  expect(started.stderr).not.toContain('npm install');
  const doctor = await evenloopIn(begun, 'doctor', '--json');
  expect(JSON.parse(doctor.stdout)).toMatchObject({
    schema: 'evenloop/doctor@1',
    out: join(begun, 'reports/out'),
  });
  const whole = await evenloopIn(begun, 'check', '--golden', ...example);
  expect([whole.exitCode, whole.stderr]).toEqual([0, expect.any(String)]);
  const checked = await evenloopIn(begun, 'check', ...example);
  expect([checked.exitCode, checked.stdout]).toEqual([
    0,
    expect.stringContaining('all 2 cells are equivalent'),
  ]);
  const ran = await evenloopIn(begun, 'run', ...example, '--profile', 'smoke');
  expect([ran.exitCode, ran.stdout]).toEqual([0, expect.stringContaining('python/coroutines')]);
  expect(readdirSync(begun).sort()).toEqual(['.github', 'evenloop.config.mjs', 'reports', 'scenarios']);
}, 120_000);

test('schemas can be loaded by their name', async () => {
  const source = `import schema from 'evenloop/schema/results.schema.json' with { type: 'json' };
    console.log(schema.$id);`;
  writeFileSync(join(project, 'schema.mjs'), source);
  const { stdout } = await execa(process.execPath, ['--no-warnings', 'schema.mjs'], { cwd: project });
  expect(stdout).toBe('urn:evenloop:schema:results:1');
});

const CONSUMER = `import { compare, readResults, run } from 'evenloop';
import type { FinishedRun, RunResult } from 'evenloop';
import type { Open } from 'evenloop/kit';

export const open: Open = (params, kit) => ({
  round() {
    kit.emit(kit.kinds['tick'] ?? 0, 0, Number(params['ticks']), 0);
    return 1;
  },
  close() {},
});
const ran = await run({ scenarios: ['timers'], profile: 'smoke', signal: AbortSignal.timeout(1000) });
export const finished: FinishedRun | string = ran.ok ? ran.value : ran.failure.next;
const stored = await readResults('reports/out/latest');
export const result: RunResult | null = stored.ok ? stored.value : null;
const verdicts = stored.ok ? stored.value.cells.map(({ verdict }) => verdict) : [];
export const all: 'equivalent' | 'divergent' | undefined = verdicts.find((one) => one === 'divergent');
export const changes = await compare('a', 'b');
`;

test.each(['nodenext', 'bundler'])(
  'a program in TypeScript is checked against its types: %s',
  async (how) => {
    writeFileSync(join(project, 'consumer.mts'), CONSUMER);
    const module = how === 'bundler' ? 'esnext' : how;
    const kinds = ['--target', 'es2023', '--module', module, '--moduleResolution', how];
    const types = ['--types', 'node', '--typeRoots', join(ROOT, 'node_modules/@types')];
    const args = ['--noEmit', '--strict', ...kinds, ...types, 'consumer.mts'];
    const compile = () => execa(join(ROOT, 'node_modules/.bin/tsc'), args, { cwd: project, reject: false });
    const good = await compile();
    expect([good.exitCode, good.stdout]).toEqual([0, '']);
    writeFileSync(join(project, 'consumer.mts'), CONSUMER.replace("profile: 'smoke'", 'profile: 5'));
    expect((await compile()).stdout).toContain('is not assignable to type');
  },
);
