// Walks the recipes of CONTRIBUTING.md: every path they name exists for the example that each of them gives.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const text = readFileSync(`${ROOT}CONTRIBUTING.md`, 'utf8');
const recipes = text
  .split(/^### /m)
  .slice(1)
  .map((part) => part.split(/^## /m)[0] ?? '');

function pathsOf(recipe: string): string[] {
  const example = /^Example: `([^`]+)`$/m.exec(recipe)?.[1] ?? '';
  const [family = '', scenario = ''] = example.split('.');
  return [...recipe.matchAll(/`((?:scenarios|runners|harness|reports|docs|schema)\/[^`\s]*)`/g)].map(
    (match) =>
      (match[1] ?? '')
        .replace('<family>', family)
        .replace('<scenario>', scenario)
        .replace(/<(runtime|statistic|chart)>/, example),
  );
}

test('there are four recipes, each with an example', () => {
  expect(recipes.map((recipe) => recipe.split('\n')[0])).toEqual([
    'Add a scenario',
    'Add a runner',
    'Add a statistic',
    'Add a chart',
  ]);
  for (const recipe of recipes) expect(recipe).toMatch(/^Example: `[^`]+`$/m);
});

test.each(recipes.map((recipe) => [recipe.split('\n')[0] ?? '', recipe] as const))(
  '%s: every path of the recipe exists',
  (_name, recipe) => {
    const paths = pathsOf(recipe);
    expect(paths.length).toBeGreaterThan(2);
    expect(paths.filter((path) => !existsSync(ROOT + path))).toEqual([]);
  },
);
