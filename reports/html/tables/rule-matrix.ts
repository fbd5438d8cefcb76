// Rules × subjects over all scenarios: each rule with its text, once, and its state for each subject.
import type { Cell, ScenarioView } from '../../../harness/contract/result.ts';
import { formatCount } from '../../words/format.ts';
import { anchor, html } from '../html.ts';
import type { Html } from '../html.ts';
import { evidenceOf } from './verdict-rows.ts';
import type { ReportView } from '../../words/view.ts';

type RuleState = 'broken' | 'failed' | 'known' | 'kept' | 'not-run';

/** The gravest first: a subject has the gravest state that the rule has in any of its cells. */
const STATES: Readonly<Record<RuleState, readonly [glyph: string, word: string, tone: string]>> = {
  broken: ['≠', 'broken', 'alarm'],
  failed: ['✕', 'not proved, the cell failed', 'alarm'],
  known: ['≈', 'broken as known', 'quiet'],
  kept: ['✓', 'kept', 'good'],
  'not-run': ['–', 'not checked', 'quiet'],
};

export function ruleMatrix(view: ReportView): Html {
  const rules = rulesOf(view);
  if (rules.length === 0) return html``;
  const label = 'Rules by subject';
  const rows = rules.map(({ id, texts, scenarios }) => {
    const marks = view.subjects.map((subject) =>
      ruleCell(
        id,
        view.blocks.flatMap(({ scenario, cells }) =>
          scenarios.has(scenario.id) ? cells.filter((cell) => cell.subject === subject) : [],
        ),
      ),
    );
    return html`<tr><th scope="row" id="${ruleAnchor(id)}"><code>${id}</code> ${ruleTexts(texts)}</th>${marks}
`;
  });
  return html`<details id="rules"><summary>Rules, one by one</summary><div class="scroll" role="region" tabindex="0" aria-label="${label}"><table class="matrix rules"><caption class="unseen">${label}</caption>
<thead><tr><th scope="col">Rule</th>${subjectHeads(view.subjects)}</tr></thead><tbody>
${rows}</tbody></table></div>
<p class="key">${STATE_KEY}</p></details>`;
}

const STATE_KEY = html`${Object.values(STATES).map(
  ([glyph, word, tone]) =>
    html`<span class="verdict ${tone}"><span class="glyph" aria-hidden="true">${glyph}</span> ${word}</span> `,
)}`;

export function ruleAnchor(id: string): string {
  return anchor('rule', id);
}

export function subjectHeads(subjects: readonly string[]): Html {
  return html`${subjects.map((subject) => {
    const [runtime = '', ...style] = subject.split('/');
    return html`<th scope="col" class="subject">${runtime}<br><span>${style.join('/')}</span></th>`;
  })}`;
}

interface RuleRow {
  readonly id: string;
  /** What it says in words, with the titles of the scenarios that say it so. */
  readonly texts: ReadonlyMap<string, readonly string[]>;
  /** Ids. */
  readonly scenarios: ReadonlySet<string>;
}

function rulesOf({ result, blocks }: ReportView): RuleRow[] {
  const rows = new Map<string, { texts: Map<string, string[]>; scenarios: Set<string> }>();
  const add = (id: string, text: string, { id: scenario, title }: ScenarioView): void => {
    const row = rows.get(id) ?? { texts: new Map<string, string[]>(), scenarios: new Set<string>() };
    row.texts.set(text, [...(row.texts.get(text) ?? []), title]);
    row.scenarios.add(scenario);
    rows.set(id, row);
  };
  for (const scenario of result.scenarios) {
    for (const { id, level, text } of scenario.rules)
      add(id, level === 'must' ? text : `${text} (${level})`, scenario);
    const named = new Set(scenario.rules.map((rule) => rule.id));
    const cells = blocks.flatMap((block) => (block.scenario === scenario ? block.cells : []));
    for (const id of new Set(cells.flatMap((cell) => Object.keys(cell.rules))))
      if (!named.has(id)) add(id, 'A rule of the harness for every scenario.', scenario);
  }
  return [...rows]
    .map(([id, { texts, scenarios }]) => ({ id, texts, scenarios }))
    .sort((a, b) => byName(a.id, b.id));
}

/** `T2` before `T10`. */
function byName(a: string, b: string): number {
  const [left, right] = [a, b].map((id) => id.replace(/\d+/g, (digits) => digits.padStart(9, '0')));
  return (left ?? '') < (right ?? '') ? -1 : 1;
}

function ruleTexts(texts: RuleRow['texts']): Html {
  const several = texts.size > 1;
  return html`${[...texts].map(
    ([text, titles]) =>
      html`<span class="rule">${text}${several ? html` <small>${titles.join(', ')}</small>` : null}</span> `,
  )}`;
}

function ruleCell(rule: string, cells: readonly Cell[]): Html {
  if (cells.length === 0) return html`<td>`;
  const states = cells.map((cell) => stateOf(cell, rule));
  const order: readonly RuleState[] = ['broken', 'failed', 'known', 'kept', 'not-run'];
  const state = order.find((each) => states.includes(each)) ?? 'not-run';
  const [glyph, word, tone] = STATES[state];
  if (state === 'kept') return html`<td>${glyph}`;
  const guilty = cells[states.indexOf(state)];
  const counts = cells.map((cell) => cell.rules[rule] ?? { kept: 0, broken: 0 });
  const kept = counts.reduce((sum, count) => sum + count.kept, 0);
  const broken = counts.reduce((sum, count) => sum + count.broken, 0);
  const title = `${word} (kept in ${formatCount(kept)} invocations, broken in ${formatCount(broken)})`;
  const inner = html`<span class="glyph" aria-hidden="true">${glyph}</span><span class="unseen">${word}</span>`;
  const linked = guilty !== undefined && guilty.findings.length + guilty.failures.length > 0;
  return html`<td class="${tone}" title="${title}">${linked ? html`<a href="#${evidenceOf(guilty)}">${inner}</a>` : inner}`;
}

function stateOf(cell: Cell, rule: string): RuleState {
  const { kept, broken } = cell.rules[rule] ?? { kept: 0, broken: 0 };
  if (broken > 0) return cell.verdict === 'divergent' ? 'broken' : 'known';
  // Kept in some invocations: the others were never held against it.
  if (cell.verdict === 'failed') return 'failed';
  return kept > 0 ? 'kept' : 'not-run';
}
