// Five hundred hostile texts through every way to a terminal and into every file: nothing of them acts, and none begins a line of its own.
import { expect, test } from 'vitest';
import { EXPORT_FORMATS } from '../../contract/export-formats.ts';
import { failure } from '../../contract/failure.ts';
import { jsonText, visibleIn, visibleText } from '../../contract/visible-text.ts';
import type { RunResult } from '../../contract/result.ts';
import { exportFiles } from '../../../reports/export/formats.ts';
import { historyOf } from '../../../reports/history/history.ts';
import { summaryOf } from '../../../reports/history/run-summary.ts';
import { renderReport } from '../../../reports/html/page.ts';
import { csv } from '../../../reports/words/csv.ts';
import { fullSample } from '../../../reports/testing/full-sample.ts';
import { suffixer } from '../../../reports/testing/hostile.ts';
import { plainRuntime } from '../../testing/fake-runtime.ts';
import { HOSTILE_TEXTS, actingIn, actingInLog } from '../../testing/hostile-texts.ts';
import { failureText } from '../../tables/failure-text.ts';
import { historyLines } from '../../tables/history-table.ts';
import { USUAL_STYLE } from '../options/terminal-style.ts';
import { remembering } from '../testing/remembering.ts';
import { announce } from './announcement.ts';
import { closingLines, reasonLines, resumeLines } from './closing.ts';
import { judgementText } from '../../tables/judgement-text.ts';
import { resultLines } from '../../tables/result-lines.ts';
import { openTerminal } from './terminal.ts';
import type { Terminal } from './terminal.ts';

/** Sequences of `paint`, and nothing else, may be in what a terminal gets. */
const OWN = new RegExp(String.raw`\u001b\[(?:1|2|22|31|32|33|36|39)m`, 'gu');
const COLOURED = { ...USUAL_STYLE, colour: 'always' as const };

function written(colour: boolean, write: (terminal: Terminal) => void): string {
  const heard = remembering();
  write(openTerminal(heard.stream, heard.stream, {}, colour ? COLOURED : USUAL_STYLE));
  return heard.text();
}

/** Those that no part of ours is in are looked at with our own sequences taken away. */
const looked = (text: string): string | null => actingInLog(text, OWN);

test('there are five hundred of them, and each acts', () => {
  expect(HOSTILE_TEXTS.length).toBeGreaterThanOrEqual(500);
  expect(new Set(HOSTILE_TEXTS).size).toBe(HOSTILE_TEXTS.length);
  const harmless = HOSTILE_TEXTS.filter(
    (text) => actingInLog(text, /(?!)/g) === null && !text.includes('\n'),
  );
  expect(harmless).toEqual([]);
});

test('the terminal, whatever is written to it', () => {
  for (const text of HOSTILE_TEXTS) {
    const plain = written(false, (terminal) => {
      terminal.out(text);
      terminal.err(`x\n${text}`);
    });
    expect([text, looked(plain)]).toEqual([text, null]);
    const painted = written(true, (terminal) => terminal.out(terminal.paintOut('red', text) + text));
    expect([text, looked(painted)]).toEqual([text, null]);
    // What others wrote as a sequence of ours is none.
    expect(painted.match(OWN)?.length).toBe(2);
  }
});

test('a failure has one line for its cause, one for each line of evidence, and one for the next step', () => {
  for (const text of HOSTILE_TEXTS) {
    const shown = written(false, (terminal) => {
      terminal.err(failureText(failure('EL2010', text, text, [text, text]), terminal.paintErr));
    });
    expect([text, looked(shown), shown.split('\n').length]).toEqual([text, null, 5]);
  }
});

test('titles, versions and paths of runners, as a run announces them', () => {
  for (const text of HOSTILE_TEXTS) {
    const runtime = {
      ...plainRuntime('x', 'javascript', 'y', []),
      version: text,
      executable: text,
      source: text,
    };
    const titled = { ...runtime, manifest: { ...runtime.manifest, title: text } };
    const shown = written(false, (terminal) => {
      const choice = { runtimes: [titled], reference: text };
      const found = { runtimes: [titled], missing: [failure('EL2012', text, text, [])], passedOver: [] };
      announce(terminal, true)(choice as never, found as never, 1);
    });
    expect([text, looked(shown), shown.split('\n').length]).toEqual([text, null, 5]);
  }
});

/** Making the views takes longer than looking at them: so many texts go into one result. */
const TOGETHER = 25;
const change = suffixer(fullSample());
const bundled = (together: number): readonly string[] =>
  Array.from({ length: HOSTILE_TEXTS.length / together }, (_, i) =>
    HOSTILE_TEXTS.slice(i * together, (i + 1) * together).join('x'),
  );
const BUNDLES = bundled(TOGETHER);

function views(result: RunResult, terminal: Terminal): string {
  const { paintOut } = terminal;
  const charts = historyOf([summaryOf(result, 'a'), summaryOf(result, 'b')], null);
  return [
    ...(['answer', 'all'] as const).flatMap((kind) => resultLines(result, { kind }, null, paintOut)),
    ...closingLines(result, 'file:///x', paintOut),
    ...resumeLines(result, '/x'),
    ...reasonLines(result.exit.reasons, paintOut),
    ...historyLines(charts, false, null, paintOut),
  ].join('\n');
}

test('stored results, in each view: as many lines as of a harmless one', { timeout: 60_000 }, () => {
  const linesOf = (result: RunResult): number => {
    const shown = written(true, (terminal) => terminal.out(views(result, terminal)));
    expect(looked(shown)).toBeNull();
    return shown.split('\n').length;
  };
  const harmless = linesOf(change('x'));
  expect(harmless).toBeGreaterThan(50);
  for (const text of BUNDLES) expect([text, linesOf(change(text))]).toEqual([text, harmless]);
});

test('a judgement of pairs', () => {
  for (const text of HOSTILE_TEXTS) {
    const judgement = {
      cell: text,
      looks: [],
      verdict: 'unclear',
      reason: text,
      warnings: [text],
      detectable: null,
      positionBias: null,
      pairsUsed: 0,
      pairsGiven: 0,
      anyTime: null,
    } as never;
    const shown = written(false, (terminal) =>
      terminal.out(judgementText(judgement, { ...terminal, columns: 100_000 })),
    );
    expect([text, looked(shown), shown.split('\n').length]).toEqual([text, null, 4]);
  }
});

test('JSON is the same value, and acts on no log', () => {
  for (const text of HOSTILE_TEXTS) {
    const value = { [text]: [text] };
    for (const indent of [0, 2]) {
      expect([text, looked(jsonText(value, indent))]).toEqual([text, null]);
      expect(JSON.parse(jsonText(value, indent))).toEqual(value);
    }
    const shown = written(false, (terminal) => terminal.out(jsonText(value, 2)));
    expect(JSON.parse(shown)).toEqual(value);
  }
});

test.each(EXPORT_FORMATS)('%s', { timeout: 60_000 }, (format) => {
  const { startedAt, finishedAt } = fullSample().run;
  const exported = (text: string): string => {
    const result = change(text);
    const shown = visibleIn({ ...result, run: { ...result.run, startedAt, finishedAt } });
    const files = exportFiles(format, { result: shown, earlier: [] });
    if (!files.ok) throw new Error(files.failure.cause);
    // The lines of a table end in both.
    return [...files.value.values()].join('').replaceAll('\r\n', '\n');
  };
  const lines = exported('x').split('\n').length;
  // Names may be cut: each bundle is to fit into one.
  for (const text of bundled(10)) {
    const shown = exported(text);
    expect([text, actingIn(shown)]).toEqual([text, null]);
    expect([text, shown.split('\n').length]).toEqual([text, lines]);
  }
});

test('the page', { timeout: 60_000 }, () => {
  const page = (text: string): string => renderReport(change(text), { script: '', style: '' });
  for (const text of BUNDLES.slice(0, 5)) {
    const shown = page(text).replaceAll(/[\t\n]/g, ' ');
    expect(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.exec(shown)).toBeNull();
  }
});

test('cells of a spreadsheet', () => {
  for (const text of HOSTILE_TEXTS) {
    const shown = csv(['a'], [[text]]);
    expect([text, actingIn(shown.replaceAll('\r\n', '\n'))]).toEqual([text, null]);
    expect(shown.split('\r\n')[1]).toMatch(/^(?:"?'?)[^=+\-@]/);
  }
});

test('a text in a line stays in it, and a harmless one is as it was', () => {
  expect(visibleText('plain – text × 1 µs\u00a0%')).toBe('plain – text × 1 µs\u00a0%');
  expect(visibleText('a\nb\u001b\u202e')).toBe(String.raw`a\nb\x1b\u{202e}`);
});
