// Subjects of the user as runtimes: on which runtime, started how, and what is wrong with those that cannot be measured.
import { expect, test } from 'vitest';
import { FailureError, failure } from '../../contract/failure.ts';
import type { Failure } from '../../contract/failure.ts';
import type { OwnSubject } from '../../contract/project.ts';
import type { LoadedManifest, Runtime } from '../../contract/runner-manifest.ts';
import { launchOf } from '../../run/discover/runner-environment.ts';
import { fakeManifest, fakeRuntime } from '../../testing/fake-runtime.ts';
import { ownRuntimes } from './own-runtimes.ts';
import type { OwnRuntimes } from './own-runtimes.ts';

const MANIFEST = { ...fakeManifest(), args: ['-S', '-m', 'runner'], environment: { PYTHONPATH: '/own' } };
const LOADED: LoadedManifest = {
  manifest: MANIFEST,
  folder: '/r',
  path: '/r/runner.json',
  origin: 'package',
};
const found = (id: string, version: string, more: Partial<Runtime> = {}): Runtime => ({
  ...fakeRuntime(),
  manifest: MANIFEST,
  id,
  version,
  executable: `/opt/${version}`,
  ...more,
});
const FOUND = [
  found('fake', '20.1.0'),
  found('fake@22.3.0', '22.3.0'),
  found('fake+padded', '20.1.0', {
    variant: 'padded',
    manifest: { ...MANIFEST, environment: { PAD: '1' } },
  }),
];

const subjectOf = (more: Partial<OwnSubject> = {}): OwnSubject => ({
  id: 'mine',
  runner: 'fake',
  title: null,
  style: null,
  runtime: null,
  executable: null,
  version: null,
  args: [],
  withoutArgs: [],
  environment: {},
  definedBy: '--define',
  ...more,
});

function own(
  subjects: readonly Partial<OwnSubject>[],
  { runtimes = FOUND, absent = new Map<string, Failure>() } = {},
): Promise<OwnRuntimes> {
  return ownRuntimes({
    subjects: subjects.map(subjectOf),
    manifests: [LOADED],
    found: runtimes,
    absent,
    examine: async ({ manifest }, executable, source) => {
      if (executable === '/nowhere') throw new FailureError(failure('EL2001', 'not there', 'Install it.'));
      return Promise.resolve(found('fake', '18.0.0', { executable, source, manifest }));
    },
  });
}

const one = async (more: Partial<OwnSubject>): Promise<Runtime> => {
  const { runtimes, absent } = await own([more]);
  const [runtime] = runtimes;
  if (runtime === undefined) throw new Error(absent.get('mine')?.cause);
  return runtime;
};
const trouble = async (more: Partial<OwnSubject>): Promise<Failure | undefined> =>
  (await own([more])).absent.get(more.id ?? 'mine');

test('the preferred runtime, a named one, the first in a range, or an executable', async () => {
  expect(await one({})).toMatchObject({ id: 'mine', runner: 'fake', executable: '/opt/20.1.0' });
  expect((await one({ runtime: 'fake@22.3.0' })).version).toBe('22.3.0');
  expect((await one({ version: '>=22' })).version).toBe('22.3.0');
  const named = await one({ executable: '/venv/bin/python' });
  expect(named).toMatchObject({ version: '18.0.0', executable: '/venv/bin/python', source: '--define' });
  const padded = await one({ runtime: 'fake+padded' });
  expect([padded.variant, padded.manifest.environment]).toEqual([undefined, { PAD: '1' }]);
});

test('arguments stand before those of the runner, without those that are left out', async () => {
  const { manifest, startedWith } = await one({ args: ['-X', 'dev'], withoutArgs: ['-S'], title: 'Mine' });
  expect(manifest).toMatchObject({ title: 'Mine', args: ['-X', 'dev', '-m', 'runner'] });
  expect(startedWith).toEqual({
    style: 'promises',
    args: ['-X', 'dev'],
    withoutArgs: ['-S'],
    environment: {},
    passedOn: [],
    definedBy: '--define',
  });
});

test('a variable that the runner withholds reaches it all the same, and is told; others stay withheld', async () => {
  const environment = { NODE_OPTIONS: '--no-opt', TZ: 'UTC', PYTHONPATH: '{runner}{separator}/mine' };
  const { manifest, startedWith } = await one({ environment });
  const launched = launchOf(
    manifest,
    { packageRoot: '/package', manifestFolder: '/r' },
    { NODE_OPTIONS: '--inspect', PYTHONHOME: '/x', HOME: '/home' },
  );
  expect(launched.environment).toEqual({
    HOME: '/home',
    NODE_OPTIONS: '--no-opt',
    TZ: 'UTC',
    PYTHONPATH: '/own:/mine',
  });
  expect(startedWith?.passedOn).toEqual(['NODE_OPTIONS', 'PYTHONPATH']);
  expect(startedWith?.environment).toEqual(environment);
});

test.each([
  [{ runner: 'fak' }, 'names the runner "fak", which is not there.', 'Did you mean "fake"?'],
  [{ id: 'fake' }, 'has the id of a runner.', 'another id'],
  [{ runtime: 'fake@9.9.9' }, 'names the runtime "fake@9.9.9"', 'Found are fake, fake@22.3.0'],
  [{ version: '>=30' }, 'wants version >=30 of the runner fake, and found are 20.1.0, 22.3.0.', 'executable'],
  [{ executable: '/x', version: '>=20' }, 'wants version >=20, and /x is 18.0.0.', 'another range'],
  [{ runtime: 'fake', version: '>=22' }, 'wants version >=22, and /opt/20.1.0 is 20.1.0.', 'another range'],
  [{ withoutArgs: ['-B'] }, 'leaves out "-B", which is no argument of the runner fake.', '-S -m runner'],
])('%j is refused', async (more, cause, next) => {
  const why = await trouble(more);
  expect(why?.code).toBe('EL2016');
  expect(why?.cause).toContain(`The subject ${'id' in more ? more.id : 'mine'} (--define) `);
  expect(why?.cause).toContain(cause);
  expect(why?.next).toContain(next);
});

test('one that cannot be measured costs itself alone, with the reason of its executable or of its runner', async () => {
  const { runtimes, absent } = await own([{ id: 'gone', executable: '/nowhere' }, { id: 'fine' }]);
  expect(runtimes.map(({ id }) => id)).toEqual(['fine']);
  expect(absent.get('gone')?.code).toBe('EL2001');
  const missing = failure('EL2001', 'No interpreter was found.', 'Install one.');
  const without = await own([{}], { runtimes: [], absent: new Map([['fake', missing]]) });
  expect(without.absent.get('mine')).toBe(missing);
});
