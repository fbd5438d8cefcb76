// What a command makes of its terminal and its options: colour, signs, progress, events.
import { PassThrough } from 'node:stream';
import type { WriteStream } from 'node:tty';
import { Compile } from 'typebox/compile';
import { expect, test } from 'vitest';
import { sampleResult } from '../../../reports/testing/sample-result.ts';
import { RunEvent } from '../../contract/event.ts';
import { readTerminalStyle } from '../options/terminal-style.ts';
import type { RawOptions } from '../options/raw-options.ts';
import { toAscii } from '../../tables/ascii.ts';
import { calibrationLines } from '../../tables/calibration-lines.ts';
import { cellsOf, plainPaint } from '../../tables/colour.ts';
import { openEventStream, tellResult } from './event-stream.ts';
import { openTerminal } from './terminal.ts';
import { verdictTable } from '../../tables/verdict-table.ts';

/** A stream that says whether it is a terminal, and remembers. */
function stream(isTty: boolean): { readonly stream: WriteStream; text(): string } {
  let heard = '';
  const pipe = Object.assign(new PassThrough(), { isTTY: isTty, columns: 80 });
  pipe.on('data', (chunk: Buffer) => {
    heard += chunk.toString();
  });
  return { stream: pipe as unknown as WriteStream, text: () => heard };
}

function terminalOf(raw: RawOptions, isTty: boolean, environment: Readonly<Record<string, string>> = {}) {
  const [out, err] = [stream(isTty), stream(isTty)];
  return { terminal: openTerminal(out.stream, err.stream, environment, readTerminalStyle(raw)), out, err };
}

test('progress is live only on a terminal that nobody called dumb or a machine, unless the reader says so', () => {
  const progress = (raw: RawOptions, isTty: boolean, environment = {}): string =>
    terminalOf(raw, isTty, environment).terminal.progress;
  expect(progress({}, true)).toBe('live');
  expect(progress({}, false)).toBe('plain');
  expect(progress({}, true, { CI: 'true' })).toBe('plain');
  expect(progress({}, true, { TERM: 'dumb' })).toBe('plain');
  expect(progress({ progress: 'live' }, false, { CI: '1' })).toBe('live');
  expect(progress({ progress: 'plain' }, true)).toBe('plain');
  expect(progress({ progress: 'none' }, true)).toBe('none');
  expect(() => progress({ progress: 'loud' }, true)).toThrow('EL1004');
});

test('--color wins over the environment, and the environment over the terminal', () => {
  const paints = (raw: RawOptions, isTty: boolean, environment = {}): boolean =>
    terminalOf(raw, isTty, environment).terminal.paintOut('red', 'x') !== 'x';
  expect(paints({}, true)).toBe(true);
  expect(paints({}, true, { NO_COLOR: '1' })).toBe(false);
  expect(paints({ color: 'always' }, false, { NO_COLOR: '1' })).toBe(true);
  expect(paints({ color: false }, true, { FORCE_COLOR: '1' })).toBe(false);
  expect(paints({ color: 'auto' }, false, { FORCE_COLOR: '1' })).toBe(true);
  expect(() => paints({ color: 'red' }, true)).toThrow('EL1004');
});

test('--ascii leaves no other sign and moves no column', () => {
  const lines = verdictTable(sampleResult(), 80, plainPaint);
  const plain = lines.map(toAscii);
  expect(plain.join('')).toMatch(/^[\x20-\x7e]*$/);
  const doubts = (text: string): number => text.split('?').length;
  expect(doubts(plain.join(''))).toBe(doubts(lines.join('')));
  expect(plain.map(cellsOf)).toEqual(lines.map(cellsOf));
  expect(lines.join('')).not.toMatch(/^[\x20-\x7e]*$/);
});

test('--ascii changes what people read, and never data', () => {
  const read = terminalOf({ ascii: true }, false);
  read.terminal.out('▲ faster');
  read.terminal.err('≠ differs');
  expect([read.out.text(), read.err.text()]).toEqual(['^ faster\n', '# differs\n']);
  const data = terminalOf({ ascii: true, json: true }, false);
  data.terminal.out('{"a":"▲"}');
  expect(data.out.text()).toBe('{"a":"▲"}\n');
});

test('one document and a stream of events cannot both have stdout', () => {
  expect(() => readTerminalStyle({ json: true, ndjson: true })).toThrow('EL1004');
});

test('every event of a result keeps the published schema, and they are numbered without gaps', () => {
  const { terminal, out } = terminalOf({ ndjson: true }, false);
  const result = sampleResult();
  if (terminal.events === null) throw new Error('no events');
  tellResult(result, '/run/results.json', terminal.events);
  const events = out
    .text()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent);
  const validator = Compile(RunEvent);
  expect(events.map((event) => [...validator.Errors(event)])).toEqual(events.map(() => []));
  expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index));
  const kinds = events.map(({ event }) => event.kind);
  expect(kinds.filter((kind) => kind === 'cell')).toHaveLength(result.cells.length);
  expect(kinds.filter((kind) => kind === 'comparison')).toHaveLength(result.comparisons.length);
  expect(kinds.at(-1)).toBe('finished');
});

test('an event says when it happened', () => {
  const lines: string[] = [];
  openEventStream(
    (line) => void lines.push(line),
    () => 12.6,
  )({
    kind: 'planned',
    profile: 'smoke',
    seed: 1,
    repetitions: 2,
    invocations: 0,
    expectedMs: 0,
    cells: [],
  });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ schema: 'evenloop/event@2', number: 0, atMs: 13 });
});

const CALIBRATION = {
  aaChecks: Array.from({ length: 12 }, (_, index) => ({
    scenario: 's',
    set: `set${index}`,
    metric: 'cpu',
    subject: 'node/promises',
    scale: 'ratio' as const,
    pairs: 6,
    estimate: 1,
    low: 0.98,
    high: 1.02,
  })),
  pooled: [{ metric: 'cpu', pairs: 72, estimate: 1.002, low: 0.99, high: 1.01, kept: true }],
  familyError: 0.01,
  intervals: 40,
  windows: { total: 264, contaminated: 0, preemptedShare: null, waitShare: null, orchestratorShare: null },
  conditions: [
    { name: 'pinning', kept: true, text: 'pinned to CPU 1' },
    { name: 'governor', kept: false, text: 'the machine does not tell' },
  ],
};

test('the A/A check is one line, and a condition that was not met is named', () => {
  const result = { ...sampleResult(), calibration: CALIBRATION };
  expect(calibrationLines(result, 80, plainPaint)).toEqual([
    'A/A check: 12 comparisons, pooled 1.002 [0.990, 1.010]: passed',
    'condition not met: governor: the machine does not tell',
  ]);
  expect(calibrationLines(sampleResult(), 80, plainPaint)).toEqual([]);
});

test('an A/A check that is not kept cannot be overlooked', () => {
  const [pool] = CALIBRATION.pooled;
  if (pool === undefined) throw new Error('no pool');
  const pooled = [pool, { ...pool, metric: 'p50', low: 1.02, high: 1.05, kept: false }];
  const lines = calibrationLines(
    { ...sampleResult(), calibration: { ...CALIBRATION, pooled } },
    80,
    plainPaint,
  );
  expect(lines.join(' ')).toContain('pooled p50 1.00 [1.02, 1.05]: FAILED');
  expect(Math.max(...lines.map(cellsOf))).toBeLessThanOrEqual(80);
  const anything = [{ ...pool, low: 0.01, high: 39.25, kept: false, open: true }];
  const told = { ...sampleResult(), calibration: { ...CALIBRATION, pooled: anything } };
  expect(calibrationLines(told, 80, plainPaint)[0]).toMatch(/: could not tell$/);
});

test('the control of the reference has no row among the verdicts', () => {
  const result = sampleResult();
  const reference = result.cells.find(({ subject }) => subject === result.run.reference);
  if (reference === undefined) throw new Error('the sample has no reference');
  const control = { ...reference, id: `${reference.id}@control`, side: 'control' as const };
  expect(verdictTable({ ...result, cells: [...result.cells, control] }, null, plainPaint)).toEqual(
    verdictTable(result, null, plainPaint),
  );
});

test('a row whose processes page faults tell apart says of how many its verdict is, and no other row does', () => {
  const result = sampleResult();
  const compared = result.comparisons.find(({ verdict }) => verdict === 'faster' || verdict === 'slower');
  if (compared === undefined) throw new Error('the sample compares nothing');
  const shown = (pageFaults: readonly (number | undefined)[]): string => {
    const modes = pageFaults.map((faults) =>
      Object.assign({ value: 1, share: 0.5 }, faults === undefined ? {} : { pageFaults: faults }),
    );
    const cells = result.cells.map((cell) =>
      cell.subject === compared.subject ? Object.assign({}, cell, { modes }) : cell,
    );
    return verdictTable({ ...result, cells }, null, plainPaint).join('\n');
  };
  expect(shown([4, 0])).toMatch(/(?:faster|slower), \d+ of \d+/);
  expect(shown([undefined, undefined])).not.toMatch(/(?:faster|slower), \d+ of \d+/);
  expect(shown([4])).toMatch(/faster|slower/);
});
