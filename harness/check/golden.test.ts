// Every golden trace of every scenario: those to accept have no finding, those to reject have the named one.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Scenario } from '../contract/scenario.ts';
import type { GoldenTrace, GoldenTraces } from '../contract/verdict.ts';
import { judgeGolden, parseGolden } from './golden.ts';
import { legalTrace, sampleScenario } from '../testing/sample-case.ts';

const root = fileURLToPath(new URL('../../scenarios/', import.meta.url));

function folders(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
}

const scenarioFolders = folders(root)
  .flatMap((family) => folders(join(root, family)).map((name) => join(family, name)))
  .filter((path) => existsSync(join(root, path, 'scenario.ts')));

async function scenarioIn(path: string): Promise<Scenario> {
  const module: { scenario: Scenario } = await import(pathToFileURL(join(root, path, 'scenario.ts')).href);
  return module.scenario;
}

function tracesIn(path: string, side: 'accept' | 'reject'): GoldenTraces {
  const file = join(path, 'golden', `${side}.json`);
  const parsed = parseGolden(JSON.parse(readFileSync(join(root, file), 'utf8')), file);
  if (!parsed.ok) throw new Error(parsed.failure.cause);
  return parsed.value;
}

async function judged(path: string, golden: GoldenTrace): Promise<string[]> {
  const result = judgeGolden(golden, await scenarioIn(path), `${path} ${golden.name}`);
  if (!result.ok) throw new Error(result.failure.cause);
  expect(result.value.proof === null).toBe(result.value.findings.length > 0);
  return result.value.findings.map(({ rule, class: found, key }) => `${rule} ${found} ${key}`);
}

describe.each(scenarioFolders)('golden traces of %s', (path) => {
  test('there are some to accept and some to reject', () => {
    expect(tracesIn(path, 'accept').length).toBeGreaterThan(0);
    expect(tracesIn(path, 'reject').length).toBeGreaterThan(0);
  });

  for (const golden of tracesIn(path, 'accept'))
    test(`accepts ${golden.name}`, async () => {
      expect(golden).toMatchObject({ rule: null, class: null });
      expect(await judged(path, golden)).toEqual([]);
    });

  for (const golden of tracesIn(path, 'reject'))
    test(`rejects ${golden.name} by the named rule, class and key`, async () => {
      const { rule, class: found, key } = golden;
      expect(await judged(path, golden)).toContain(`${rule} ${found} ${key}`);
    });
});

describe('a golden trace', () => {
  const golden: GoldenTrace = {
    name: 'well',
    scenario: sampleScenario.id,
    reason: 'All is well.',
    params: { keys: 3, ticks: 4, samples: 2 },
    seed: 1,
    nonce: '0123456789abcdef',
    secret: 2,
    witness: null,
    timerEarlyNs: 0,
    rule: null,
    class: null,
    key: null,
    samples: [1, 2],
    events: legalTrace(1).map(({ kind, key, id, digest, time }) => [kind, key, id, digest, time]),
  };

  test('is judged like a round', () => {
    expect(judgeGolden(golden, sampleScenario, 'g')).toMatchObject({ ok: true, value: { findings: [] } });
    const cut = { ...golden, events: golden.events.slice(0, -1) };
    const result = judgeGolden(cut, sampleScenario, 'g');
    expect(result).toMatchObject({ ok: true, value: { proof: null } });
  });

  test('that is malformed is an error that names the file and the place', () => {
    expect(parseGolden([golden], 'good.json')).toEqual({ ok: true, value: [golden] });
    expect(parseGolden([golden, { ...golden, nonce: 'x' }], 'bad.json')).toMatchObject({
      ok: false,
      failure: { code: 'EL1007', cause: expect.stringMatching(/^bad\.json: \/1\/nonce /) },
    });
    expect(parseGolden([[]], 'bad.json')).toMatchObject({ ok: false, failure: { code: 'EL1007' } });
    expect(parseGolden([], 'bad.json')).toMatchObject({ ok: false, failure: { code: 'EL1007' } });
  });

  test('of another scenario, with a strange event or witness is an error', () => {
    const causes = [
      { ...golden, scenario: 'timers.other' },
      { ...golden, events: [['ghost', 0, 0, 0, 1] as [string, number, number, number, number]] },
      { ...golden, witness: 'me' },
    ].map((bad) => judgeGolden(bad, sampleScenario, 'g'));
    expect(causes.map((result) => (result.ok ? '' : result.failure.code))).toEqual([
      'EL1007',
      'EL1007',
      'EL1007',
    ]);
  });
});
