// The example of a runner in Go: as short as its README says, and with a manifest that is one.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { RunnerManifest } from '../harness/contract/runner-manifest.ts';
import { scenarios } from '../scenarios/index.ts';

const FOLDER = fileURLToPath(new URL('../examples/go-runner/', import.meta.url));
const read = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const sources = readdirSync(FOLDER).filter((name) => name.endsWith('.go'));

test('has at most 400 lines in all, none of them longer than a reader can follow', () => {
  const lines = sources.flatMap((name) => read(name).trimEnd().split('\n'));
  expect(lines.length).toBeLessThanOrEqual(400);
  expect(lines.filter((line) => line.length > 150)).toEqual([]);
});

test('has a manifest with a language and a style that nobody else has', () => {
  const manifest: unknown = JSON.parse(read('runner.json'));
  expect(Value.Check(RunnerManifest, manifest)).toBe(true);
  expect(manifest).toMatchObject({ language: 'go', defaultStyle: 'goroutines' });
});

test('has the workloads that its README names, of scenarios that there are', () => {
  const code = sources.map(read).join('\n');
  const named = [...(read('README.md').split('\n')[2] ?? '').matchAll(/`([a-z_]+\.[a-z_]+)`/g)].map(
    ([, id]) => id,
  );
  expect(named).toHaveLength(2);
  for (const id of named) {
    expect(scenarios.map((scenario) => scenario.id)).toContain(id);
    expect(code).toContain(`"${id}"`);
  }
});
