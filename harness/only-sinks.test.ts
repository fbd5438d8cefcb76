// Text leaves evenloop in few places, each with one function that makes it harmless there; this reads the sources for any other.
import { expect, test } from 'vitest';
import { isTestSupport, readSource, sources } from './testing/imports.ts';

const PRODUCT = sources().filter((path) => /^(harness|reports)\//.test(path) && !isTestSupport(path));
const code = (path: string): string => readSource(path).replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*/g, '');
const filesWith = (pattern: RegExp, files: readonly string[] = PRODUCT): string[] =>
  files.filter((path) => pattern.test(code(path)));

/** The streams of this process, or a library that writes to them. */
const WRITING =
  /\b(?:stdout|stderr)\s*\.\s*write\(|\bstream\s*\.\s*write\(|\bconsole\.\w+\(|\bcreateLogUpdate\b|\bprocess\.(?:stdout|stderr)\b/;

test('the terminal is written to in few places', () => {
  expect(filesWith(WRITING)).toEqual([
    'harness/cli/call.ts',
    // At the end of the process.
    'harness/cli/exit.ts',
    // Where the machine refuses even to load the rest: the text is Node's, with a path of our own.
    'harness/cli/main.ts',
    // Lines that are drawn again.
    'harness/cli/ui/progress-sink.ts',
    'harness/cli/ui/terminal.ts',
    // A socket to a runner, and processes of our own that talk to the harness.
    'harness/run/block/token-channel.ts',
    'harness/run/stress-load.ts',
    'harness/run/witness/main.ts',
  ]);
});

test('each of them writes what `terminalText` made', () => {
  const written = (path: string): string[] =>
    [...code(path).matchAll(/\.write\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/g)].map(
      ([, what = '']) => what,
    );
  // The second is a document for another program, whose text `visibleIn` has been through.
  expect(written('harness/cli/ui/terminal.ts')).toEqual([
    '`${shown(text)}\\n`',
    'text',
    '`${shown(text)}\\n`',
  ]);
  expect(code('harness/cli/ui/terminal.ts')).toContain(
    'const shown = (text: string): string => terminalText(text, signs);',
  );
  expect(written('harness/cli/call.ts')).toEqual(['terminalText(text)']);
  expect(written('harness/cli/exit.ts')).toEqual([
    '`${terminalText(failureText(refused, plainPaint))}\\n`',
    // Only to learn when the stream has taken everything.
    "'', () => resolve()",
  ]);
  expect(code('harness/cli/ui/progress-sink.ts')).toMatch(/terminal\s*\.shown\(/);
});

test('escape sequences are made where colours are', () => {
  expect(filesWith(/\\u001b|\\x1b|\\u\{1b\}|styleText/i)).toEqual(['harness/tables/colour.ts']);
});

test('a command prints JSON by `jsonText`', () => {
  const printing = PRODUCT.filter((path) => path.startsWith('harness/cli/'));
  expect(filesWith(/JSON\.stringify\([^;]*\b2\)/, printing)).toEqual([]);
});

test('files for other programs are made of results whose texts only show', () => {
  const callers = PRODUCT.filter((path) => path.startsWith('harness/'));
  const calls = callers.flatMap((path) =>
    [...code(path).matchAll(/\b(?:exportText|junitOf|ctrfOf)\(([^;]*?)\)/g)].map(([call]) => [path, call]),
  );
  expect(calls.length).toBeGreaterThan(0);
  expect(calls.filter(([, call = '']) => !call.includes('visibleIn('))).toEqual([]);
});

/** Markup that is taken as it is: style, script, policy and packed data of ours, and a drawing that was made by the same template. */
const TRUSTING = [
  'reports/atlas/atlas-page.ts',
  'reports/html/html.ts',
  'reports/html/page.ts',
  'reports/site/index-page.ts',
  'reports/site/shell.ts',
];

test('a page has one way for text, and markup is trusted in known places', () => {
  const reports = PRODUCT.filter((path) => path.startsWith('reports/'));
  expect(filesWith(/\btrusted\(/, reports)).toEqual(TRUSTING);
  expect(
    filesWith(/\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write|setHTML\w*)\b/, reports),
  ).toEqual([]);
});

test('another way would be seen', () => {
  for (const line of ['process.stdout.write(x)', 'console.log(x)', 'stderr.write(x)', 'createLogUpdate(s)'])
    expect([line, WRITING.test(line)]).toEqual([line, true]);
  expect(WRITING.test('child.stdin.write(x)')).toBe(false);
});
