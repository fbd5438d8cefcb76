// Stored runs that are no files, are too deep, or lie: each costs itself alone, is named, and holds nobody up.
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sampleRuns } from '../../reports/testing/sample-history.ts';
import { runLineOf } from '../testing/journal-lines.ts';
import { callBuilt } from './testing/call-built.ts';
import { runCli } from './testing/run-cli.ts';

const COUNT = 3;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'evenloop-stored-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** What may lie in the place of a results.json, and what is said of it. */
const BAD: Readonly<Record<string, readonly [(path: string) => void, string]>> = {
  fifo: [(path) => void execFileSync('mkfifo', [path]), 'it cannot be read (a FIFO)'],
  circle: [(path) => symlinkSync('results.json', path), 'it cannot be read (ELOOP)'],
  device: [(path) => symlinkSync('/dev/zero', path), 'it cannot be read (a device)'],
  dangling: [(path) => symlinkSync('nowhere', path), 'it is not a run: it has no results.json'],
  nested: [(path) => mkdirSync(path), 'it cannot be read (EISDIR)'],
  deep: [(path) => writeFileSync(path, '['.repeat(200_000)), 'it has lists and objects more than 200 deep'],
  huge: [
    (path) => {
      writeFileSync(path, '');
      truncateSync(path, 2 ** 40);
    },
    'it cannot be read (it has 1099511627776 bytes, and at most 402653184 are read)',
  ],
};

function badRuns(): string {
  const runs = join(folder(), 'runs');
  for (const result of sampleRuns(COUNT, COUNT)) {
    mkdirSync(join(runs, result.run.id), { recursive: true });
    writeFileSync(join(runs, result.run.id, 'results.json'), `\u{feff}${JSON.stringify(result)}`);
  }
  for (const [name, [make]] of Object.entries(BAD)) {
    mkdirSync(join(runs, name));
    make(join(runs, name, 'results.json'));
  }
  symlinkSync('around', join(runs, 'around'));
  mkdirSync(join(runs, 'lying'));
  const lie = JSON.stringify({ ...runLineOf(), plan: {}, planning: {}, runtimes: [null], known: [7] });
  writeFileSync(join(runs, 'lying', 'journal.ndjson'), `${lie}\n`);
  mkdirSync(join(runs, 'waiting'));
  execFileSync('mkfifo', [join(runs, 'waiting', 'journal.ndjson')]);
  return runs;
}

const IN_TIME_MS = 20_000;

test('`history` goes on without them, and names each', { timeout: IN_TIME_MS }, async () => {
  const { exitCode, stderr, stdout } = await callBuilt(['history', badRuns()]);
  expect(exitCode).toBe(0);
  expect(stdout).not.toBe('');
  for (const [name, [, reason]] of Object.entries(BAD))
    expect(stderr).toContain(`warning EL1005: ${name} is left out: ${reason}.`);
  expect(stderr).toContain('around is left out');
  expect(stderr).toContain('lying is left out');
  expect(stderr).toContain('waiting is left out');
  expect(stderr).not.toContain('EL9001');
});

test('a site is made without them, and names each', { timeout: IN_TIME_MS }, async () => {
  const out = join(folder(), 'site');
  const { exitCode, stderr } = await callBuilt(['report', '--site', badRuns(), '--out', out]);
  expect(exitCode).toBe(0);
  for (const [name, [, reason]] of Object.entries(BAD))
    expect(stderr).toContain(`${name} is not shown: ${reason}.`);
  expect(stderr).toContain(`${COUNT} runs in the site.`);
  expect(readFileSync(join(out, 'index.html'), 'utf8')).toContain('<code>fifo</code>');
});

test.each(Object.keys(BAD))('one of them alone: %s', { timeout: IN_TIME_MS }, async (name) => {
  const runs = badRuns();
  for (const args of [
    ['report', join(runs, name)],
    ['report', join(runs, name, 'results.json')],
    ['compare', join(runs, name), join(runs, 'run-0001')],
  ]) {
    const { exitCode, stderr } = await callBuilt(args);
    expect([args, exitCode, stderr.includes('EL1005')]).toEqual([args, 2, true]);
  }
});

test('a journal that lies is not a bug of ours', { timeout: IN_TIME_MS }, async () => {
  const { exitCode, stderr } = await callBuilt(['report', join(badRuns(), 'lying')]);
  expect([exitCode, stderr.includes('EL1005')]).toEqual([2, true]);
});

test('a manifest, a config, a bundle and pairs that are FIFOs are refused at once', {
  timeout: 60_000,
}, async () => {
  const place = folder();
  const fifo = (name: string): string => {
    execFileSync('mkfifo', [join(place, name)]);
    return join(place, name);
  };
  mkdirSync(join(place, 'bundle'));
  fifo('bundle/bundle.json');
  for (const [args, code] of [
    [['judge', fifo('pairs.json')], 'EL1011'],
    [['replay', join(place, 'bundle')], 'EL1008'],
    [['list', 'subjects', '--config', fifo('evenloop.config.json')], 'EL1012'],
    [['conform', fifo('runner.json')], 'EL2014'],
  ] as const) {
    const { exitCode, stderr } = await runCli(args);
    expect([args[0], exitCode === 0, stderr.includes(code)]).toEqual([args[0], false, true]);
  }
});
