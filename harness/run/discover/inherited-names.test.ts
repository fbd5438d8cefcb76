// What a runner gets of the environment: a list of what programs need, what its manifest asks for, and no secret, however it is asked for.
import { expect, test } from 'vitest';
import { fakeManifest } from '../../testing/fake-runtime.ts';
import { inheritedNames } from './inherited-names.ts';
import { launchOf } from './runner-environment.ts';

const PLACES = { packageRoot: '/p', manifestFolder: '/m' };
const BARE = { ...fakeManifest(), environment: {}, withhold: [] };
const all = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, 'x']));

/** As providers of continuous integration, clouds, registries and agents call them. */
const SECRETS = [
  'GITHUB_TOKEN',
  'GH_TOKEN',
  'ACTIONS_RUNTIME_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'ACTIONS_CACHE_URL',
  'NPM_TOKEN',
  'NODE_AUTH_TOKEN',
  'npm_config__auth',
  'npm_config__authToken',
  'PYPI_API_TOKEN',
  'TWINE_PASSWORD',
  'UV_PUBLISH_TOKEN',
  'UV_INDEX_PRIVATE_PASSWORD',
  'POETRY_PYPI_TOKEN_PYPI',
  'CARGO_REGISTRY_TOKEN',
  'GEM_HOST_API_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AZURE_CLIENT_SECRET',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'ARM_CLIENT_SECRET',
  'DIGITALOCEAN_ACCESS_TOKEN',
  'CI_JOB_TOKEN',
  'CI_JOB_JWT',
  'CI_REGISTRY_PASSWORD',
  'CI_DEPLOY_PASSWORD',
  'BUILDKITE_AGENT_ACCESS_TOKEN',
  'CIRCLE_TOKEN',
  'CODECOV_TOKEN',
  'SONAR_TOKEN',
  'SENTRY_DSN',
  'SENTRY_AUTH_TOKEN',
  'SLACK_WEBHOOK_URL',
  'SSH_AUTH_SOCK',
  'SSH_AGENT_PID',
  'GPG_PASSPHRASE',
  'SIGNING_KEY',
  'DOCKER_AUTH_CONFIG',
  'DATABASE_URL',
  'PGPASSWORD',
  'MYSQL_PWD',
  'HTTP_PROXY',
  'https_proxy',
  'KUBECONFIG',
  'VAULT_TOKEN',
  'VAULT_ADDR',
  'MISE_GITHUB_TOKEN',
  'ASDF_GITHUB_API_TOKEN',
  'CONDA_TOKEN',
  'HOMEBREW_GITHUB_API_TOKEN',
  'GITHUB_ENV',
  'GITHUB_OUTPUT',
  'GITHUB_PATH',
  'GITHUB_STEP_SUMMARY',
  'DBUS_SESSION_BUS_ADDRESS',
  'XDG_RUNTIME_DIR',
];

const NEEDED = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'TERM',
  'LD_LIBRARY_PATH',
  'LD_PRELOAD',
  'MALLOC_ARENA_MAX',
  'UV_THREADPOOL_SIZE',
  'PYENV_ROOT',
  'PYENV_VERSION',
  'VIRTUAL_ENV',
  'JAVA_HOME',
  'DOTNET_ROOT',
  'EVENLOOP_PYTHON',
  'SystemRoot',
];

test('tokens and keys of others are withheld, and so is all that nobody needs', () => {
  const { passed, withheld } = inheritedNames(BARE, all([...SECRETS, 'CI', 'FOO', 'EDITOR']));
  expect(passed).toEqual([]);
  expect(withheld).toHaveLength(SECRETS.length + 3);
  expect(launchOf(BARE, PLACES, all(SECRETS)).environment).toEqual({});
});

test('what a program needs in order to run is passed', () => {
  expect(inheritedNames(BARE, all(NEEDED)).withheld).toEqual([]);
  expect(launchOf(BARE, PLACES, all(NEEDED)).environment).toEqual(all(NEEDED));
});

test('a manifest asks for more, but for no secret, and withholds what would change its runtime', () => {
  const manifest = { ...BARE, inherit: ['OMP_*', 'GITHUB_*', 'NPM_TOKEN', 'MY_API_KEY'], withhold: ['LD_*'] };
  const given = all([
    'OMP_NUM_THREADS',
    'GITHUB_SHA',
    'GITHUB_TOKEN',
    'NPM_TOKEN',
    'MY_API_KEY',
    'LD_PRELOAD',
    'PATH',
  ]);
  expect(inheritedNames(manifest, given)).toMatchObject({
    passed: ['GITHUB_SHA', 'OMP_NUM_THREADS', 'PATH'],
    withheld: ['GITHUB_TOKEN', 'LD_PRELOAD', 'MY_API_KEY', 'NPM_TOKEN'],
  });
});

test('what the manifest or the subject sets is set, whatever it is called: somebody wrote it down', () => {
  const manifest = { ...BARE, environment: { SERVICE_TOKEN: 'of a test', TZ: 'UTC' } };
  const given = { SERVICE_TOKEN: 'real', TZ: 'CET' };
  expect(launchOf(manifest, PLACES, given).environment).toEqual({ SERVICE_TOKEN: 'of a test', TZ: 'UTC' });
  expect(inheritedNames(manifest, given)).toMatchObject({ passed: [], withheld: [], shaping: {} });
});

test('a variable that is not set is neither passed nor withheld', () => {
  expect(inheritedNames(BARE, { PATH: undefined, X: undefined })).toEqual({
    passed: [],
    withheld: [],
    shaping: {},
  });
});

test('of what is passed, what shapes a process is told by its value, and what was asked for by a digest alone', () => {
  const given = {
    LD_PRELOAD: '/x.so',
    MALLOC_ARENA_MAX: '1',
    UV_THREADPOOL_SIZE: '8',
    PATH: '/bin',
    OMP_NUM_THREADS: '2',
    FOO: '1',
  };
  const { shaping } = inheritedNames({ ...BARE, inherit: ['OMP_*'] }, given);
  expect(shaping).toEqual({
    LD_PRELOAD: '/x.so',
    MALLOC_ARENA_MAX: '1',
    UV_THREADPOOL_SIZE: '8',
    OMP_NUM_THREADS: expect.stringMatching(/^SHA-256 [0-9a-f]{12}$/),
  });
  expect(inheritedNames({ ...BARE, withhold: ['LD_*'] }, given).shaping).not.toHaveProperty('LD_PRELOAD');
});
