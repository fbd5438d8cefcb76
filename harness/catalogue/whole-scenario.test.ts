// What is missing in a scenario's folder, and golden traces that are judged otherwise than they say.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { scenario } from '../../scenarios/timers/sleep_loop/scenario.ts';
import type { GoldenTrace } from '../contract/verdict.ts';
import { wholenessOf } from './whole-scenario.ts';

const original = fileURLToPath(new URL('../../scenarios/timers/sleep_loop', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'evenloop-whole-'));
beforeEach(() => cpSync(original, folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const gaps = (): string[] => wholenessOf(scenario, folder).gaps.map(({ file, text }) => `${file} ${text}`);
const change = (side: 'accept' | 'reject', edit: (traces: GoldenTrace[]) => unknown): void => {
  const path = join(folder, 'golden', `${side}.json`);
  writeFileSync(path, JSON.stringify(edit(JSON.parse(readFileSync(path, 'utf8')))));
};

test('a whole scenario has no gap, and all its traces are judged', () => {
  const { gaps: found, traces } = wholenessOf(scenario, folder);
  expect(found).toEqual([]);
  expect(traces).toBeGreaterThan(5);
});

test('a missing README and a rule that it does not name are gaps', () => {
  const path = join(folder, 'README.md');
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll(/\bT6\b/g, 'it'));
  expect(gaps()).toEqual(['README.md does not name the rule T6']);
  rmSync(path);
  expect(gaps()).toEqual(['README.md is missing: it says in prose what the rules demand']);
});

test('missing golden traces are gaps', () => {
  rmSync(join(folder, 'golden'), { recursive: true });
  expect(gaps()).toEqual([
    'golden/accept.json is missing: it has traces that the checker must accept',
    'golden/reject.json is missing: it has traces that the checker must reject',
  ]);
});

test('too few traces, and two of one name, are gaps', () => {
  change('accept', ([first]) => [first]);
  change('reject', ([first]) => [first, first]);
  expect(gaps()).toEqual([
    'golden/accept.json has 1 of at least 2 traces, the legal variations among them',
    `golden/reject.json has two traces of the name ${JSON.parse(readFileSync(join(folder, 'golden/reject.json'), 'utf8'))[0].name}`,
    'golden/reject.json has 1 of at least 4 pairs of rule and class',
  ]);
});

test('a trace to accept that is rejected is a gap with the finding', () => {
  change('accept', (traces) =>
    traces.map((trace) => Object.assign(trace, { events: trace.events.slice(0, -1) })),
  );
  expect(gaps().join('\n')).toMatch(/^golden\/accept\.json \w+ is rejected by T1 missing 0: /);
  change('accept', (traces) => traces.map((trace) => Object.assign(trace, { rule: 'T1' })));
  expect(gaps().join('\n')).toContain('it is to be accepted, so rule and class must be null');
});

test('a trace to reject that is accepted, or rejected by another rule, is a gap', () => {
  const [good] = JSON.parse(readFileSync(join(folder, 'golden/accept.json'), 'utf8')) as GoldenTrace[];
  change('reject', (traces) => [
    ...traces,
    { ...good, name: 'harmless', rule: 'T1', class: 'missing', key: 0 },
  ]);
  expect(gaps()).toEqual(['golden/reject.json harmless is accepted, and not by T1 missing 0']);
  rmSync(join(folder, 'golden'), { recursive: true });
  cpSync(join(original, 'golden'), join(folder, 'golden'), { recursive: true });
  change('reject', (traces) => traces.map((trace) => ({ ...trace, key: 9 })));
  expect(gaps()[0]).toMatch(/is rejected by .*, and not by \w+ \w+ 9$/);
});

test('files that cannot be read are gaps', () => {
  writeFileSync(join(folder, 'golden/accept.json'), '[');
  writeFileSync(join(folder, 'known-divergences.json'), '[{}]');
  expect(gaps()).toEqual([
    expect.stringMatching(/^known-divergences\.json \/0 /),
    expect.stringMatching(/^golden\/accept\.json \/ /),
  ]);
});

test('a known divergence of a rule that the scenario does not have is a gap', () => {
  const entry = {
    id: 'odd',
    runner: 'node',
    versions: '',
    rule: 'X9',
    class: 'missing',
    styles: [],
    status: 'may-fail',
    reason: 'It is odd.',
    link: 'https://example.org',
  };
  writeFileSync(join(folder, 'known-divergences.json'), JSON.stringify([entry]));
  expect(gaps()).toEqual([
    'known-divergences.json explains odd by the rule X9, which the scenario does not have',
  ]);
  writeFileSync(join(folder, 'known-divergences.json'), JSON.stringify([{ ...entry, rule: 'W4' }]));
  expect(gaps()).toEqual([]);
});

test('what is wrong with the declaration is a gap', () => {
  const broken = wholenessOf({ ...scenario, shrink: { tics: 1 } }, folder);
  expect(broken.gaps).toEqual([{ file: 'scenario', text: 'shrink names the unknown parameter tics' }]);
});
