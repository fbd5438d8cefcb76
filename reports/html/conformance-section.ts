// Who means the same: one row a scenario, one column a subject, and below it each scenario's rules one by one.
import type { Cell, ScenarioView } from '../../harness/contract/result.ts';
import { anchor, html } from './html.ts';
import type { Html } from './html.ts';
import { CONFORMANCE_WORDS, verdictMark } from './verdict-words.ts';
import { evidenceOf } from './verdict-section.ts';
import type { ReportView } from './view.ts';

export function conformanceSection(view: ReportView): Html {
  if (view.blocks.length === 0) return html``;
  const rows = view.blocks.map(({ scenario, set, cells }) => {
    const at = (subject: string) => cells.find((cell) => cell.subject === subject);
    return html`<tr><th scope="row"><a href="#${anchor('scenario', scenario.id)}">${scenario.title}</a> <span class="set">${set}</span></th>${view.subjects.map((subject) => verdictCell(at(subject)))}</tr>
`;
  });
  return html`<section id="conformance" aria-labelledby="conformance-title"><h2 id="conformance-title">Meaning</h2>
<p class="lead">Every subject is held against the scenario\u2019s contract first; only cells that keep it may carry numbers. The rules stand with each scenario.</p>
<div class="scroll" role="region" tabindex="0" aria-label="Conformance by scenario and subject"><table class="matrix"><caption class="unseen">Conformance by scenario and subject</caption>
<thead><tr><th scope="col">Scenario</th>${subjectHeads(view.subjects)}</tr></thead><tbody>
${rows}</tbody></table></div>
<p class="key">${key(view)}</p>
</section>`;
}

/** The glyphs that stand in this table, in words. */
function key({ blocks }: ReportView): Html {
  const used = new Set(blocks.flatMap((block) => block.cells.map((cell) => CONFORMANCE_WORDS[cell.verdict])));
  return html`${[...used].sort((a, b) => b.rank - a.rank).map((word) => html`${verdictMark(word)} `)}`;
}

function verdictCell(cell: Cell | undefined): Html {
  if (cell === undefined) return html`<td></td>`;
  const { glyph, word, tone } = CONFORMANCE_WORDS[cell.verdict];
  const title = cell.reason === '' ? word : `${word}: ${cell.reason}`;
  const inner = mark(glyph, word);
  const linked = cell.findings.length + cell.failures.length > 0;
  return html`<td class="${tone}" title="${title}">${linked ? html`<a href="#${evidenceOf(cell)}">${inner}</a>` : inner}</td>`;
}

type RuleState = 'kept' | 'known' | 'broken' | 'failed' | 'not-run';
const RULE_MARKS: Readonly<Record<RuleState, readonly [glyph: string, word: string, tone: string]>> = {
  kept: ['✓', 'kept', 'good'],
  known: ['≈', 'broken as known', 'quiet'],
  broken: ['≠', 'broken', 'alarm'],
  failed: ['✕', 'not reached, the cell failed', 'alarm'],
  'not-run': ['–', 'not checked', 'quiet'],
};

/** Rules × subjects of one scenario, over all its parameter sets. The text of a rule stands in its row. */
export function ruleMatrix(scenario: ScenarioView, cells: readonly Cell[]): Html {
  const subjects = [...new Set(cells.map((cell) => cell.subject))];
  const named = new Set(scenario.rules.map((rule) => rule.id));
  const own = [...new Set(cells.flatMap((cell) => Object.keys(cell.rules)))].filter((id) => !named.has(id));
  const rules = [
    ...scenario.rules,
    ...own.sort().map((id) => ({ id, level: 'must', text: 'A rule of the harness for every scenario.' })),
  ];
  if (rules.length === 0 || cells.length === 0) return html``;
  const rows = rules.map((rule) => {
    const states = subjects.map((subject) =>
      ruleCell(
        cells.filter((cell) => cell.subject === subject),
        rule.id,
      ),
    );
    return html`<tr><th scope="row" id="${anchor('rule', scenario.id, rule.id)}"><code>${rule.id}</code> <span class="rule">${rule.text}${rule.level === 'must' ? null : html` <em>${rule.level}</em>`}</span></th>${states}</tr>
`;
  });
  const label = `Rules of ${scenario.title} by subject`;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table class="matrix rules"><caption class="unseen">${label}</caption>
<thead><tr><th scope="col">Rule</th>${subjectHeads(subjects)}</tr></thead><tbody>
${rows}</tbody></table></div>`;
}

function ruleCell(cells: readonly Cell[], rule: string): Html {
  const counts = cells.map((cell) => cell.rules[rule] ?? { kept: 0, broken: 0 });
  const kept = counts.reduce((sum, count) => sum + count.kept, 0);
  const broken = counts.reduce((sum, count) => sum + count.broken, 0);
  const [glyph, word, tone] = RULE_MARKS[ruleState(cells, kept, broken)];
  return html`<td class="${tone}" title="${word} (kept in ${kept} invocations, broken in ${broken})">${mark(glyph, word)}</td>`;
}

function ruleState(cells: readonly Cell[], kept: number, broken: number): RuleState {
  if (broken > 0) return cells.some((cell) => cell.verdict === 'divergent') ? 'broken' : 'known';
  if (kept > 0) return 'kept';
  return cells.some((cell) => cell.verdict === 'failed') ? 'failed' : 'not-run';
}

function mark(glyph: string, word: string): Html {
  return html`<span class="glyph" aria-hidden="true">${glyph}</span><span class="unseen">${word}</span>`;
}

function subjectHeads(subjects: readonly string[]): Html {
  return html`${subjects.map((subject) => {
    const [runtime = '', ...style] = subject.split('/');
    return html`<th scope="col" class="subject">${runtime}<br><span>${style.join('/')}</span></th>`;
  })}`;
}
