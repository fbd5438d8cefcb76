// Runner manifests: our own are sound and first, and a broken one is named with the place of its fault and costs itself alone.
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FailureError } from '../../contract/failure.ts';
import { fakeManifest } from '../../testing/fake-runtime.ts';
import { findPackage } from '../package-root.ts';
import { loadManifests, parseManifest } from './load-manifests.ts';

const failing = (manifest: object | string): readonly string[] => {
  try {
    parseManifest(
      typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
      'runners/x/runner.json',
    );
    return ['accepted'];
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    return [error.failure.code, error.failure.cause, ...error.failure.evidence];
  }
};
const NO_RUNNER = ['EL2014', 'runners/x/runner.json does not describe a runner.'];
const GOOD = fakeManifest();
const { interpreter, ...BARE } = GOOD;

test('the runners of a default run are node and python, in this order; the package has others for who asks', () => {
  const { manifests, failures } = loadManifests(findPackage().root);
  const idsOf = (wanted: boolean): readonly string[] =>
    manifests.flatMap(({ manifest: { id, inDefaultRun = true } }) => (inDefaultRun === wanted ? [id] : []));
  expect(idsOf(true)).toEqual(['node', 'python']);
  expect(idsOf(false)).toEqual(['bun', 'deno', 'libuv', 'native', 'rloop', 'trio', 'uvloop']);
  expect(new Set(manifests.map(({ origin }) => origin))).toEqual(new Set(['package']));
  expect(failures).toEqual([]);
});

describe('a manifest', () => {
  test('of any language is accepted, also one of a runner that is its own program', () => {
    const command = { path: '{manifest}/bin/runner', versionArgs: ['--version'] };
    expect(failing({ ...BARE, language: 'c++', command })).toEqual(['accepted']);
    expect(failing({ ...BARE, language: 'go', command, defaultStyle: 'goroutines' })).toEqual(['accepted']);
  });

  test('that is not JSON is refused by its file', () => {
    expect(failing('{').slice(0, 2)).toEqual(['EL2014', 'runners/x/runner.json is not JSON.']);
    expect(failing('null').slice(0, 2)).toEqual(NO_RUNNER);
  });

  const faults: readonly [what: string, made: object, told: string][] = [
    [
      'with an unknown field gets the nearest one',
      { ...GOOD, tittle: 'x' },
      'There is no key "tittle". Did you mean "title"? The keys are schema, id, title,',
    ],
    [
      'with an unknown field within one',
      { ...GOOD, interpreter: { ...interpreter, self: [] } },
      'There is no key "self" in interpreter. ',
    ],
    [
      'with a number out of range',
      { ...GOOD, tolerances: { timerEarlyNs: -1 } },
      'tolerances.timerEarlyNs is -1. tolerances.timerEarlyNs takes a whole number from 0 to 2000000. How early',
    ],
    [
      'with a language in capitals gets the pattern in words',
      { ...GOOD, language: 'Go' },
      'language is "Go". language takes a text. A small letter, then small letters, digits, and any of _ + # -',
    ],
    [
      'with an unknown place gets the places',
      { ...GOOD, interpreter: { ...interpreter, places: ['conda'] } },
      'interpreter.places[0] is "conda". interpreter.places[0] takes "this-process" or "package-runtimes" or "pyenv".',
    ],
    [
      'of an unknown version',
      { ...GOOD, schema: 'runner-manifest@3' },
      'schema is "runner-manifest@3". schema takes "runner-manifest@2".',
    ],
    ['without a field', { ...GOOD, args: undefined }, 'It has no "args". Give "args": a list.'],
    ['with a text where a list belongs', { ...GOOD, args: '-x' }, 'args is "-x". args takes a list.'],
    [
      'with neither interpreter nor command',
      BARE,
      'It has none of "interpreter" and "command", or more than one. Give "interpreter" or "command".',
    ],
    [
      'with both',
      { ...GOOD, command: { path: 'x', versionArgs: [] } },
      'It has none of "interpreter" and "command", or more than one. Give "interpreter" or "command".',
    ],
    [
      'with a bad name of a variant',
      { ...GOOD, variants: { 'a-b': { title: 'x', environment: {} } } },
      '"a-b" in variants is no name that it takes. variants takes an object. The same runtime under',
    ],
  ];
  test.each(faults)('%s', (_, made, told) => {
    const [code, cause, ...evidence] = failing(made);
    expect([code, cause]).toEqual(NO_RUNNER);
    expect(evidence.join('\n')).toContain(told);
  });
});

describe('a manifest of version 1', () => {
  const path = new URL('../../contract/fixtures/runner-manifest-v1.json', import.meta.url);
  const earlier: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'));

  test('is read, and what the harness knew by name stands in it', () => {
    const read = parseManifest(JSON.stringify(earlier), 'runner.json');
    expect(read).toMatchObject({
      ...earlier,
      schema: 'runner-manifest@2',
      interpreter: { selfArgs: ['-c', 'import sys; print(sys.executable)'], places: ['pyenv'] },
      styles: ['callbacks', 'protocols', 'generators', 'coroutines', 'blocking'],
    });
    expect(read.withhold).toContain('PYTHON*');
    expect(read.debug?.text).toContain('pdb -p {pid}');
    expect(parseManifest(JSON.stringify(read), 'runner.json')).toEqual(read);
  });

  test('that is broken is told so, and what begins the present version', () => {
    expect(failing({ ...earlier, surprise: 1 }).join('\n')).toContain('There is no key "surprise"');
    expect(failing({ ...earlier, language: 'go' }).join('\n')).toContain('"javascript" or "python"');
  });
});

describe('a folder of runners', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'evenloop-test-'));
    cpSync(join(findPackage().root, 'runners'), join(root, 'runners'), {
      recursive: true,
      filter: (path) => !/__pycache__|runners\/(bun|deno|libuv|native|rloop|trio|uvloop)/.test(path),
    });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const write = (folder: string, manifest: object | string): string => {
    mkdirSync(join(root, folder), { recursive: true });
    const path = join(root, folder, 'runner.json');
    writeFileSync(path, typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
    return path;
  };
  const ids = (...named: string[]): string[] =>
    loadManifests(
      root,
      named.map((path) => ({ path, origin: 'option' as const })),
    ).manifests.map(({ manifest }) => manifest.id);

  test('keeps the order of the package, whatever others there are, and takes those that are named last', () => {
    write('runners/go', { ...GOOD, id: 'go' });
    write('runners/a', { ...GOOD, id: 'a' });
    write('elsewhere', { ...GOOD, id: 'elsewhere' });
    expect(ids(join(root, 'elsewhere'))).toEqual(['node', 'python', 'a', 'go', 'elsewhere']);
    expect(ids(join(root, 'elsewhere/runner.json'))).toHaveLength(5);
    rmSync(join(root, 'runners/order.json'));
    expect(ids()).toEqual(['a', 'go', 'node', 'python']);
  });

  test('has its links followed', () => {
    write('elsewhere', { ...GOOD, id: 'linked' });
    symlinkSync(join(root, 'elsewhere'), join(root, 'runners/linked'));
    const { manifests } = loadManifests(root);
    expect(manifests.at(-1)).toMatchObject({
      manifest: { id: 'linked' },
      folder: join(root, 'runners/linked'),
      path: join(root, 'runners/linked/runner.json'),
    });
  });

  test('loses a broken manifest, and nothing else', () => {
    const path = write('runners/go', { ...GOOD, id: 'go', surprise: 1 });
    const { manifests, failures, absent } = loadManifests(root);
    expect(manifests.map(({ manifest }) => manifest.id)).toEqual(['node', 'python']);
    expect(failures.map(({ code, cause }) => [code, cause])).toEqual([
      ['EL2014', `${path} does not describe a runner.`],
    ]);
    expect([...absent.keys()]).toEqual(['go']);
  });

  test('has a failure for each file that is named and cannot be read', () => {
    const { failures } = loadManifests(root, [{ path: join(root, 'nowhere'), origin: 'config' }]);
    expect(failures).toMatchObject([{ code: 'EL2014', cause: `${join(root, 'nowhere')} cannot be read.` }]);
  });

  test('keeps the first of two with one id, and the failure names both files', () => {
    const other = write('elsewhere', { ...GOOD, id: 'node' });
    const { manifests, failures, absent } = loadManifests(root, [{ path: other, origin: 'option' }]);
    expect(manifests.map(({ manifest }) => manifest.title)).toEqual(['Node.js', 'CPython asyncio']);
    expect(failures.map(({ cause }) => cause)).toEqual([
      `${other} has the id "node", and so has ${join(root, 'runners/node/runner.json')}: the first of the two is used.`,
    ]);
    expect(absent.size).toBe(0);
    const twice = [other, other].map((path) => ({ path, origin: 'option' as const }));
    expect(loadManifests(root, twice).failures).toHaveLength(2);
    const own = join(root, 'runners/node');
    expect(loadManifests(root, [{ path: own, origin: 'option' }]).failures).toEqual([]);
  });
});
