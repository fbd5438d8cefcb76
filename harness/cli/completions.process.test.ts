// Completions in the shells themselves: bash always, zsh and fish where they are installed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { callBuilt } from './testing/call-built.ts';
import { layForeignRunner } from './testing/foreign-runners.ts';
import { layOwnProject } from './testing/own-project.ts';
import { callCli } from './testing/call-cli.ts';

/** The script, and a second one that asks it, as files in a folder of their own. */
async function ask(
  shell: string,
  args: readonly string[],
  question: string,
  project: readonly string[] = [],
): Promise<string> {
  const script = await callCli(['completions', shell, ...project]);
  expect([script.exitCode, script.stderr]).toEqual([0, '']);
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-complete-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'results.json'), '');
  writeFileSync(join(folder, 'script'), script.stdout);
  writeFileSync(join(folder, 'question'), question);
  const env = { ...process.env, HOME: folder };
  const asked = spawnSync(shell, [...args, 'question'], {
    cwd: folder,
    encoding: 'utf8',
    env,
    timeout: 20_000,
  });
  expect([asked.status, asked.stderr]).toEqual([0, '']);
  return asked.stdout.trim();
}

const isInstalled = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

/** As bash splits them: `=` is a word of its own. */
const CASES: readonly (readonly [readonly string[], readonly string[]])[] = [
  [['r'], ['run', 'report', 'replay']],
  [
    ['run', '--s'],
    ['--scenario', '--subject', '--seed', '--shard', '--shrink', '--scenarios'],
  ],
  [['run', '--profile', 'sm'], ['smoke']],
  [['run', '--profile', '=', 'sm'], ['smoke']],
  [
    ['run', '--progress', '='],
    ['auto', 'live', 'plain', 'none'],
  ],
  [['run', '--subject', 'node/pr'], ['node/promises']],
  [['run', '--subject', 'node/promises,python/co'], ['node/promises,python/coroutines']],
  [
    ['check', '--scenario', 'timers.s'],
    ['timers.sleep_loop', 'timers.stall'],
  ],
  [['run', '--export', 'open'], ['openmetrics=']],
  [['report', 'res'], ['results.json']],
  [
    ['explain', 'EL101'],
    ['EL1010', 'EL1011', 'EL1012', 'EL1015', 'EL1016'],
  ],
  [
    ['completions', ''],
    ['bash', 'zsh', 'fish'],
  ],
  [['list', 'run'], ['runtimes']],
  [
    ['explain', 'C50'],
    ['C501', 'C502', 'C503'],
  ],
];

test('bash completes commands, options, values, lists and files', async () => {
  const asked = CASES.map(
    ([
      words,
    ]) => `COMP_WORDS=(evenloop ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
COMPREPLY=(); _evenloop; echo "\${COMPREPLY[*]}"`,
  );
  const offered = await ask('bash', ['--norc'], ['source ./script', ...asked].join('\n'));
  expect(offered.split('\n').map((line, index) => [CASES[index]?.[0], line])).toEqual(
    CASES.map(([words, expected]) => [words, expected.join(' ')]),
  );
});

/** A folder with a config that adds one of each: a runner, a subject, a scenario and a profile. */
function project(): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-complete-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  layOwnProject(folder);
  layForeignRunner(join(folder, 'runner'), 'gopher');
  const config = {
    runners: ['runner'],
    scenarios: ['scenarios'],
    subjects: [
      { id: 'flag', runner: 'node', args: ['--no-opt'] },
      { id: 'gone', runner: 'nowhere' },
    ],
    profiles: { nightly: { extends: 'full' } },
  };
  writeFileSync(join(folder, 'evenloop.config.json'), JSON.stringify(config));
  return folder;
}

const OWN: readonly (readonly [words: string, offered: string])[] = [
  ['run --subject gop', 'gopher gopher/goroutines'],
  ['run --subject flag', 'flag flag/promises'],
  ['run --subject gon', 'gone'],
  ['run --reference go', 'gopher gopher/goroutines gone'],
  ['check --scenario limits', 'limits limits.token_bucket'],
  ['run --profile nig', 'nightly'],
  ['explain Q2', 'Q2'],
  ['conform gop', 'gopher'],
  ['conform res', 'results.json'],
];

test("bash completes what is the user's own", async () => {
  const config = join(project(), 'evenloop.config.json');
  const asked = OWN.map(
    ([words]) => `COMP_WORDS=(evenloop ${words}); COMP_CWORD=${words.split(' ').length}
COMPREPLY=(); _evenloop; echo "\${COMPREPLY[*]}"`,
  );
  const question = ['source ./script', ...asked].join('\n');
  const offered = await ask('bash', ['--norc'], question, ['--config', config]);
  expect(offered.split('\n')).toEqual(OWN.map(([, names]) => names));
  const without = await callCli(['completions', 'bash', '--no-config']);
  expect(without.stdout).not.toContain('gopher');
});

test('the config is the nearest one, and one that cannot be used is told', async () => {
  const folder = project();
  expect((await callBuilt(['completions', 'bash'], { folder: join(folder, 'runner') })).stdout).toContain(
    'limits.token_bucket',
  );
  writeFileSync(join(folder, 'evenloop.config.json'), '{');
  const broken = await callBuilt(['completions', 'bash'], { folder });
  expect([broken.exitCode, broken.stdout, broken.stderr]).toEqual([2, '', expect.stringContaining('EL1012')]);
});

test('bash is told for which command', async () => {
  const shown = await ask('bash', ['--norc'], 'source ./script; complete -p evenloop');
  expect(shown).toBe('complete -F _evenloop evenloop');
});

test.skipIf(!isInstalled('fish'))('fish completes commands, options, values and lists', async () => {
  const lines = [
    'r',
    'run --profile sm',
    'run --subject node/promises,python/co',
    'explain EL101',
    'conform nod',
    'conform res',
  ];
  const question = ['source ./script', ...lines.map((line) => `complete -C 'evenloop ${line}'`)].join('\n');
  const answer = await ask('fish', ['--no-config'], question);
  const offered = answer.split('\n').map((line) => line.split('\t')[0]);
  expect(offered).toEqual([
    'replay',
    'report',
    'run',
    'smoke',
    'node/promises,python/coroutines',
    'EL1010',
    'EL1011',
    'EL1012',
    'EL1015',
    'EL1016',
    'node',
    'results.json',
  ]);
});

test.skipIf(!isInstalled('zsh'))('zsh takes the script', async () => {
  const question = 'autoload -Uz compinit; compinit -u -D; source ./script; print -r -- $_comps[evenloop]';
  expect(await ask('zsh', ['-f'], question)).toBe('_evenloop');
});
