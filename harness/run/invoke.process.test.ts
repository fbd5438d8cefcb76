// How an invocation of a runner ends, fault by fault: the outcome, its code, its evidence, and nothing left behind.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { expectNothingLeft, failureOf, invokeFault } from '../testing/fake-invocation.ts';
import { processesWhere } from '../testing/processes-where.ts';
import { STRAY_VARIABLE } from './strays.ts';
import type { InvocationLimits } from './session/limits.ts';

describe('an honest runner', () => {
  test('completes one traced round, the warm-up and the measured rounds, in this order', async () => {
    const { record, context } = await invokeFault('none');
    expect(record.outcome).toEqual({ kind: 'ok' });
    expect(record.rounds.map(({ round }) => round)).toEqual(record.rounds.map((_, i) => i));
    expect(record.rounds[0]).toMatchObject({ purpose: 'traced', record: 'full', operations: 2 });
    expect(record.rounds.slice(1).map((round) => round.record)).not.toContain('full');
    expect(record.rounds.filter(({ purpose }) => purpose === 'measured').length).toBeGreaterThanOrEqual(2);
    expect(record.rounds.map(({ purpose }) => purpose).indexOf('warmup')).toBe(1);
    expectNothingLeft(context);
  });

  test('is timed on the clock of the harness by the epoch they share', async () => {
    const { record } = await invokeFault('none');
    expect(record.clock).toMatchObject({ source: 'shared-epoch', errorNs: 1 });
    const offsetNs = record.clock?.offsetNs ?? Number.NaN;
    for (const { startNs, endNs, sentNs, receivedNs } of record.rounds) {
      expect(startNs + offsetNs).toBeGreaterThan(sentNs);
      expect(endNs).toBeGreaterThan(startNs);
      expect(endNs + offsetNs).toBeLessThan(receivedNs);
    }
  });

  test('is timed by the handshake when the epoch that it names cannot be true', async () => {
    const { record } = await invokeFault('lies-about-epoch');
    expect(record.outcome.kind).toBe('ok');
    expect(record.clock?.source).toBe('handshake');
    expect(record.clock?.errorNs).toBeGreaterThan(1);
  });

  test('leaves its samples and its trace where the record says', async () => {
    const { record, context } = await invokeFault('none');
    expect(statSync(join(context.runDirectory, record.sidecar.samples)).size).toBeGreaterThan(0);
    expect(statSync(join(context.runDirectory, record.sidecar.events)).size).toBeGreaterThan(0);
  });

  test('is surrounded by the witness: armed, told, before and after every round, disarmed', async () => {
    const { record, context } = await invokeFault('none');
    const [armed, listening, first, firstAfter, ...others] = context.witness.calls;
    expect([armed, listening, first, firstAfter]).toEqual([
      'arm',
      'listening',
      'beforeRound 0 traced',
      'afterRound',
    ]);
    expect(others.at(-1)).toBe('disarm');
    expect(others.filter((call) => call.startsWith('beforeRound'))).toHaveLength(record.rounds.length - 1);
    expect(context.witness.armed[0]?.directory.startsWith(context.scratchDirectory)).toBe(true);
  });
});

describe('a runner that does not keep the protocol', () => {
  const cases: readonly [fault: string, code: string, cause: RegExp, evidence: RegExp][] = [
    ['garbage-line', 'EL2004', /is not JSON/, /^line\| \}\{ \\x07 garbage$/m],
    ['log-line', 'EL2004', /is not JSON/, /^line\| INFO starting round$/m],
    ['json-log-line', 'EL2004', /not an object with a `kind`/, /^line\| \{"level":"info"/m],
    ['not-utf8', 'EL2004', /not UTF-8/, /^line\| \{/m],
    ['unknown-kind', 'EL2005', /unknown kind "surprise"/, /^line\| \{"kind":"surprise"/m],
    ['invalid-message', 'EL2005', /not a valid `rounded`/, /^line\| .*"round":-1/m],
    ['wrong-kind', 'EL2005', /answered `round` with `sliced`/, /^line\| .*sliced/m],
    ['wrong-id', 'EL2005', /again with `failed` while `round` waited/, /^line\| .*"id":/m],
    ['duplicate-reply', 'EL2005', /again with `rounded`/, /^line\| .*rounded/m],
    ['unknown-reply', 'EL2005', /which was never made/, /^line\| .*"id":/m],
    ['cannot-read', 'EL2005', /could not read a valid request/, /^line\| .*refused/m],
    ['refuses-round', 'EL2005', /refused `round` as bad-state: not prepared/, /answer\| /],
    ['refuses-hello', 'EL2005', /refused `hello` as bad-state/, /answer\| /],
    [
      'oversized-line',
      'EL2005',
      /longer than 1048576 bytes/,
      /^line\| \{"kind":"rounded","padding":"x+….*more\)$/m,
    ],
    ['partial-line', 'EL2005', /in the middle of a line/, /^line\| \{"kind":"rounded","id":$/m],
    ['wrong-round', 'EL2005', /asked for round 0 and reported round 1/, /answer\| /],
    ['wrong-totals', 'EL2005', /but had reported/, /answer\| /],
    ['talks-after-the-end', 'EL2005', /again with `finished`/, /^line\| .*finished/m],
    ['other-protocol', 'EL2005', /speaks protocol 2/, /answer\| /],
    ['clock-backwards', 'EL2005', /went backwards/, /answer\| /],
  ];

  test.each(cases)(
    '%s is a protocol error %s that quotes what was said',
    async (fault, code, cause, evidence) => {
      const { record, context } = await invokeFault(fault);
      expect(record.outcome.kind).toBe('protocol-error');
      expect(failureOf(record)?.code).toBe(code);
      expect(failureOf(record)?.cause).toMatch(cause);
      expect(failureOf(record)?.evidence.join('\n')).toMatch(evidence);
      expectNothingLeft(context);
    },
  );

  test('a log line on stdout is told where logs belong', async () => {
    const { record } = await invokeFault('log-line');
    expect(failureOf(record)?.next).toMatch(/stderr/);
  });

  test('a quoted line is never longer than a line on a screen', async () => {
    const { record } = await invokeFault('oversized-line');
    expect(Math.max(...(failureOf(record)?.evidence ?? []).map((line) => line.length))).toBeLessThan(260);
  });

  test('one that lives on after its stdin has ended is a protocol error, and is ended', async () => {
    const { record, context } = await invokeFault('outlives-stdin', { exitMs: 200 });
    expect(record.outcome.kind).toBe('protocol-error');
    expect(failureOf(record)?.cause).toMatch(/still running 200 ms after its stdin had ended/);
    expectNothingLeft(context);
  });
});

describe('a runner that dies', () => {
  test('by an exit is `exited` with its code and the last lines it wrote', async () => {
    const { record, context } = await invokeFault('exit-3');
    expect(record.outcome).toMatchObject({ kind: 'exited', exitCode: 3 });
    expect(failureOf(record)).toMatchObject({ code: 'EL2008' });
    expect(failureOf(record)?.evidence).toContain('stderr| about to give up');
    expectNothingLeft(context);
  });

  test('shows the request that it died on, without the clocks before it, and how its last words begin and end', async () => {
    const { record } = await invokeFault('panics');
    const evidence = failureOf(record)?.evidence ?? [];
    expect(failureOf(record)?.code).toBe('EL2008');
    const request = evidence.findIndex((line) => line.startsWith('request| {"kind":"round"'));
    expect(request).toBeGreaterThanOrEqual(0);
    expect(evidence.filter((line) => line.includes('"kind":"clock"'))).toEqual([]);
    const words = evidence.slice(request + 1);
    expect(words[0]).toBe('stderr| panic: boom');
    expect(words).toContain('stderr| … 71 lines left out');
    expect(words.at(-1)).toBe('stderr| exit status 2');
  });

  test('by a word of its own shows the answer beneath the request', async () => {
    const { record } = await invokeFault('fails');
    const evidence = failureOf(record)?.evidence ?? [];
    expect(failureOf(record)?.code).toBe('EL2010');
    const request = evidence.findIndex((line) => line.startsWith('request| {"kind":"round"'));
    expect(evidence[request + 1]).toMatch(/^answer\| \{"kind":"failed".*boom/);
  });

  test('by an exit after the end of all rounds is not `ok` either', async () => {
    const { record } = await invokeFault('exit-4-at-the-end');
    expect(record.outcome).toMatchObject({ kind: 'exited', exitCode: 4 });
  });

  test('by a signal is `crashed` with its name', async () => {
    const { record, context } = await invokeFault('sigkill');
    expect(record.outcome).toMatchObject({ kind: 'crashed', signal: 'SIGKILL' });
    expect(failureOf(record)?.code).toBe('EL2007');
    expectNothingLeft(context);
  });

  test('and leaves a grandchild that holds its pipes is noticed at once, and the grandchild goes too', async () => {
    const { record, context } = await invokeFault('leaves-grandchild');
    expect(record.outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
    expectNothingLeft(context);
  });

  test('and leaves a daemon, in a session of its own, is noticed, and the daemon goes too', async () => {
    const { record, context } = await invokeFault('leaves-daemon');
    expect(record.outcome).toMatchObject({ kind: 'exited', exitCode: 0 });
    expectNothingLeft(context);
    const owner = `${STRAY_VARIABLE}=${process.pid}.`;
    expect(processesWhere((entry) => entry.startsWith(owner))).toEqual([]);
  });

  test('only to the eye, by closing its stdout, is `closed-without-reply`', async () => {
    const { record, context } = await invokeFault('closes-stdout');
    expect(record.outcome.kind).toBe('closed-without-reply');
    expect(failureOf(record)?.code).toBe('EL2009');
    expectNothingLeft(context);
  });
});

describe('a runner that hangs', () => {
  const cases: readonly [fault: string, request: string, limits: Partial<InvocationLimits>][] = [
    ['hang-on-hello', 'hello', { helloMs: 300 }],
    ['hang-on-prepare', 'prepare', { prepareMs: 300 }],
    ['hang-on-round', 'round', { roundMinimumMs: 300, roundMaximumMs: 300 }],
    ['ignores-everything', 'round', { roundMinimumMs: 300, roundMaximumMs: 300 }],
  ];
  test.each(cases)('%s is a timeout of `%s`, and nothing of it survives', async (fault, request, limits) => {
    const { record, context } = await invokeFault(fault, limits);
    expect(record.outcome.kind).toBe('timeout');
    expect(failureOf(record)?.code).toBe('EL2006');
    expect(failureOf(record)?.cause).toBe(`The runner did not answer \`${request}\` within 300 ms.`);
    expectNothingLeft(context);
  });
});

describe('what a workload says', () => {
  test('`unsupported` is an answer, with its reason', async () => {
    const { record } = await invokeFault('unsupported');
    expect(record.outcome).toEqual({ kind: 'unsupported', reason: 'inotify is a part of Linux' });
  });

  test('parameters that it refuses make it fail', async () => {
    const { record } = await invokeFault('bad-params');
    expect(record.outcome.kind).toBe('workload-failed');
    expect(failureOf(record)?.cause).toMatch(/ticks must not be negative/);
  });

  test('an exception is `workload-failed` with its stack', async () => {
    const { record, context } = await invokeFault('fails');
    expect(record.outcome.kind).toBe('workload-failed');
    expect(failureOf(record)).toMatchObject({ code: 'EL2010' });
    expect(failureOf(record)?.cause).toMatch(/workload-threw .*Error: boom/);
    expect(failureOf(record)?.evidence).toContain('  at round');
    expectNothingLeft(context);
  });

  test('a sidecar that is shorter than it said is the runner’s doing', async () => {
    const { record } = await invokeFault('truncated-sidecar');
    expect(record.outcome.kind).toBe('protocol-error');
    expect(failureOf(record)).toMatchObject({ code: 'EL3002' });
    expect(failureOf(record)?.cause).toMatch(/^The runner announced/);
  });

  test.each(['lies-about-operations', 'lies-about-counts'])(
    '%s ends `ok`: whether it is true is judged from the record',
    async (fault) => {
      const { record } = await invokeFault(fault);
      expect(record.outcome.kind).toBe('ok');
    },
  );
});
