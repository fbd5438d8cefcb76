// Each language has one place that says the version of the product, and all say what package.json says.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { PRODUCT } from './product.ts';

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

test('name and version are those of the package', () => {
  expect(JSON.parse(read('package.json'))).toMatchObject(PRODUCT);
});

test('the Python runner and its tools have the same version', () => {
  const versionIn = (path: string, pattern: RegExp): string | undefined => pattern.exec(read(path))?.[1];
  expect(versionIn('runners/python/evenloop_runner/__init__.py', /^VERSION = "(.*)"$/m)).toBe(
    PRODUCT.version,
  );
  expect(versionIn('runners/python/pyproject.toml', /^version = "(.*)"$/m)).toBe(PRODUCT.version);
});
