// The help says what the config gives where the command line gives nothing.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { configHelp } from './config-help.ts';

function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'evenloop-help-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

test('each value with the place it comes from', async () => {
  const config = {
    reference: 'old/promises',
    out: 'runs',
    subjects: [{ id: 'old', runner: 'node' }],
    profiles: { nightly: { extends: 'full', time: '10min', scenarios: ['timers', 'dispatch'] } },
    thresholds: { cpu: 0.05 },
  };
  const folder = folderWith({ 'evenloop.config.json': JSON.stringify(config) });
  expect((await configHelp(['run', '--help'], folder)).split('\n')).toEqual([
    '',
    `From ${join(folder, 'evenloop.config.json')}, where the command line says nothing else:`,
    '  options: --reference old/promises',
    `  runs go to: ${join(folder, 'runs')}`,
    '  subjects: old',
    '  thresholds: cpu 0.05',
    '  --profile nightly: --scenario timers,dispatch --reference old/promises --time 10min',
  ]);
});

test('no config, no word of it; a bad one is told and shows the help all the same', async () => {
  const folder = folderWith({ 'evenloop.config.json': '{', 'other.json': '{ "out": "there" }' });
  expect(await configHelp(['run', '--no-config', '--help'], folder)).toBe('');
  expect(await configHelp(['run', '--help'], folder)).toBe(
    `\nThe config cannot be used: EL1012 ${join(folder, 'evenloop.config.json')} is not JSON.`,
  );
  for (const words of [['--config', 'other.json'], ['--config=other.json']])
    expect(await configHelp(['run', ...words, '--help'], folder)).toContain(
      `runs go to: ${join(folder, 'there')}`,
    );
});
