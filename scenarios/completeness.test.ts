// Every scenario is whole: workloads or reasons for every style, a README that names the rules, golden traces, known divergences.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { styleGaps } from '../harness/catalogue/style-gaps.ts';
import { wholenessOf } from '../harness/catalogue/whole-scenario.ts';
import { styleTableOf } from '../harness/contract/scenario.ts';
import type { RunnerManifest } from '../harness/contract/runner-manifest.ts';
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
const MANIFESTS = loadManifests(findPackage().root).manifests.map(({ manifest }) => manifest);
const isDefault = ({ inDefaultRun = true }: RunnerManifest): boolean => inDefaultRun;
const stylesOfDefault = (language: string): readonly string[] =>
  MANIFESTS.filter((manifest) => isDefault(manifest) && manifest.language === language).flatMap(
    ({ styles = [] }) => styles,
  );
/**
 * The runners of the default run are one a language; others run the same workloads, but for those with styles of their own, whose files begin with their id.
 * The workloads of the native runner are part of its program: what it has is what it names in `ready`.
 */
const OWN = MANIFESTS.filter(
  (manifest) =>
    isDefault(manifest) ||
    (EXTENSION.has(manifest.language) &&
      !(manifest.styles ?? []).some((style) => stylesOfDefault(manifest.language).includes(style))),
).map((manifest) => ({
  id: manifest.id,
  language: manifest.language,
  styles: manifest.styles ?? [],
  prefix: isDefault(manifest) ? '' : `${manifest.id}_`,
  extension: EXTENSION.get(manifest.language),
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
  expect(new Set(OWN.map(({ language }) => language))).toEqual(new Set(EXTENSION.keys()));
  expect(OWN.map(({ id, prefix, styles }) => [id, prefix, styles.length])).toEqual([
    ['node', '', 5],
    ['python', '', 5],
    ['trio', 'trio_', 1],
  ]);
});

describe.each(scenarios.map((scenario) => ({ id: scenario.id, scenario })))('$id', ({ scenario }) => {
  const folder = folderOf(scenario);

  test('is whole: declaration, README, known divergences, golden traces', () => {
    const { gaps, traces } = wholenessOf(scenario, folder);
    expect(gaps).toEqual([]);
    expect(traces).toBeGreaterThanOrEqual(6);
  });

  for (const { id: runner, language, styles, prefix, extension } of OWN)
    for (const style of styles)
      test(`has a workload or a reason for ${runner} ${style}`, () => {
        const offered = existsSync(join(folder, `${prefix}${style}.${extension}`)) ? [style] : [];
        expect(styleGaps(scenario, [{ runner, language, styles: [style], offered }])).toEqual([]);
        expect(styleTableOf(scenario, language)[style]).toBeDefined();
      });

  test('declares no language and no style that no runner of this package has', () => {
    const languages = OWN.map(({ language }) => language);
    expect(languages).toEqual(expect.arrayContaining(Object.keys(scenario.styles ?? {})));
    for (const language of EXTENSION.keys()) {
      const styles = OWN.flatMap((runner) => (runner.language === language ? runner.styles : []));
      expect(styles).toEqual(expect.arrayContaining(Object.keys(styleTableOf(scenario, language))));
    }
  });

  test('has a list of known divergences, be it empty', () => {
    expect(existsSync(join(folder, 'known-divergences.json'))).toBe(true);
  });
});
