// Copies of a subject are variants that differ in nothing that a program reads, and in no length.
import { expect, test } from 'vitest';
import { findPackage } from '../../harness/orchestrate/package-root.ts';
import { loadManifests, parseManifest } from '../../harness/orchestrate/prepare/load-manifests.ts';
import { copiesOf, MOST_COPIES, withCopies } from './copies.ts';

const manifests = loadManifests(findPackage().root).manifests.map(({ manifest }) => manifest);

test('a manifest with copies is a manifest, and keeps what it had', () => {
  for (const manifest of manifests) {
    const made = withCopies(manifest, MOST_COPIES);
    expect(parseManifest(JSON.stringify(made), 'runner.json')).toEqual(made);
    expect(made.variants).toMatchObject(manifest.variants ?? {});
    expect(made.environment).toMatchObject(manifest.environment);
  }
});

test('every process has the same variables with values of the same length, and each another value', () => {
  const [manifest] = manifests;
  if (manifest === undefined) throw new Error('no manifest');
  const { environment, variants } = withCopies(manifest, MOST_COPIES);
  const all = [
    environment,
    ...Object.values(variants ?? {}).map((one) => Object.assign({}, environment, one.environment)),
  ];
  const shapes = all.map((one) =>
    Object.entries(one)
      .map(([name, value]) => `${name} ${value.length}`)
      .join(),
  );
  expect(new Set(shapes).size).toBe(1);
  expect(new Set(all.map((one) => JSON.stringify(one))).size).toBe(MOST_COPIES + 1);
});

test('the copies of a subject have its style', () => {
  expect(copiesOf('python/coroutines', 2)).toEqual(['python+copy1/coroutines', 'python+copy2/coroutines']);
});
