// The Common Test Report Format: only fields that it has, of the kinds that it wants, and numbers that add up.
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import { expect, test } from 'vitest';
import { sampleResult } from '../testing/sample-result.ts';
import { ctrfOf } from './ctrf.ts';

/** The parts of the format that evenloop writes; the format allows no others beside them but in `extra`. */
const closed = { additionalProperties: false };
const Whole = Type.Integer({ minimum: 0 });
const Extra = Type.Object({ evenloop: Type.Object({}) }, closed);
const Test = Type.Object(
  {
    testId: Type.String({ minLength: 1 }),
    name: Type.String({ minLength: 1 }),
    status: Type.Enum(['passed', 'failed', 'skipped', 'pending', 'other']),
    duration: Whole,
    suite: Type.Array(Type.String(), { minItems: 1 }),
    type: Type.String(),
    rawStatus: Type.String(),
    message: Type.Optional(Type.String()),
    trace: Type.Optional(Type.String()),
    filePath: Type.Optional(Type.String()),
    parameters: Type.Optional(Type.Object({})),
    extra: Type.Optional(Extra),
  },
  closed,
);
const Format = Type.Object(
  {
    reportFormat: Type.Literal('CTRF'),
    specVersion: Type.String({ pattern: '^[0-9]+\\.[0-9]+\\.[0-9]+$' }),
    runId: Type.String({ minLength: 1 }),
    timestamp: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }),
    generatedBy: Type.String(),
    results: Type.Object(
      {
        tool: Type.Object({ name: Type.String({ minLength: 1 }), version: Type.String() }, closed),
        summary: Type.Object(
          {
            tests: Whole,
            passed: Whole,
            failed: Whole,
            skipped: Whole,
            pending: Whole,
            other: Whole,
            suites: Whole,
            start: Whole,
            stop: Whole,
            duration: Whole,
          },
          closed,
        ),
        tests: Type.Array(Test),
        environment: Type.Object(
          {
            appName: Type.String(),
            appVersion: Type.String(),
            buildId: Type.String(),
            commit: Type.Optional(Type.String()),
            osPlatform: Type.String(),
            osRelease: Type.String(),
            healthy: Type.Boolean(),
            extra: Extra,
          },
          closed,
        ),
      },
      closed,
    ),
  },
  closed,
);

const written = (report: unknown): unknown => JSON.parse(JSON.stringify(report));

test('the report has the fields of the format and no others', () => {
  const report = written(ctrfOf(sampleResult()));
  expect([...Value.Errors(Format, report)]).toEqual([]);
  const { commit: _, ...run } = sampleResult().run;
  const outside = { ...sampleResult(), run: { ...run, commit: null } };
  expect([...Value.Errors(Format, written(ctrfOf(outside)))]).toEqual([]);
});

test('the summary counts the tests, one a cell', () => {
  const result = sampleResult();
  const { summary, tests } = ctrfOf(result).results;
  const { passed, failed, skipped, pending, other } = summary;
  expect(summary.tests).toBe(result.cells.length);
  expect(passed + failed + skipped + pending + other).toBe(tests.length);
  expect(failed).toBe(
    result.cells.filter(({ verdict }) => verdict === 'divergent' || verdict === 'failed').length,
  );
  expect(summary.stop - summary.start).toBe(summary.duration);
});

test('what failed says why and shows it; what passed says nothing', () => {
  const { tests } = ctrfOf(sampleResult()).results;
  const bad = tests.find(({ rawStatus }) => rawStatus === 'divergent');
  expect(bad).toMatchObject({ status: 'failed', suite: ['conformance', 'ordering.defer'] });
  expect(bad?.message).not.toBe('');
  expect(bad?.trace).toContain('expected #');
  const good = tests.find(({ status }) => status === 'passed');
  expect([good?.message, good?.trace]).toEqual([undefined, undefined]);
});

test('a cell that was proved in some invocations only has failed, and says how many', () => {
  const { tests } = ctrfOf(sampleResult()).results;
  const failed = tests.find(({ rawStatus }) => rawStatus === 'failed');
  expect(failed).toMatchObject({
    status: 'failed',
    message: expect.stringMatching(/^2 of 6 invocations failed: /),
  });
  expect(failed?.extra?.['evenloop']).toMatchObject({ proof: null, invocations: { proved: 4, failed: 2 } });
});

test('where nothing could be found out nothing is known, and a run without a test is not healthy', () => {
  const sample = sampleResult();
  const [first] = sample.cells;
  if (first === undefined) throw new Error('the sample has no cells');
  const cells = [{ ...first, verdict: 'inconclusive' as const, reason: 'interrupted' }];
  expect(ctrfOf({ ...sample, cells }).results.tests[0]?.status).toBe('other');
  const exit = { code: 3, reasons: [] };
  const { tests, environment } = ctrfOf({ ...sample, cells: [], exit }).results;
  expect([tests.map(({ status }) => status), environment['healthy']]).toEqual([['failed'], false]);
});
