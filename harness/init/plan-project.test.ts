// What happens to files that are there already: nothing, unless they are to be replaced; and a folder never gets a second config.
import { expect, test } from 'vitest';
import { planProject } from './plan-project.ts';

const FILES = [
  { path: 'evenloop.config.mjs', content: 'export default {};\n' },
  { path: 'scenarios/example/ticks/promises.mjs', content: 'one\n' },
];
const acts = (
  present: Readonly<Record<string, string>>,
  { force = false, configs = [] as readonly string[] } = {},
): string[] => planProject(FILES, (path) => present[path] ?? null, configs, force).map(({ act }) => act);

test('an empty folder gets everything', () => {
  expect(acts({})).toEqual(['write', 'write']);
});

test('a file of another content is kept, and says how it would be replaced', () => {
  const mine = { 'scenarios/example/ticks/promises.mjs': 'mine\n' };
  expect(acts(mine)).toEqual(['write', 'keep']);
  expect(acts(mine, { force: true })).toEqual(['write', 'replace']);
  const [, kept] = planProject(FILES, (path) => mine[path as keyof typeof mine] ?? null, [], false);
  expect(kept?.reason).toContain('--force');
});

test('a file of the same content is kept even by force', () => {
  expect(acts({ 'scenarios/example/ticks/promises.mjs': 'one\n' }, { force: true })).toEqual([
    'write',
    'keep',
  ]);
});

test('a config of another form stays the only one, also by force', () => {
  const configs = ['evenloop.config.ts'];
  expect(acts({}, { configs })).toEqual(['keep', 'write']);
  expect(acts({}, { configs, force: true })).toEqual(['keep', 'write']);
  const [kept] = planProject(FILES, () => null, configs, true);
  expect(kept?.reason).toBe('evenloop.config.ts is there, and a folder has one config');
});
