// Every scenario is whole: workloads or reasons for every style, a README that names the rules, golden traces, known divergences.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { styleGaps } from '../harness/catalogue/style-gaps.ts';
import { wholenessOf } from '../harness/catalogue/whole-scenario.ts';
import { styleTableOf } from '../harness/contract/scenario.ts';
import type { Scenario } from '../harness/contract/scenario.ts';
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
  .map(({ manifest: { id, language, styles = [] } }) => ({
    id,
    language,
    styles,
    extension: EXTENSION.get(language),
  }));

const folderOf = ({ id }: Scenario): string => join(ROOT, ...id.split('.'));

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

describe.each(scenarios.map((scenario) => ({ id: scenario.id, scenario })))('$id', ({ scenario }) => {
  const folder = folderOf(scenario);

  test('is whole: declaration, README, known divergences, golden traces', () => {
    const { gaps, traces } = wholenessOf(scenario, folder);
    expect(gaps).toEqual([]);
    expect(traces).toBeGreaterThanOrEqual(6);
  });

  for (const { id: runner, language, styles, extension } of OWN)
    for (const style of styles)
      test(`has a workload or a reason for ${language} ${style}`, () => {
        const offered = existsSync(join(folder, `${style}.${extension}`)) ? [style] : [];
        expect(styleGaps(scenario, [{ runner, language, styles: [style], offered }])).toEqual([]);
        expect(styleTableOf(scenario, language)[style]).toBeDefined();
      });

  test('declares no language and no style that no runner of this package has', () => {
    const languages = OWN.map(({ language }) => language);
    expect(languages).toEqual(expect.arrayContaining(Object.keys(scenario.styles ?? {})));
    for (const { language, styles } of OWN)
      expect(styles).toEqual(expect.arrayContaining(Object.keys(styleTableOf(scenario, language))));
  });

  test('has a list of known divergences, be it empty', () => {
    expect(existsSync(join(folder, 'known-divergences.json'))).toBe(true);
  });
});
