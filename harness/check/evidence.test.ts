// No evidence is no proof: traces that are not there, cannot be read or lack a beginning, and bytes that nobody looked at.
import { crc32 as zlibCrc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { crc32 } from '../contract/digest.ts';
import { FailureError, failure } from '../contract/failure.ts';
import { judgeInvocation } from './prove.ts';
import {
  FREE_KEY,
  invocationOf,
  legalTrace,
  roundOf,
  sampleScenario,
  timed,
} from '../testing/sample-case.ts';
import { has, judge, judgeTraced } from '../testing/sample-judge.ts';

test('a traced round that left no trace proves nothing, whatever its digests say', () => {
  const { record, reader } = invocationOf(legalTrace(5));
  const rounds = record.rounds.map((round) => ({ ...round, events: null }));
  const { proof, findings } = judge({ record: { ...record, rounds }, reader });
  expect(proof).toBeNull();
  expect(has(findings, 'W5', 'empty', null)).toBe(true);
});

test('a trace that cannot be read is a failure of its file, and no empty trace', () => {
  const { record, reader } = invocationOf(legalTrace(6));
  const damaged = {
    ...reader,
    events: () => {
      throw new FailureError(failure('EL3002', 'The file is gone.', 'Run it again.'));
    },
  };
  const judged = judgeInvocation({ record, scenario: sampleScenario, reader: damaged, timerEarlyNs: 0 });
  expect(judged).toMatchObject({ ok: false, failure: { code: 'EL3002' } });
});

test('an end without its start is missing it by every rule that joins the two', () => {
  const events = legalTrace(7);
  const fire = events.find(({ kind }) => kind === 'fire');
  if (fire === undefined) throw new Error('no timer fires in the sample');
  const started = events.filter(({ kind, id }) => kind !== 'arm' || id !== fire.id);
  const { findings } = judgeTraced(timed(started));
  expect(has(findings, 'N1', 'missing', fire.key)).toBe(true);
  expect(has(findings, 'E1', 'missing', fire.key)).toBe(true);
});

test('each byte of a long payload counts', () => {
  const payload = Uint8Array.from({ length: 4096 }, (_, i) => i * 31);
  const whole = crc32(payload);
  expect(whole).toBe(zlibCrc32(payload));
  for (const at of [0, 63, 64, 65, 1000, 4095]) {
    const other = Uint8Array.from(payload);
    other[at] = (other[at] ?? 0) ^ 1;
    expect(crc32(other)).not.toBe(whole);
  }
});

test('without a trace a loss is told of a rule about that key, so that no list of another one excuses it', () => {
  const whole = legalTrace(8);
  const { record, reader } = invocationOf(whole);
  const [traced] = record.rounds;
  if (traced === undefined) throw new Error('no round was traced');
  const lossy = roundOf(1, 'measured', timed(whole.filter(({ kind }) => kind !== 'settled')), 3);
  const { findings } = judge({ record: { ...record, rounds: [traced, lossy] }, reader });
  expect(has(findings, 'X3', 'missing', FREE_KEY + 1)).toBe(true);
  expect(findings.some(({ rule }) => rule === 'X1')).toBe(false);
});
