// Walks the table of docs/what-runners-say.md: each row is made to happen, by a fault of the fake runner, a golden trace or a test.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { scenarios } from '../../scenarios/index.ts';
import { scenario as sleepLoop } from '../../scenarios/timers/sleep_loop/scenario.ts';
import { judgeInvocation } from '../check/prove.ts';
import { openSidecars } from '../store/sidecar-reader.ts';
import { contextForTest, failureOf } from '../testing/fake-invocation.ts';
import { fakeRuntime, fakeStep, SOURCE_ROOT } from '../testing/fake-runtime.ts';
import { judgeGolden, parseGolden } from '../check/golden.ts';
import { invoke } from './invoke.ts';
import { probeRunner } from './session/verify.ts';

const TABLE = readFileSync(new URL('../../docs/what-runners-say.md', import.meta.url), 'utf8');
const TOLERANCE_NS = 1_000_000;

interface Row {
  readonly says: string;
  readonly found: string;
  readonly made: string;
}

const rows = TABLE.split('\n')
  .filter((line) => line.startsWith('|'))
  .slice(2)
  .map((line): Row => {
    const [says = '', , found = '', made = ''] = line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
    return { says, found, made };
  });

const ofKind = (kind: string): Row[] => rows.filter(({ made }) => made.startsWith(`${kind} `));

/** Rule and class of each finding, and the code of each failure, of one invocation of the fake runner. */
async function foundBy(fault: string): Promise<string[]> {
  const context = contextForTest();
  const step = fakeStep({ params: { periodMs: 4, ticks: 4 } });
  const runtime = fakeRuntime(fault);
  const record = await invoke(step, runtime, context);
  const failure = failureOf(record);
  if (failure !== null) return [failure.code];
  const judged = judgeInvocation({
    record,
    scenario: sleepLoop,
    reader: openSidecars(context.runDirectory, record),
    timerEarlyNs: TOLERANCE_NS,
  });
  if (!judged.ok) return [judged.failure.code];
  return judged.value.findings.map(({ rule, class: found }) => `${rule} ${found}`);
}

test('the table has a row for each thing, and every row says how it is made to happen', () => {
  expect(rows.length).toBeGreaterThan(30);
  expect(new Set(rows.map(({ says }) => says)).size).toBe(rows.length);
  const kinds = ['fault', 'golden', 'test'].flatMap(ofKind);
  expect(kinds).toHaveLength(rows.length);
});

test('a runner that says what is so is contradicted by nobody', async () => {
  expect(await foundBy('none')).toEqual([]);
});

test.each(ofKind('fault'))('$made is found as $found', async ({ found, made }) => {
  const fault = /`([^`]+)`/.exec(made)?.[1] ?? '';
  if (found === 'EL2011') {
    expect(await probeRunner(fakeRuntime(fault), SOURCE_ROOT)).toMatchObject({ failure: { code: found } });
    return;
  }
  expect(await foundBy(fault)).toContain(found);
});

test.each(ofKind('golden'))('$made is found as $found', ({ found, made }) => {
  const [, id = '', name = ''] = /`([^`]+)` (\S+)/.exec(made) ?? [];
  const scenario = scenarios.find((each) => each.id === id);
  if (scenario === undefined) throw new Error(`there is no scenario ${id}`);
  const file = fileURLToPath(
    new URL(`../../scenarios/${id.replace('.', '/')}/golden/reject.json`, import.meta.url),
  );
  const parsed = parseGolden(JSON.parse(readFileSync(file, 'utf8')), file);
  const golden = parsed.ok ? parsed.value.find((each) => each.name === name) : undefined;
  if (golden === undefined) throw new Error(`there is no golden trace ${name}`);
  const judged = judgeGolden(golden, scenario, name);
  expect(judged.ok && judged.value.findings.map((finding) => `${finding.rule} ${finding.class}`)).toContain(
    found,
  );
});

test.each(ofKind('test'))('$made is a test that exists', ({ made }) => {
  const [, file = '', name = ''] = /`([^`]+)`: (.*)$/.exec(made) ?? [];
  expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')).toContain(`test('${name}'`);
});
