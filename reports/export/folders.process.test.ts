// Exports that are folders, in the programs that read them: asv publishes a site of them, Otava finds a step in them.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ExportFormat } from '../../harness/contract/export-formats.ts';
import type { RunResult } from '../../harness/contract/result.ts';
import { consumer, hasConsumers, scratch } from '../testing/consumers/consumers.ts';
import { divergentRun, failedRun, interruptedRun, STORED_RUNS, wholeRun } from '../testing/stored-runs.ts';
import { exportFiles } from './formats.ts';
import { selectRun } from './select-run.ts';

function write(
  format: ExportFormat,
  result: RunResult,
  path: string,
  earlier: readonly RunResult[] = [],
): void {
  const files = exportFiles(format, { result, earlier });
  if (!files.ok) throw new Error(files.failure.cause);
  for (const [name, content] of files.value) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), content);
  }
}

/** A run of its own day, all of its values multiplied. */
function onDay(day: number, result: RunResult, factor: number): RunResult {
  const startedAt = `2026-03-${String(day).padStart(2, '0')}T10:00:00Z`;
  // Otava finds no step in values without any noise.
  const noise = 1 + 0.001 * Math.sin(7 * day);
  return {
    ...result,
    run: { ...result.run, id: `run-${day}`, startedAt },
    cells: result.cells.map((cell) => ({
      ...cell,
      measurements: cell.measurements.map((one) => ({ ...one, value: one.value * factor * noise })),
    })),
  };
}

/** A repository with a commit a run: their ids, oldest first. */
function repository(folder: string, commits: number): string[] {
  const git = (...args: string[]): string => {
    const who = ['-c', 'user.name=n', '-c', 'user.email=n@example.invalid'];
    const { status, stdout, stderr } = spawnSync('git', [...who, ...args], { cwd: folder, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  mkdirSync(folder);
  git('init', '--quiet', '--initial-branch=main');
  return Array.from({ length: commits }, (_, at) => {
    git('commit', '--quiet', '--allow-empty', `--message=${at}`);
    return git('rev-parse', 'HEAD');
  });
}

test('asv has no place for a run without a commit, and says so', () => {
  const result = wholeRun();
  const files = exportFiles('asv', {
    result: { ...result, run: { ...result.run, commit: null } },
    earlier: [],
  });
  expect(files).toMatchObject({ ok: false, failure: { code: 'EL4005' } });
});

describe.skipIf(!hasConsumers)('folders in their programs (skipped: npm run setup:consumers)', () => {
  test('asv publishes four kinds of run; what lost its numbers is a gap, and the lost cells are counted', () => {
    const folder = scratch();
    const runs = [wholeRun(), interruptedRun(), divergentRun(), failedRun()];
    const commits = repository(join(folder, 'repo'), runs.length);
    for (const [at, result] of runs.entries()) {
      const commit = commits[at] ?? '';
      write('asv', { ...result, run: { ...result.run, commit } }, join(folder, 'results'));
    }
    const config = { version: 1, project: 'p', project_url: '', repo: 'repo', branches: ['main'] };
    const places = { results_dir: 'results', html_dir: 'html', env_dir: 'env' };
    writeFileSync(join(folder, 'asv.conf.json'), JSON.stringify({ ...config, ...places }));
    const ended = consumer('asv', ['publish', '--no-pull'], folder);
    expect([ended.status, /warning|error|couldn't/i.exec(ended.out + ended.err)]).toEqual([0, null]);
    const graphs = join(folder, 'html/graphs/branch-main');
    const [machine = ''] = readdirSync(graphs);
    const graph = (name: string): unknown =>
      JSON.parse(readFileSync(join(graphs, machine, `${name}.json`), 'utf8'));
    expect(graph('evenloop.run.cells_without_numbers')).toEqual([
      [0, 0],
      [1, 4],
      [2, 1],
      [3, 6],
    ]);
    const [node = Number.NaN, python = Number.NaN] = wholeRun()
      .cells.filter(({ scenario, side }) => scenario === 'timers.sleep_loop' && side === 'head')
      .map(({ measurements }) => (measurements.find(({ metric }) => metric === 'cpu')?.value ?? 0) / 1e9);
    const drawn = graph('timers.sleep_loop.5ms.cpu') as [number, [number, number | null]][];
    expect(drawn[0]).toEqual([0, [node, python]]);
    expect(drawn.find(([revision]) => revision === 2)).toEqual([2, [node, null]]);
    expect(existsSync(join(folder, 'html/index.html'))).toBe(true);
  });

  test('Otava finds a step, in its direction, and reads a cell around the runs in which it is missing', () => {
    const folder = scratch();
    const runs = [1, 2, 3, 4, 5, 6, 7, 8].map((day) => {
      const result = day === 2 ? divergentRun() : wholeRun();
      return onDay(day, result, day > 5 ? 1.3 : 1);
    });
    const last = runs.at(-1) ?? wholeRun();
    write('otava', last, folder, runs.slice(0, -1).toReversed());
    const analyze = (name: string): { readonly changes: readonly Record<string, unknown>[] }[] => {
      const args = ['analyze', '--config-file', 'otava.yaml', '--output', 'json', name];
      const ended = consumer('otava', args, folder);
      expect([name, ended.status, /ERROR/.exec(ended.out + ended.err)]).toEqual([name, 0, null]);
      const line = ended.out.split('\n').find((text) => text.startsWith('{')) ?? '{}';
      return (JSON.parse(line) as Record<string, { changes: Record<string, unknown>[] }[]>)[name] ?? [];
    };
    const name = 'timers.sleep_loop/5ms/python/coroutines';
    const [step] = analyze(name);
    expect(step?.changes).toContainEqual(
      expect.objectContaining({ metric: `${name}/cpu`, index: 4, forward_change_percent: '30' }),
    );
    const config = JSON.parse(readFileSync(join(folder, 'otava.yaml'), 'utf8')) as {
      tests: Record<string, { metrics: Record<string, { direction: number }> }>;
    };
    expect(config.tests[name]?.metrics[`${name}/cpu`]?.direction).toBe(-1);
    expect(analyze('evenloop/run')).toEqual([]);
    const table = readFileSync(join(folder, 'run.csv'), 'utf8').split('\r\n');
    expect(table.slice(1, 4).map((line) => line.split(',').slice(2))).toEqual([
      ['run-1', 'whole: 6 of 6 cells have numbers', '0'],
      ['run-2', 'partial: 5 of 6 cells have numbers', '1'],
      ['run-3', 'whole: 6 of 6 cells have numbers', '0'],
    ]);
  });

  test('Otava reads a single run of each kind', () => {
    const folder = scratch();
    for (const [kind, run] of Object.entries(STORED_RUNS)) {
      write('otava', run(), join(folder, kind));
      const args = ['validate', '--config-file', 'otava.yaml'];
      const { status, out, err } = consumer('otava', args, join(folder, kind));
      expect([kind, status, /ERROR/.exec(out + err)]).toEqual([kind, 0, null]);
    }
  });
});

// `welch_ttest.py` compares exactly two commands; `plot_parametrized.py` wants one parameter in each result.
test("what --scenario and --metric leave is what hyperfine's scripts want: two commands, or one parameter", () => {
  const folder = scratch();
  const results = (name: string) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return (JSON.parse(text) as { readonly results: readonly { readonly parameters?: object }[] }).results;
  };
  const chosen = selectRun(wholeRun(), { scenarios: ['io_fanout.*'], metrics: ['p50'] });
  if (!chosen.ok) throw new Error(chosen.failure.cause);
  write('hyperfine', chosen.value, join(folder, 'two'));
  expect(results('two')).toHaveLength(2);
  const whole = wholeRun();
  const more = whole.cells
    .filter(({ scenario, side }) => scenario === 'io_fanout.tcp_echo' && side === 'head')
    .map((cell) => {
      const params = Object.assign({}, cell.params, { connections: 32 });
      return Object.assign({}, cell, { set: '32x64B', params });
    });
  write('hyperfine', { ...whole, cells: [...whole.cells, ...more] }, join(folder, 'all'));
  write('hyperfine', { ...chosen.value, cells: [...chosen.value.cells, ...more] }, join(folder, 'swept'));
  const counts = (name: string) =>
    new Set(results(name).map(({ parameters = {} }) => Object.keys(parameters).length));
  expect(counts('swept')).toEqual(new Set([1]));
  expect(counts('all')).toContain(0);
});
