// Writes an atlas: as a page with its document beside it, or as Markdown for the docs of a repository.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { atlasMarkdown } from '../../reports/atlas/atlas-markdown.ts';
import { renderAtlas } from '../../reports/atlas/atlas-page.ts';
import type { Atlas, AtlasDiff } from '../contract/atlas.ts';
import { FailureError } from '../contract/failure.ts';
import { writeAtomically } from '../store/atomic-write.ts';
import { writeFailure } from '../store/file-failure.ts';
import { readAtlasAssets } from './write-page.ts';

/** The path of the page. */
export function writeAtlasPage(
  folder: string,
  atlas: Atlas,
  diff: AtlasDiff | null,
  packageRoot: string,
): string {
  const page = renderAtlas(atlas, readAtlasAssets(packageRoot), diff);
  make(folder);
  const path = join(folder, 'atlas.html');
  writeAtomically(path, page);
  writeAtomically(join(folder, 'atlas.json'), atlasJson(atlas));
  return path;
}

/** `command`: what writes them anew. */
export function writeAtlasDocs(folder: string, atlas: Atlas, command: string): void {
  make(folder);
  writeAtomically(join(folder, 'atlas.md'), atlasMarkdown(atlas, command));
  writeAtomically(join(folder, 'atlas.json'), atlasJson(atlas));
}

/** A line for each row and each observation, so that a change shows as one. */
export function atlasJson({ sections, observations, columns, ...rest }: Atlas): string {
  const list = (items: readonly unknown[], indent: string): string =>
    items.length === 0
      ? '[]'
      : `[\n${items.map((item) => `${indent}  ${JSON.stringify(item)}`).join(',\n')}\n${indent}]`;
  const sectionTexts = sections.map(({ rows, ...section }) => {
    const head = JSON.stringify(section).slice(1, -1);
    return `    {${head},"rows":${list(rows, '    ')}}`;
  });
  return [
    `{${JSON.stringify(rest).slice(1, -1)},`,
    `  "columns": ${list(columns, '  ')},`,
    `  "sections": [\n${sectionTexts.join(',\n')}\n  ],`,
    `  "observations": ${list(observations, '  ')}}`,
    '',
  ].join('\n');
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new FailureError(writeFailure(folder, error));
  }
}
