// Every scenario is whole: workloads or reasons for every style, a README that names the rules, golden traces, known divergences.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Value } from 'typebox/value';
import { describe, expect, test } from 'vitest';
import { HARNESS_RULES } from '../harness/check/harness-rules.ts';
import { assertNever } from '../harness/contract/failure.ts';
import { styleTableOf } from '../harness/contract/scenario.ts';
import type { Profile, Scenario, StyleSupport } from '../harness/contract/scenario.ts';
import { GoldenTraces, KnownDivergences } from '../harness/contract/verdict.ts';
import { findPackage } from '../harness/orchestrate/package-root.ts';
import { loadManifests } from '../harness/orchestrate/prepare/load-manifests.ts';
import { scenarios } from './index.ts';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
/** Of the languages of this package's own runners. */
const EXTENSION: ReadonlyMap<string, string> = new Map([
  ['javascript', 'ts'],
  ['python', 'py'],
]);
/** The runners of the default run are one a language; others run the same workloads. */
const OWN = loadManifests(findPackage().root)
  .manifests.filter(({ manifest: { inDefaultRun = true } }) => inDefaultRun)
  .map(({ manifest: { language, styles = [] } }) => ({
    language,
    styles,
    extension: EXTENSION.get(language),
  }));
const PROFILES: readonly Profile[] = ['smoke', 'quick', 'standard', 'full'];

const folderOf = ({ id }: Scenario): string => join(ROOT, ...id.split('.'));
const readText = (path: string): string => readFileSync(path, 'utf8');
const readJson = (path: string): unknown => JSON.parse(readText(path));

/** Why a style is not whole, or null: a workload file or a reason, one of the two. */
function objection(support: StyleSupport | undefined, hasFile: boolean): string | null {
  if (support === undefined) return hasFile ? 'a file but no entry' : 'neither a file nor a reason';
  if (support === 'supported') return hasFile ? null : 'supported, but there is no file';
  if (hasFile) return 'a file and a reason why there is none';
  return support.unsupported.length > 10 ? null : 'a reason that says nothing';
}

function repeated<Item>(items: readonly Item[]): Item[] {
  return items.filter((item, index) => items.indexOf(item) !== index);
}

test('the registry names every scenario folder once, and none that does not exist', () => {
  const folders = readdirSync(ROOT, { withFileTypes: true })
    .filter((family) => family.isDirectory())
    .flatMap(({ name: family }) => readdirSync(join(ROOT, family)).map((name) => `${family}.${name}`))
    .filter((id) => !id.endsWith('.shared'));
  expect(scenarios.map(({ id }) => id).sort()).toEqual(folders.sort());
});

test('families stand together, file_watch first', () => {
  const families = scenarios.map(({ family }) => family);
  const groups = families.filter((family, index) => family !== families[index - 1]);
  expect(groups).toEqual(['file_watch', 'timers', 'io_fanout', 'dispatch', 'ordering']);
});

test('the default run takes other styles from the scenarios that compare styles alone', () => {
  expect(scenarios.filter(({ comparesStyles }) => comparesStyles).map(({ id }) => id)).toEqual([
    'file_watch.modify',
    'timers.sleep_loop',
    'io_fanout.tcp_echo',
  ]);
});

test('the runners of this package are of languages whose workloads have a known extension', () => {
  expect(OWN.map(({ language }) => language)).toEqual([...EXTENSION.keys()]);
  expect(OWN.map(({ styles }) => styles.length)).toEqual([5, 5]);
});

test('a style is objected to when file and entry do not go together', () => {
  expect(objection('supported', false)).not.toBeNull();
  expect(objection(undefined, true)).not.toBeNull();
  expect(objection(undefined, false)).not.toBeNull();
  expect(objection({ unsupported: 'there is nothing to wait for' }, true)).not.toBeNull();
  expect(objection({ unsupported: '' }, false)).not.toBeNull();
  expect(objection({ unsupported: 'there is nothing to wait for' }, false)).toBeNull();
});

describe.each(scenarios.map((scenario) => ({ id: scenario.id, scenario })))('$id', ({ scenario }) => {
  const folder = folderOf(scenario);

  test('begins with its family', () => {
    expect(scenario.id.startsWith(`${scenario.family}.`)).toBe(true);
  });

  for (const { language, styles, extension } of OWN)
    for (const style of styles)
      test(`has a workload or a reason for ${language} ${style}`, () => {
        const hasFile = existsSync(join(folder, `${style}.${extension}`));
        expect(objection(styleTableOf(scenario, language)[style], hasFile)).toBeNull();
      });

  test('declares no language and no style that no runner of this package has', () => {
    const languages = OWN.map(({ language }) => language);
    expect(languages).toEqual(expect.arrayContaining(Object.keys(scenario.styles ?? {})));
    for (const { language, styles } of OWN)
      expect(styles).toEqual(expect.arrayContaining(Object.keys(styleTableOf(scenario, language))));
  });

  test('has event codes and names of its own, and rules that name them', () => {
    const names = scenario.alphabet.map(({ name }) => name);
    expect(repeated(names)).toEqual([]);
    expect(repeated(scenario.alphabet.map(({ code }) => code))).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(scenario.rules.flatMap(eventsOf)));
  });

  test('says what its samples are, where its workloads may record any', () => {
    const { samples, alphabet } = scenario;
    const rooms = PROFILES.flatMap((profile) =>
      scenario.profiles[profile].map(({ params }) => scenario.capacity(params).samples > 0),
    );
    expect(new Set(rooms)).toEqual(new Set([samples !== undefined]));
    if (samples === undefined) return;
    const { event, value } = samples;
    const named = 'start' in value ? [event, value.start] : [event];
    expect(alphabet.map(({ name }) => name)).toEqual(expect.arrayContaining(named));
    const factors = [...(samples.count ?? []), ...(samples.atOnce ?? [])];
    const filters = [samples.idBelow, samples.delayMs, 'pipeline' in value ? value.pipeline : undefined];
    const params = [...factors, ...filters].filter((each) => typeof each === 'string');
    expect(Object.keys(scenario.parameters)).toEqual(expect.arrayContaining(params));
  });

  test('has a README that names every rule', () => {
    const readme = readText(join(folder, 'README.md'));
    expect(repeated(scenario.rules.map(({ id }) => id))).toEqual([]);
    const unnamed = scenario.rules.filter(({ id }) => !new RegExp(`\\b${id}\\b`).test(readme));
    expect(unnamed).toEqual([]);
  });

  test('has known divergences that can be read and name its rules', () => {
    const known = Value.Parse(KnownDivergences, readJson(join(folder, 'known-divergences.json')));
    const rules = [...scenario.rules, ...HARNESS_RULES].map(({ id }) => id);
    expect(rules).toEqual(expect.arrayContaining(known.map(({ rule }) => rule)));
  });

  test('has two golden traces to accept and four to reject, by different rules', () => {
    const accept = Value.Parse(GoldenTraces, readJson(join(folder, 'golden', 'accept.json')));
    const reject = Value.Parse(GoldenTraces, readJson(join(folder, 'golden', 'reject.json')));
    for (const traces of [accept, reject]) expect(repeated(traces.map(({ name }) => name))).toEqual([]);
    expect(accept.length).toBeGreaterThanOrEqual(2);
    expect(new Set(reject.map((golden) => `${golden.rule} ${golden.class}`)).size).toBeGreaterThanOrEqual(4);
  });

  for (const profile of PROFILES)
    test(`keeps its own word in the profile ${profile}`, () => {
      const sets = scenario.profiles[profile];
      expect(sets.length).toBeGreaterThan(0);
      expect(repeated(sets.map(({ name }) => name))).toEqual([]);
      for (const { params } of sets)
        expect(Object.keys(params).sort()).toEqual(Object.keys(scenario.parameters).sort());
    });

  test('expects no more events in a smoke round than it has room for, all of its alphabet', () => {
    for (const { params } of scenario.profiles.smoke) {
      const expectation = { params, seed: 1, nonce: '0123456789abcdef', secret: 2, round: 0, traced: true };
      const events = [...scenario.expected({ ...expectation, witness: null, runtime: null })];
      const kinds = scenario.alphabet.filter(({ order }) => order !== 'raw').map(({ name }) => name);
      expect(events.length).toBeGreaterThan(0);
      expect(events.length).toBeLessThanOrEqual(scenario.capacity(params).events);
      expect(kinds).toEqual(expect.arrayContaining(events.map(({ kind }) => kind)));
    }
  });
});

function eventsOf(rule: Scenario['rules'][number]): readonly string[] {
  switch (rule.kind) {
    case 'exact':
    case 'multiset':
      return rule.events;
    case 'edge':
      return [rule.before, rule.after];
    case 'not-before':
      return [rule.start, rule.end];
    case 'converge':
      return [...(typeof rule.raw === 'string' ? [rule.raw] : rule.raw), rule.barrier];
    case 'alternate':
      return [rule.open, rule.close, rule.between];
    case 'overlap':
      return [rule.open, rule.close];
    case 'concurrency':
      return [...[rule.open].flat(), rule.close];
    case 'never-after':
      return [rule.event, rule.after];
    case 'at-most':
    case 'rate':
    case 'forbid':
    case 'count':
      return [rule.event];
    case 'lateness':
    case 'resource':
    case 'witnessed-delay':
      return [];
    default:
      return assertNever(rule);
  }
}
