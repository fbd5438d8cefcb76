// The probe against the fake runner: an honest one passes, each that agrees to nonsense or outlives its stdin is named.
import { describe, expect, test } from 'vitest';
import type { Failure } from '../../contract/failure.ts';
import { PATIENT } from '../../testing/fake-context.ts';
import { fakeRuntime, SOURCE_ROOT } from '../../testing/fake-runtime.ts';
import { probeRunner } from './verify.ts';

const refusal = async (...asked: Parameters<typeof probeRunner>): Promise<Failure | null> => {
  const probed = await probeRunner(...asked);
  return probed.ok ? null : probed.failure;
};
const probe = (fault: string, limits = PATIENT) => refusal(fakeRuntime(fault), SOURCE_ROOT, limits);

describe('the conformance probe', () => {
  test('has nothing to say about an honest runner', async () => {
    expect(await probe('none')).toBeNull();
  });

  test('hands on what the runner offers', async () => {
    const probed = await probeRunner(fakeRuntime(), SOURCE_ROOT, PATIENT);
    expect(probed).toEqual({ ok: true, value: [{ id: 'timers.sleep_loop', styles: ['promises'] }] });
  });

  test('blames the runner that says another id, implementation or loop than its manifest', async () => {
    const said = await Promise.all(
      ['other-runner', 'wrong-implementation', 'wrong-loop'].map((fault) => probe(fault)),
    );
    expect(said.map((found) => found?.code)).toEqual(['EL2012', 'EL2012', 'EL2012']);
    expect(said.map((found) => found?.cause)).toEqual([
      'The runner of `fake` says that it is `python`.',
      expect.stringMatching(/^The runner of `fake` is for node, and .* says that it is bun\.$/),
      'The runner of `fake` is for the loop libuv, and says that it runs on uv_loop.',
    ]);
    expect(said[0]?.next).toContain(SOURCE_ROOT);
  });

  test('catches a runner that prepares a scenario nobody has', async () => {
    const found = await probe('accepts-everything');
    expect(found?.code).toBe('EL2011');
    expect(found?.cause).toMatch(
      /a scenario that does not exist, the runner of .* must answer: refused with unsupported\. It answered: agreement, \{"kind":"prepared"/,
    );
  });

  test('catches a runner that lets itself be greeted twice', async () => {
    const found = await probe('greets-twice');
    expect(found?.code).toBe('EL2011');
    expect(found?.cause).toMatch(
      /a second `hello`, the runner of .* must answer: refused with bad-state\. It answered: agreement, \{"kind":"ready"/,
    );
  });

  test('catches a runner that says nothing to a malformed line', async () => {
    const found = await probe('ignores-malformed', { ...PATIENT, helloMs: 3000 });
    expect(found?.code).toBe('EL2011');
    expect(found?.cause).toMatch(
      /a line that is not a message, the runner of .* must answer: refused with bad-message\. It answered: .*within 3000 ms/,
    );
  });

  test('catches a runner that refuses for the wrong reason', async () => {
    const found = await probe('bad-params');
    expect(found?.cause).toMatch(/It answered: refused with bad-params/);
  });

  test('catches a runner that outlives its stdin', async () => {
    const found = await probe('outlives-stdin', { ...PATIENT, exitMs: 200 });
    expect(found?.code).toBe('EL2011');
    expect(found?.cause).toMatch(
      /the end of stdin, the runner of .* must answer: the end of the process with code 0\. It answered: .*still running/,
    );
  });

  test('hands on what went wrong before it could begin', async () => {
    expect((await probe('wrong-executable'))?.code).toBe('EL2012');
    expect((await probe('hang-on-hello', { ...PATIENT, helloMs: 200 }))?.code).toBe('EL2006');
    const nowhere = { ...fakeRuntime(), executable: '/nonexistent/node' };
    expect((await refusal(nowhere, SOURCE_ROOT))?.code).toBe('EL2003');
  });
});
