// Tests that grid and sentences say what the result says: every verdict once, with its own numbers, and no unclear one hidden.
import { expect, test } from 'vitest';
import type { Comparison, RunResult } from '../../harness/contract/result.ts';
import { randomLimited, randomResult } from '../testing/random-result.ts';
import { sampleResult } from '../testing/sample-result.ts';
import { familySentences, headlineSentence, pivotSentence, sentenceText } from './answer-sentences.ts';
import { effectTexts } from './effect-texts.ts';
import { answerGrid } from './grid.ts';
import { limitedView } from './limit.ts';
import { pivotsOf } from './pivots.ts';
import { COMPARISON_WORDS } from './verdict-words.ts';
import { viewOf } from './view.ts';
import type { ReportView } from './view.ts';

const RESULTS = 1000;
/** So that a sentence has more places than it names. */
const TOGETHER = 12;

/** The scenarios of several random results as those of one run. */
function largeResult(seed: number): RunResult {
  const parts = Array.from({ length: seed % 10 === 0 ? TOGETHER : 1 + (seed % 3) }, (_, index) => ({
    part: randomResult(seed * TOGETHER + index),
    mark: `-${index}`,
  }));
  const [first] = parts;
  if (first === undefined) throw new Error('no part');
  return {
    ...first.part,
    scenarios: parts.flatMap(({ part, mark }) =>
      part.scenarios.map((each) => ({ ...each, id: each.id + mark, title: `${each.title}${mark}` })),
    ),
    cells: parts.flatMap(({ part, mark }) =>
      part.cells.map((each) => ({ ...each, scenario: each.scenario + mark })),
    ),
    comparisons: parts.flatMap(({ part, mark }) =>
      part.comparisons.map((each) => ({ ...each, scenario: each.scenario + mark })),
    ),
  };
}

const runs = Array.from({ length: RESULTS }, (_, seed) => ({ seed, result: largeResult(seed) }));

/** The first primary metric of each scenario is what grid and sentences are of. */
function firsts(result: RunResult): Comparison[] {
  return result.comparisons.filter((entry) => {
    const scenario = result.scenarios.find(({ id }) => id === entry.scenario);
    return scenario?.metrics.find(({ primary }) => primary)?.id === entry.metric;
  });
}

function textOf(result: RunResult, { estimate, low, high, metric, scenario, verdict }: Comparison): string {
  const unit = result.scenarios.find(({ id }) => id === scenario)?.metrics.find(({ id }) => id === metric);
  if (unit === undefined) throw new Error('a comparison of nothing');
  if (verdict === 'not-comparable' || estimate === null || low === null || high === null) return verdict;
  const texts = effectTexts({ estimate, low, high }, unit);
  return `${verdict} ${texts.estimate} ${texts.interval}`;
}

/** What each cell of the grid shows, with its place. */
function gridTexts(view: ReportView): string[] {
  const grid = answerGrid(view);
  return grid.rows.flatMap(({ block, metric, cells }) =>
    cells.flatMap((cell, at) => {
      const place = `${block.scenario.id} ${grid.columns[at]?.subject}`;
      if (cell?.kind === 'word') return [`${place} ${cell.word.name}`];
      if (cell?.kind !== 'effect') return [];
      const { estimate, interval } = effectTexts(cell.effect, metric);
      return [`${place} ${cell.verdict} ${estimate} ${interval}`];
    }),
  );
}

test('in a thousand random results the grid has each comparison once, in its place, and no other number', () => {
  let compared = 0;
  for (const { seed, result } of runs) {
    const shown = gridTexts(viewOf(result));
    const own = firsts(result);
    const expected = own.map((entry) => `${entry.scenario} ${entry.subject} ${textOf(result, entry)}`);
    // The reference is compared with nothing: it has a word where it has no numbers.
    const others = shown.filter((text) => !text.includes(` ${result.run.reference} `));
    expect([seed, others.toSorted()]).toEqual([seed, expected.toSorted()]);
    compared += own.length;
  }
  expect(compared).toBeGreaterThan(RESULTS * 3);
});

const WORDS = Object.values(COMPARISON_WORDS).map(({ name, word }) => ({
  name,
  text: name === 'same' ? 'the same' : word,
}));

/** How many places a clause gives to a verdict: those that it names, or the number that it says. */
function countIn(clause: string, word: string): number {
  const [, told = ''] =
    new RegExp(
      `(?:: |, )${word} at (.*?)(?=, (?:slower|faster|the same|unclear|not comparable|different|failed)|$)`,
      'u',
    ).exec(clause) ?? [];
  const [, number] = /^(\d+) places?/u.exec(told) ?? [];
  return number === undefined ? (told.match(/Scenario \d-\d+/gu) ?? []).length : Number(number);
}

test('in a thousand random results with a limit its grid has each ratio to the limit once, in its place', () => {
  let compared = 0;
  for (let seed = 0; seed < RESULTS; seed++) {
    const result = randomLimited(seed);
    const limited = limitedView(viewOf(result));
    if (limited === null) throw new Error('no limit');
    const own = firsts({ ...result, comparisons: result.limit?.comparisons ?? [] });
    const shown = gridTexts(limited).filter((text) => !text.includes(` ${limited.result.run.reference} `));
    const expected = own.map((entry) => `${entry.scenario} ${entry.subject} ${textOf(result, entry)}`);
    expect([seed, shown.toSorted()]).toEqual([seed, expected.toSorted()]);
    compared += own.length;
  }
  expect(compared).toBeGreaterThan(RESULTS);
});

test('in a thousand random results the sentences give each verdict its number of places: no unclear one is hidden', () => {
  const seen = { named: 0, counted: 0, unclear: 0 };
  for (const { seed, result } of runs) {
    const view = viewOf(result);
    const own = firsts(result);
    const text = familySentences(view)
      .map(({ sentence }) => sentenceText(sentence).replace(/\.$/, ''))
      .join('; ');
    const clauses = text.split('; ');
    for (const { name, text: word } of WORDS) {
      const all = own.filter(({ verdict }) => verdict === name);
      for (const subject of ['python/coroutines', 'pypy/coroutines']) {
        const clause = clauses.find((each) => each.startsWith(`${subject}: `)) ?? '';
        const those = all.filter((entry) => entry.subject === subject);
        expect([seed, subject, word, countIn(clause, word)]).toEqual([seed, subject, word, those.length]);
        if (those.length > 3) seen.counted++;
        if (those.length === 0 || those.length > 3) continue;
        seen.named++;
        for (const entry of those) {
          const number = textOf(result, entry).replace(`${name} `, '');
          if (number !== name) expect(clause).toContain(`(${number} `);
        }
      }
      const rest = clauses.find((each) => each.startsWith('other subjects: ')) ?? '';
      const others = all.filter(({ subject }) => subject === 'node/events').length;
      const told = new RegExp(`(?:: |, )(\\d+) ${word}`, 'u').exec(rest)?.[1] ?? '0';
      expect([seed, word, Number(told)]).toEqual([seed, word, others]);
      if (name === 'unclear') seen.unclear += all.length;
    }
  }
  expect(seen.named).toBeGreaterThan(RESULTS);
  expect(seen.counted).toBeGreaterThan(RESULTS / 20);
  expect(seen.unclear).toBeGreaterThan(RESULTS / 4);
});

test('in a thousand random results the headline counts all comparisons of what stands for each runtime', () => {
  for (const { seed, result } of runs) {
    const view = viewOf(result);
    const headline = headlineSentence(view);
    const own = firsts(result);
    if (headline === null) {
      expect([seed, own.length]).toEqual([seed, 0]);
      continue;
    }
    for (const clause of sentenceText(headline).replace(/\.$/, '').split('; ')) {
      const [subject = '', rest = ''] = clause.split(` against ${result.run.reference}: `);
      const those = own.filter((entry) => subject === 'All subjects' || entry.subject === subject);
      for (const { name, text: word } of WORDS) {
        const told = new RegExp(`(?:^|, )${word} in (\\d+)`, 'u').exec(rest)?.[1] ?? '0';
        const count = those.filter(({ verdict }) => verdict === name).length;
        expect([seed, clause, word, Number(told)]).toEqual([seed, clause, word, count]);
      }
    }
  }
});

test('in a thousand random results a sentence of a pivot gives each of its cells a place', () => {
  let cells = 0;
  for (const { seed, result } of runs) {
    const view = viewOf(result);
    for (const name of ['style', 'runtime'] as const)
      for (const pivot of pivotsOf(view, name)) {
        const clauses = sentenceText(pivotSentence(pivot, name))
          .replace(/\.$/, '')
          .replace(/^The .*? against [^:]*: /, '')
          .split('; ');
        for (const [at, { subject }] of pivot.grid.columns.entries()) {
          const clause = clauses.find((each) => each.startsWith(`${subject}: `)) ?? '';
          const unclear = pivot.grid.rows.filter(({ cells: own }) => {
            const cell = own[at];
            return (
              (cell?.kind === 'effect' && cell.verdict === 'unclear') ||
              (cell?.kind === 'word' && cell.word.name === 'unclear')
            );
          }).length;
          expect([seed, clause, countIn(clause, 'unclear')]).toEqual([seed, clause, unclear]);
          cells += unclear;
        }
      }
  }
  expect(cells).toBeGreaterThan(RESULTS / 2);
});

test('the sentences of the sample name the family, the factor, its interval and the metric', () => {
  const view = viewOf(sampleResult());
  expect(sentenceText(headlineSentence(view) ?? [])).toMatch(
    /^python\/coroutines against node\/promises: slower in \d of \d comparisons, /,
  );
  const text = familySentences(view)
    .map(({ family, sentence }) => `${family} ${sentenceText(sentence)}`)
    .join('\n');
  expect(text).toMatch(/^io_fanout .*python\/coroutines: .*TCP echo \([\d.]+× \[[\d.]+, [\d.]+\] /m);
  const styles = pivotsOf(view, 'style').map((pivot) => sentenceText(pivotSentence(pivot, 'style')));
  expect(styles[0]).toMatch(/^The styles of node against node\/promises: node\/\w+: /);
});
