// A hang is a finding: for every way to lose an event, in both languages, the rule and the key of what was lost are named.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findAndAsk } from '../orchestrate/prepare/find-runtimes.ts';
import { harnessEpochNs } from '../run/clock.ts';
import { startWitness } from '../run/witness/host.ts';
import type { WitnessHost } from '../run/witness/port.ts';
import { scenarios } from '../../scenarios/index.ts';
import { ALWAYS } from './list-mixed.ts';
import { attempt } from './attempt.ts';
import type { AttemptContext } from './attempt.ts';
import { hangs } from './catalogue/hangs.ts';
import { first } from './catalogue/recording.ts';
import type { MutantTrial } from './mutant.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
const WITNESS = join(ROOT, 'dist/harness/run/witness/main.js');
const { runtimes } = await findAndAsk(ROOT, []);
/** One interpreter of each language. */
const preferred = runtimes.filter(({ id, runner }) => id === runner);
const byId = new Map(scenarios.map((scenario) => [scenario.id, scenario]));

const WAYS = hangs.flatMap((mutant) =>
  mutant.trials.flatMap((trial) =>
    preferred
      .filter(({ manifest }) => trial.languages?.includes(manifest.language) !== false)
      .map((runtime) => ({
        mutant,
        trial,
        runtime,
        name: `${mutant.id} ${trial.scenario} ${trial.rounds} ${runtime.id}`,
      })),
  ),
);

/** Most of the time is spent waiting. A witness serves one invocation at a time. */
const LANES = 4;
let folder = '';
const free: WitnessHost[] = [];
const waiting: ((witness: WitnessHost) => void)[] = [];

beforeAll(async () => {
  if (!existsSync(WITNESS)) throw new Error('There is no dist/: run `npm run build` first.');
  folder = mkdtempSync(join(tmpdir(), 'evenloop-hangs-'));
  const start = () => startWitness({ epochNs: harnessEpochNs, mainPath: WITNESS });
  free.push(...(await Promise.all(Array.from({ length: LANES }, start))));
});
afterAll(async () => {
  await Promise.all(free.map((witness) => witness.close()));
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
});

async function withWitness<Value>(act: (witness: WitnessHost) => Promise<Value>): Promise<Value> {
  const witness = free.pop() ?? (await new Promise<WitnessHost>((resolve) => waiting.push(resolve)));
  try {
    return await act(witness);
  } finally {
    const next = waiting.shift();
    if (next === undefined) free.push(witness);
    else next(witness);
  }
}

const contextOf = (witness: WitnessHost): AttemptContext => ({
  packageRoot: ROOT,
  runDirectory: folder,
  scratchDirectory: folder,
  witness,
  stop: { soft: new AbortController().signal, hard: new AbortController().signal },
  known: new Map(),
  scenarios: byId,
});

test('there are at least twenty ways, and three in each family', () => {
  const families = WAYS.map(({ trial }) => trial.scenario.split('.')[0] ?? '');
  const count = (family: string): number => families.filter((each) => each === family).length;
  expect(WAYS.length).toBeGreaterThanOrEqual(20);
  for (const family of ['file_watch', 'timers', 'io_fanout', 'dispatch', 'ordering'])
    expect(count(family), family).toBeGreaterThanOrEqual(3);
});

describe('the finding names rule and key', () => {
  test.concurrent.each(WAYS)(
    '$name',
    async ({ mutant, trial, runtime, name }) => {
      const style = runtime.manifest.defaultStyle;
      const what = { ...ALWAYS, mutant, trial, runtime, style, seed: 7, active: true };
      const seen = await withWitness((witness) =>
        attempt(what, name.replaceAll(' ', '-'), contextOf(witness)),
      );
      const said = JSON.stringify(seen, null, 1);
      expect(seen.verdict, said).toBe('divergent');
      expect(seen.failures[0], said).toMatch(/^EL2006 /);
      const rules = trial.caught?.by === 'rule' ? trial.caught.rules : [];
      const named = seen.findings.filter(({ rule, key }) => rules.includes(rule) && key === seen.victimKey);
      expect(named, said).not.toEqual([]);
      for (const finding of named) {
        expect(finding.class, said).toBe('missing');
        expect(finding.text, said).toMatch(/is missing; .*the round never ended$/);
      }
    },
    60_000,
  );
});

describe('a round that breaks off says how far it had come, and which rule was next', () => {
  const cases = preferred.flatMap((runtime) =>
    (['exit-at', 'throw-at'] as const).map((act) => ({ act, runtime, name: `${act} ${runtime.id}` })),
  );

  test.concurrent.each(cases)('$name', async ({ act, runtime, name }) => {
    const trial: MutantTrial = {
      scenario: 'timers.sleep_loop',
      rounds: 'traced',
      choice: { pick: 'any', kinds: ['fire'] },
      patch: (drawn) => ({ act, victim: first(drawn) }),
      caught: null,
    };
    const mutant = { id: 'H99', text: name, seam: 'process', trials: [trial] } as const;
    const style = runtime.manifest.defaultStyle;
    const what = { ...ALWAYS, mutant, trial, runtime, style, seed: 7, active: true };
    const seen = await withWitness((witness) => attempt(what, name.replaceAll(' ', '-'), contextOf(witness)));
    const said = JSON.stringify(seen, null, 1);
    expect(seen.verdict, said).toBe('failed');
    expect(seen.findings, said).toEqual([]);
    const [cause = ''] = seen.failures;
    expect(cause, said).toMatch(act === 'exit-at' ? /^EL2008 .*code 3/ : /^EL2010 .*a fault of the runtime/);
    if (act === 'throw-at') expect(cause, said).toMatch(/It was thrown in runners\//);
    expect(cause, said).toMatch(
      /Round 0 \(traced\) had recorded \d of 8 expected events, and they keep every rule\. Next were to come: `fire` \d on key 0 \(rule T1\)\.$/,
    );
  });
});
