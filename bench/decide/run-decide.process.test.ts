// Whole runs of two builds in turn, in tiny sizes, with this build in the place of the other: all are measured, kept, and not run again.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { BaseTree } from '../../harness/gate/base-tree.ts';
import { findPackage } from '../../harness/orchestrate/package-root.ts';
import { ARMS } from './decide-arms.ts';
import { runDecide } from './run-decide.ts';

const LIMIT_MS = 300_000;

test(
  'each kind of run has seconds, rows and a width, and the tree of the other revision is taken away',
  async () => {
    const directory = mkdtempSync(join(tmpdir(), 'evenloop-decide-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    const said: string[] = [];
    let removed = 0;
    const base: BaseTree = { root: findPackage().root, commit: '0'.repeat(40), remove: () => removed++ };
    const decide = () =>
      runDecide(
        {
          rounds: 1,
          against: 'HEAD',
          seed: 1,
          directory,
          scenarios: ['dispatch.turn'],
          subjects: [],
          neighbour: 0,
          quick: true,
        },
        (text) => said.push(text),
        () => Promise.resolve(base),
      );
    const first = await decide();
    expect(first.arms.map(({ arm, runs }) => [arm, runs])).toEqual(ARMS.map((arm) => [arm, 1]));
    for (const { seconds, primary } of first.rows)
      expect([seconds > 0, primary.rows > 0]).toEqual([true, true]);
    expect(first.ratios.map(({ rounds }) => rounds)).toEqual([1, 1, 1]);
    expect(readdirSync(directory).sort()).toEqual(
      [...ARMS.map((arm) => `0-${arm}.json`), 'settings.json'].sort(),
    );
    expect([said.length, removed]).toEqual([ARMS.length, 1]);
    expect(await decide()).toEqual(first);
    expect([said.length, removed]).toEqual([ARMS.length, 2]);
  },
  LIMIT_MS,
);
