// The words of a command that resumes a run: those with which that was begun, and how it is shown this time.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runLineOf } from '../../testing/journal-lines.ts';
import { resumedArgs } from './resumed-args.ts';
import { changedSources } from './sources.ts';

function runOf(args: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-args-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'journal.ndjson'), `${JSON.stringify(runLineOf({ args }))}\n`);
  return folder;
}

test('a command that resumes nothing keeps its words', () => {
  for (const args of [
    [],
    ['run'],
    ['report', '--resume', 'x'],
    ['run', '--resume'],
    ['run', '--resume', '--json'],
  ])
    expect(resumedArgs(args)).toEqual(args);
});

test('the words of the beginning come first, then how it is shown this time', () => {
  const run = runOf(['check', '--repeat', '3', '--out', 'here']);
  expect(resumedArgs(['check', '--json', `--resume=${run}`, '--color', 'never'])).toEqual([
    ...['check', '--repeat', '3', '--out', 'here', '--json', '--color', 'never', '--resume', run],
  ]);
});

test.each([['--seed', '3'], ['--scenario', 'timers'], ['more'], ['--out=x']])(
  '%s does not go with --resume',
  (...words) => {
    expect(() => resumedArgs(['check', '--resume', runOf(['check']), ...words])).toThrow('EL1004');
  },
);

test('a run is resumed by the command that began it, and only where there is one', () => {
  expect(() => resumedArgs(['run', '--resume', runOf(['check'])])).toThrow('a run of `evenloop check`');
  expect(() => resumedArgs(['run', '--resume', join(tmpdir(), 'nowhere')])).toThrow('EL1005');
});

test('what changed is named, also what is new and what is gone', () => {
  expect(changedSources({ a: '1', b: '1', c: '1' }, { a: '1', b: '2', d: '1' })).toEqual(['b', 'c', 'd']);
  expect(changedSources({ a: '1' }, { a: '1' })).toEqual([]);
});
