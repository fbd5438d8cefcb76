// Questions worth asking of this run, as links: only those that find something and leave something out.
import type { ChartData } from '../charts/chart-data.ts';
import { countLines, lineStarts } from '../../query/lines.ts';
import { matching } from '../../query/matching.ts';
import { parseQuery } from '../../query/parse.ts';
import type { QueryRow } from '../../query/tree.ts';
import { formatCount } from '../../words/format.ts';
import { CHANGE_WORDS, COMPARISON_WORDS, CONFORMANCE_WORDS } from '../../words/verdict-words.ts';
import { element } from './element.ts';
import type { Store } from './store.ts';

interface Preset {
  readonly label: string;
  readonly q: string;
}

const WORDS = { ...CONFORMANCE_WORDS, ...CHANGE_WORDS, ...COMPARISON_WORDS };
const QUESTIONS: readonly Preset[] = [
  { label: 'contract broken', q: 'is:different' },
  { label: 'only one differs', q: 'count:1(is:different)' },
  { label: 'flaky', q: 'is:flaky' },
  { label: 'bimodal', q: 'is:bimodal' },
  { label: 'beyond 1.2\u00d7', q: 'ratio>1.2' },
];

export function presetLinks(data: ChartData, rows: readonly QueryRow[], store: Store): HTMLElement {
  const list = element('ul', { class: 'presets', 'aria-label': 'Ready-made filters' });
  const links = presetsOf(data, rows).map(({ label, q, count }) => {
    const link = element('a', {}, label, ' ', element('span', {}, formatCount(count)));
    list.append(element('li', {}, link));
    return { link, q };
  });
  const show = (): void => {
    for (const { link, q } of links) {
      const active = store.state().q.trim() === q;
      link.href = store.link({ q: active ? '' : q });
      if (active) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  };
  store.watch(show);
  show();
  return list;
}

function presetsOf(
  data: ChartData,
  rows: readonly QueryRow[],
): readonly (Preset & { readonly count: number })[] {
  const starts = lineStarts(data.rows);
  const verdicts = [...new Set(data.rows.map((row) => row.verdict))]
    .sort((a, b) => WORDS[a].rank - WORDS[b].rank)
    .map((verdict) => ({ label: WORDS[verdict].word, q: `verdict:${verdict}` }));
  return [...verdicts, ...QUESTIONS].flatMap((preset) => {
    const parsed = parseQuery(preset.q);
    const found = parsed.kind === 'query' ? matching(parsed.query, rows) : [];
    const count = countLines(found, starts);
    return count === 0 || found.every((held) => held) ? [] : [{ ...preset, count }];
  });
}
