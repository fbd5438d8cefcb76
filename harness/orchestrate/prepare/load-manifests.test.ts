// Runner manifests: our own are sound, and a broken one is named with the place of its fault.
import { expect, test } from 'vitest';
import { FailureError } from '../../contract/failure.ts';
import { findPackage } from '../package-root.ts';
import { loadManifests, parseManifest } from './load-manifests.ts';

const failing = (text: string): readonly string[] => {
  try {
    parseManifest(text, 'runners/x/runner.json');
    return ['accepted'];
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return [error.failure.code, error.failure.cause, ...error.failure.evidence];
  }
};

test('the runners of this package are node and python', () => {
  expect(loadManifests(findPackage().root).map(({ id }) => id)).toEqual(['node', 'python']);
});

test('what is not JSON, or not a manifest, is refused by file and place', () => {
  expect(failing('{').slice(0, 2)).toEqual(['EL2003', 'runners/x/runner.json is not JSON.']);
  const [manifest] = loadManifests(findPackage().root);
  const bad = failing(JSON.stringify({ ...manifest, tolerances: { timerEarlyNs: -1 } }));
  expect(bad.slice(0, 2)).toEqual(['EL2003', 'runners/x/runner.json does not describe a runner.']);
  expect(bad.join('\n')).toContain('/tolerances/timerEarlyNs');
  expect(failing(JSON.stringify({ ...manifest, surprise: 1 }))[0]).toBe('EL2003');
});
