// A run as JUnit XML, as GitLab, Jenkins and their like read it.
import type { RunResult } from '../../harness/contract/result.ts';
import { coverageOf } from './coverage.ts';
import { testCasesOf } from './test-cases.ts';
import type { TestCase } from './test-cases.ts';

/** One suite a scenario. The suite's name stands in each case too: some readers show nothing else of it. */
export function junitOf(result: RunResult): string {
  const cases = testCasesOf(result);
  const suites = new Map<string, TestCase[]>();
  for (const one of cases) suites.set(suiteOf(one), [...(suites.get(suiteOf(one)) ?? []), one]);
  // The XSD of Jenkins' xunit-plugin knows no `skipped` here.
  const { skipped: _, ...facts } = totals(cases);
  const elements = [...suites].flatMap(([name, members]) => suiteLines(name, members, result));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'evenloop', ...facts, time: seconds(result.run.wallMs) })}>`,
    ...elements,
    '</testsuites>',
    '',
  ].join('\n');
}

function suiteOf({ suite, scenario }: TestCase): string {
  return `${suite}.${scenario}`;
}

function suiteLines(name: string, cases: readonly TestCase[], result: RunResult): string[] {
  const { run, tool, runtimes } = result;
  const { whole, sentence } = coverageOf(result);
  const durationMs = cases.reduce((sum, one) => sum + one.durationMs, 0);
  const facts = { name, ...totals(cases), time: seconds(durationMs), timestamp: run.startedAt.slice(0, 19) };
  const properties = {
    run: run.id,
    command: run.command,
    profile: run.profile,
    seed: String(run.seed),
    version: tool.version,
    whole: String(whole),
    coverage: sentence,
    runtimes: runtimes.map(({ id, version }) => `${id} ${version}`).join(', '),
    ...(run.commit === null ? {} : { commit: run.commit }),
  };
  return [
    `  <testsuite${attributes(facts)}>`,
    '    <properties>',
    ...Object.entries(properties).map(
      ([key, value]) => `      <property${attributes({ name: key, value })}/>`,
    ),
    '    </properties>',
    ...cases.flatMap(caseLines),
    '  </testsuite>',
  ];
}

function caseLines(one: TestCase): string[] {
  const head = attributes({ classname: suiteOf(one), name: one.name, time: seconds(one.durationMs) });
  if (one.status === 'passed') return [`    <testcase${head}/>`];
  return [`    <testcase${head}>`, ...outcomeLines(one), ...outputLines(one), '    </testcase>'];
}

/** What shows a failure stands in its own text: some readers show nothing else of a case. */
function outcomeLines({ status, type, message, verdict, evidence }: TestCase): string[] {
  if (status === 'skipped') return [`      <skipped${attributes({ message: `${verdict}: ${message}` })}/>`];
  const element = status === 'failed' ? 'failure' : 'error';
  const text = escaped([message, ...evidence].join('\n'));
  return [`      <${element}${attributes({ message, type })}>${text}</${element}>`];
}

/** The evidence of what is no failure: it has no text of its own. */
function outputLines({ status, evidence }: TestCase): string[] {
  return status !== 'skipped' || evidence.length === 0
    ? []
    : [`      <system-out>${escaped(evidence.join('\n'))}</system-out>`];
}

function totals(
  cases: readonly TestCase[],
): Readonly<Record<'tests' | 'failures' | 'errors' | 'skipped', string>> {
  const count = (status: TestCase['status']): string =>
    String(cases.filter((one) => one.status === status).length);
  return {
    tests: String(cases.length),
    failures: count('failed'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function attributes(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapedAttribute(value)}"`)
    .join('');
}

/** What XML 1.0 may not contain in any form: most control characters, halves of surrogate pairs, two non-characters. */
const IMPOSSIBLE = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

function escaped(text: string): string {
  return (
    text
      .replaceAll(IMPOSSIBLE, '\u{FFFD}')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // A reader would turn it into a line feed.
      .replaceAll('\r', '&#13;')
  );
}

/** White space is written as numbers, because readers turn it into blanks otherwise. */
function escapedAttribute(text: string): string {
  return escaped(text).replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\t', '&#9;');
}
