// docs/atlas.md and docs/atlas.json are what profiles, words, known divergences and the recorded checks say today.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { buildAtlas } from '../harness/atlas/build-atlas.ts';
import { loadRunners, loadSources } from '../harness/atlas/load-sources.ts';
import { readAtlas } from '../harness/atlas/read-checks.ts';
import { atlasJson } from '../harness/publish/write-atlas.ts';
import { atlasMarkdown } from '../reports/atlas/atlas-markdown.ts';
import { scenarios } from '../scenarios/index.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const COMMAND = 'npm run atlas';
const stale = `docs/atlas.md and docs/atlas.json are of another day: write them anew by \`${COMMAND}\``;

test('the atlas in the docs is fresh', () => {
  const own = readAtlas(`${ROOT}docs/atlas.json`);
  if (own === null) throw new Error(stale);
  const sources = loadSources(ROOT, scenarios);
  const atlas = buildAtlas({ sources, runners: loadRunners(ROOT, []), observed: [own] });
  const written = (name: string): string => readFileSync(`${ROOT}docs/${name}`, 'utf8');
  expect(written('atlas.json') === atlasJson(atlas), stale).toBe(true);
  expect(written('atlas.md') === atlasMarkdown(atlas, COMMAND), stale).toBe(true);
  expect(atlas.columns.filter(({ observed }) => observed).length).toBeGreaterThan(5);
});

test('a change of a profile makes it stale', () => {
  const own = readAtlas(`${ROOT}docs/atlas.json`);
  const sources = loadSources(ROOT, scenarios);
  const changed = sources.map((source) =>
    source.profiles === null
      ? source
      : Object.assign({}, source, { profiles: { ...source.profiles, '*': CHANGED } }),
  );
  const observed = own === null ? [] : [own];
  const atlas = buildAtlas({ sources: changed, runners: loadRunners(ROOT, []), observed });
  expect(atlasJson(atlas)).not.toBe(readFileSync(`${ROOT}docs/atlas.json`, 'utf8'));
});

const CHANGED = [{ since: '0', cases: { turn: 'another' } }];
