// Whatever a results file holds: it is refused with its place, or it is shown and compared without a crash.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { sampleResult } from '../../reports/testing/sample-result.ts';
import { compareStoredRuns } from '../compare/compare-stored-runs.ts';
import type { RunResult } from '../contract/result.ts';
import { visibleText } from '../contract/visible-text.ts';
import { readResults } from '../store/results-file.ts';
import { plainPaint } from '../tables/colour.ts';
import { fuzzedJson, fuzzSettings, fuzzTimeoutMs, mostMemory, tries } from '../testing/fuzzed-json.ts';
import { resultLines } from '../tables/result-lines.ts';

const COUNT = tries(300, 10);
const folder = mkdtempSync(join(tmpdir(), 'evenloop-fuzz-'));
const path = join(folder, 'results.json');
const tally = { read: 0, refused: 0 };

afterAll(() => {
  rmSync(folder, { recursive: true });
  if (COUNT > 300)
    process.stderr.write(`results: ${JSON.stringify(tally)}, at most ${mostMemory().toFixed(0)} MiB\n`);
});

/** One scenario of the sample, so that a change meets every kind of field often. */
function smallSample(): RunResult {
  const all = sampleResult();
  const [first] = all.scenarios;
  const isOwn = ({ scenario }: { readonly scenario: string }): boolean => scenario === first?.id;
  return {
    ...all,
    scenarios: all.scenarios.slice(0, 1),
    cells: all.cells.filter(isOwn).slice(0, 3),
    comparisons: all.comparisons.filter(isOwn).slice(0, 4),
    changes: all.changes.filter(isOwn),
    disturbances: {
      seen: [{ kind: 'pause', who: 'evenloop', share: null, ms: 4000, invocations: 2 }],
      unseen: ['x'],
    },
  };
}

test('it is refused with EL1005, or shown and compared', { timeout: fuzzTimeoutMs(COUNT) }, () => {
  const sound = smallSample();
  fc.assert(
    fc.property(fuzzedJson([sound]), (text) => {
      writeFileSync(path, text);
      const read = readResults(path);
      if (!read.ok) {
        expect(read.failure.code).toBe('EL1005');
        tally.refused++;
        return;
      }
      tally.read++;
      for (const width of [80, null]) {
        const lines = resultLines(read.value, { kind: 'all' }, width, plainPaint);
        expect(lines.filter((line) => visibleText(line) !== line)).toEqual([]);
      }
      compareStoredRuns(sound, read.value);
      compareStoredRuns(read.value, sound);
    }),
    fuzzSettings(COUNT),
  );
  expect(Math.min(tally.read, tally.refused)).toBeGreaterThan(0);
});
