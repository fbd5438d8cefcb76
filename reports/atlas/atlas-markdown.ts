// The atlas as Markdown, for a repository: each row with who does what, the same answers together.
import type { Atlas, AtlasCell, AtlasColumn, AtlasRow, AtlasSection } from '../../harness/contract/atlas.ts';
import { groupedBy } from '../../harness/contract/grouped.ts';
import { STANDING_WORDS, atlasSentence, columnsText, standingText } from '../words/atlas-words.ts';
import { divergencesIn, hostOf, kindOf } from './divergence-list.ts';

/** `command`: what writes it anew. */
export function atlasMarkdown(atlas: Atlas, command: string): string {
  const { columns, sections } = atlas;
  const checked = columns.filter(({ observed }) => observed);
  return [
    '# Atlas',
    '',
    `Which runtime does what, in which version: ${atlasSentence(atlas)}`,
    '',
    `Checked: ${columnsText(checked)}.`,
    '',
    `This page and \`atlas.json\` are written by \`${command}\`, from \`profiles.json\`, \`behaviours.json\` and \`known-divergences.json\` beside each scenario, and from the checks that \`atlas.json\` records. \`evenloop atlas --out <folder>\` makes a page of it that can be searched; \`evenloop atlas --diff node@24 node@26\` says what changed. A cell is shown again by \`evenloop check --scenario <scenario> --subject '<runner>*'\`.`,
    '',
    ...Object.values(STANDING_WORDS).map(({ word, means }) => `- **${word}**: ${means}`),
    '',
    ...sections.flatMap((section) => sectionLines(section, columns)),
  ].join('\n');
}

function sectionLines(section: AtlasSection, columns: readonly AtlasColumn[]): string[] {
  const { id, title, summary, legend, rows } = section;
  const listed = divergencesIn(section, columns);
  return [
    `## ${id}`,
    '',
    `${title}. ${summary}`,
    ...(legend === '' ? [] : ['', legend]),
    '',
    '| row | what | who |',
    '| --- | --- | --- |',
    ...rows.map((row) => rowLine(row, columns)),
    '',
    ...listed.map(({ divergence, seen }) => {
      const link = divergence.link === null ? '' : ` [${hostOf(divergence.link)}](${divergence.link})`;
      const told = seen.length === 0 ? 'Not seen in these checks.' : `Seen on ${seen.join('; ')}.`;
      return `- \`${divergence.id ?? 'not explained'}\` ${kindOf(divergence)} ${divergence.reason}${link} ${told}`;
    }),
    ...(listed.length === 0 ? [] : ['']),
  ];
}

function rowLine({ id, text, cells }: AtlasRow, columns: readonly AtlasColumn[]): string {
  const groups = groupedBy(cells, (cell) => answerOf(cell, id));
  const who = [...groups].map(([answer, group]) => {
    const ids = new Set(group.flatMap((cell) => cell.columns));
    return `${answer}: ${columnsText(columns.filter((column) => ids.has(column.id)))}`;
  });
  return `| \`${id.slice(id.indexOf('/') + 1)}\` | ${inCell(text)} | ${who.map(inCell).join('<br>')} |`;
}

function answerOf(cell: AtlasCell, row: string): string {
  const standing = standingText(cell, row);
  const ids = (cell.divergences ?? []).map(({ id, rule }) => ` \`${id ?? rule}\``).join(',');
  const word = cell.link === null ? `${standing}${ids}` : `[${standing}](${cell.link})`;
  return cell.value === null ? word : `\`${cell.value}\` (${word})`;
}

/** What would end a cell of a table. */
const inCell = (text: string): string => text.replaceAll('|', '\\|');
