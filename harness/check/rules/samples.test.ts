// Harness rule W7: honest samples pass on any clock that resolves a microsecond; none, too many, strange and constant ones are found, each by name.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { splitMix32 } from '../../contract/payload.ts';
import type { Scenario } from '../../contract/scenario.ts';
import type { GoldenTrace, GoldenTraces } from '../../contract/verdict.ts';
import { scenario as tcpEcho } from '../../../scenarios/io_fanout/tcp_echo/scenario.ts';
import { scenario as modify } from '../../../scenarios/file_watch/modify/scenario.ts';
import { scenario as burst } from '../../../scenarios/file_watch/burst/scenario.ts';
import { scenario as wakeup } from '../../../scenarios/ordering/wakeup/scenario.ts';
import { scenario as deadlines } from '../../../scenarios/timers/deadlines/scenario.ts';
import { scenario as mass } from '../../../scenarios/timers/mass/scenario.ts';
import { scenario as sleepLoop } from '../../../scenarios/timers/sleep_loop/scenario.ts';
import { judgeGolden } from '../golden.ts';
import { makeAlphabet } from '../alphabet.ts';
import { invocationOf, legalTrace, sampleScenario } from '../../testing/sample-case.ts';
import { judge } from '../../testing/sample-judge.ts';
import { traceAgreement } from './sample-trace.ts';
import { sampleValueDrafts } from './sample-values.ts';

function golden({ id }: Scenario, name: string): GoldenTrace {
  const path = new URL(`../../../scenarios/${id.replace('.', '/')}/golden/accept.json`, import.meta.url);
  const traces: GoldenTraces = JSON.parse(readFileSync(path, 'utf8'));
  const found = traces.find((trace) => trace.name === name) ?? traces[0];
  if (found === undefined) throw new Error(`${id} has no golden traces`);
  return found;
}

/** The findings of an accepted trace with other samples. */
function withSamples(scenario: Scenario, name: string, samples: (own: number[]) => number[]): string[] {
  const trace = golden(scenario, name);
  const result = judgeGolden({ ...trace, samples: samples([...trace.samples]) }, scenario, name);
  if (!result.ok) throw new Error(result.failure.cause);
  return result.value.findings.map(({ rule, class: found, index }) => `${rule} ${found} ${index}`);
}

describe('the number of samples', () => {
  test('that the operations give passes', () => {
    expect(withSamples(sleepLoop, 'on_time', (own) => own)).toEqual([]);
  });

  test('one too many, one too few and none are findings', () => {
    expect(withSamples(sleepLoop, 'on_time', (own) => [...own, 77_123])).toEqual(['W7 extra null']);
    expect(withSamples(sleepLoop, 'on_time', (own) => own.slice(1))).toEqual(['W7 missing null']);
    const { record, reader } = invocationOf(legalTrace(1));
    const rounds = record.rounds.map((round) => Object.assign({}, round, { samples: null }));
    const judgement = judge({ record: { ...record, rounds }, reader });
    expect(judgement.findings).toMatchObject([{ rule: 'W7', class: 'missing', round: 0 }]);
    expect(judgement.findingCount).toBe(rounds.length);
  });

  test('any of a scenario that has none is a finding', () => {
    expect(withSamples(mass, 'any', () => [77_123])).toEqual(['W7 extra null']);
  });

  test('is not asked of a round whose events are wrong already', () => {
    const trace = golden(sleepLoop, 'on_time');
    const cut = { ...trace, events: trace.events.slice(0, -1) };
    const result = judgeGolden(cut, sleepLoop, 'cut');
    expect(result.ok && result.value.findings.map(({ rule }) => rule)).not.toContain('W7');
  });
});

describe('samples and the trace of their round', () => {
  const changed = (by: number) => (own: number[]) => own.map((ns, i) => ns + by + i);

  test('lateness is that of the events, give or take the time between two readings', () => {
    expect(withSamples(sleepLoop, 'late', changed(-200_000))).toEqual([]);
    expect(withSamples(sleepLoop, 'late', changed(2_000_000))).toContain('W7 changed 0');
  });

  test('one sample of three may be off by a pause of the process, and not by a fifth of a second', () => {
    expect(withSamples(sleepLoop, 'late', ([a, ...rest]) => [(a ?? 0) - 30_000_000, ...rest])).toEqual([]);
    const far = withSamples(sleepLoop, 'late', ([a, ...rest]) => [(a ?? 0) - 300_000_000, ...rest]);
    expect(far).toContain('W7 changed 0');
  });

  test('a single sample may be off by as long as the process waited for a CPU in its round, and by 5 ms', () => {
    const { record, reader } = invocationOf(legalTrace(1), [0]);
    const [round] = record.rounds;
    if (round === undefined) throw new Error('the sample has no round');
    const alphabet = makeAlphabet(sampleScenario.alphabet);
    const given = {
      scenario: sampleScenario,
      record,
      reader,
      alphabet,
      timerEarlyNs: 0,
      askWitness: true,
      askSamples: true,
    };
    const value = { kind: 'lateness', start: 'arm', from: 'id' } as const;
    const plan = { event: 'fire', key: 0, idBelow: 'samples', count: ['samples'], value };
    const offBy = (ns: number, waitNs: number | null): number =>
      traceAgreement(
        plan,
        given,
        { ...round, resources: { ...round.resources, waitNs } },
        Float64Array.of(-ns),
      ).length;
    expect([offBy(12e6, null), offBy(12e6, 1e6), offBy(12e6, 20e6), offBy(300e6, 500e6)]).toEqual([
      1, 1, 0, 1,
    ]);
  });

  test('deadlines may all be earlier by the same time, and not by different ones', () => {
    expect(withSamples(deadlines, 'blocked_loop', changed(-3_000_000))).toEqual([]);
    const spread = withSamples(deadlines, 'blocked_loop', (own) => own.map((ns, i) => ns - 3_000_007 * i));
    expect(spread).toEqual(['W7 changed 0']);
  });

  test('a latency is never longer than from its request to its answer', () => {
    expect(withSamples(wakeup, 'slow', ([a, b]) => [a ?? 0, (b ?? 0) + 1000])).toEqual(['W7 changed 1']);
  });

  test('round trips are neither longer than the trace admits nor far shorter', () => {
    expect(withSamples(tcpEcho, 'in_turn', (own) => own)).toEqual([]);
    const longer = withSamples(tcpEcho, 'in_turn', (own) => own.map((ns, i) => (i === 4 ? 4100 : ns)));
    expect(longer).toEqual(['W7 changed 4']);
    const shorter = withSamples(tcpEcho, 'in_turn', (own) => own.map((ns) => Math.round(ns / 5)));
    expect(shorter).toEqual(['W7 changed null']);
  });

  test('a moment lies within its round and not after its event', () => {
    const trace = golden(modify, 'any');
    const settled = trace.events.filter(([kind]) => kind === 'settled').map(([, , , , timeNs]) => timeNs);
    expect(withSamples(modify, trace.name, () => settled.map((ns, i) => ns - 100 - i))).toEqual([]);
    expect(withSamples(modify, trace.name, () => settled.map((ns, i) => ns + 100 + i))).toContain(
      'W7 changed 0',
    );
    expect(withSamples(modify, trace.name, () => settled.map((_, i) => -1000 - i))).toContain('W7 clock 0');
  });
});

describe('samples and the time that the harness waited', () => {
  test('none is longer than the whole round', () => {
    expect(withSamples(sleepLoop, 'on_time', ([a, b]) => [a ?? 0, b ?? 0, 900_000_123])).toContain(
      'W7 clock 2',
    );
    expect(withSamples(burst, 'any', () => [9e15])).toEqual(['W7 clock 0']);
  });

  test('no time is negative, nor a number that is none', () => {
    expect(withSamples(tcpEcho, 'in_turn', ([a, ...rest]) => [-(a ?? 0), ...rest])).toContain('W7 clock 0');
    expect(withSamples(tcpEcho, 'in_turn', ([, ...rest]) => [Number.NaN, ...rest])).toContain('W7 clock 0');
  });

  test('their sum is at most the round times the number that may be under way', () => {
    // Two at once in 11 us: 22 us.
    const within = withSamples(tcpEcho, 'in_turn', (own) => own.map((_, i) => 3601 + i));
    expect(within.filter((finding) => finding.includes('clock'))).toEqual([]);
    const beyond = withSamples(tcpEcho, 'in_turn', (own) => own.map((_, i) => 3701 + i));
    expect(beyond).toContain('W7 clock null');
  });
});

describe('the values of all samples', () => {
  function classesOf(samples: readonly number[], resolutionNs = 1): string[] {
    const { record, reader } = invocationOf(legalTrace(1), samples);
    const clock = { name: 'any', resolutionNs, epochNs: null };
    const ready = { clock } as unknown as NonNullable<typeof record.ready>;
    const one = { ...record, ready, rounds: record.rounds.slice(0, 1) };
    return sampleValueDrafts(one, reader).map(({ class: found }) => found);
  }

  /** Like lateness: most near the least one, some far behind. In whole steps of the clock. */
  function latenesses(count: number, seed: number, stepNs: number, typicalNs = 40_000): number[] {
    const next = splitMix32(seed);
    return Array.from({ length: count }, () => {
      const ns = 60_000 - typicalNs * Math.log((next() + 1) / 2 ** 32);
      return Math.floor(ns / stepNs) * stepNs;
    });
  }

  test('of 1,000 honest invocations on fine clocks, none is found', () => {
    const found: string[] = [];
    for (let seed = 0; seed < 500; seed++) {
      const count = [3, 4, 7, 8, 12, 40][seed % 6] ?? 3;
      found.push(...classesOf(latenesses(count, seed, 1)), ...classesOf(latenesses(count, seed, 1), 40));
    }
    expect(found).toEqual([]);
  });

  test('of 400 honest invocations whose clock resolves a microsecond, none is found', () => {
    const found: string[] = [];
    for (let seed = 0; seed < 400; seed++) {
      const count = [3, 4, 8, 12, 40, 200][seed % 6] ?? 3;
      found.push(...classesOf(latenesses(count, seed, 1000, 10_000), 1000));
    }
    expect(found).toEqual([]);
  });

  test('a clock that resolves a microsecond, of a runner that says a nanosecond, passes from eight samples on', () => {
    const found: string[] = [];
    for (let seed = 0; seed < 300; seed++) found.push(...classesOf(latenesses(8 + (seed % 40), seed, 1000)));
    expect(found).toEqual([]);
  });

  test('however dense thousands of samples are, in one mode or in two far apart, a fine clock passes', () => {
    for (let seed = 1; seed < 20; seed++) {
      const next = splitMix32(seed);
      const within = (from: number, width: number): number[] =>
        Array.from({ length: 1800 }, () => from + Math.floor((next() / 2 ** 32) * width));
      for (const step of [1, 40])
        for (const apart of [0, 300_000, 3_000_000]) {
          const modes = [...within(60_000, 20_000), ...within(60_000 + apart, 20_000)];
          expect(
            classesOf(
              modes.map((ns) => ns - (ns % step)),
              step,
            ),
          ).toEqual([]);
        }
    }
  });

  test('three that are equal are constant', () => {
    expect(classesOf([70_123, 70_123, 70_123])).toEqual(['constant']);
    expect(classesOf([70_123, 70_123])).toEqual([]);
    expect(classesOf([71_000, 71_000, 71_000], 1000)).toEqual([]);
    expect(
      classesOf(
        Array.from({ length: 8 }, () => 71_000),
        1000,
      ),
    ).toEqual(['constant']);
  });

  test('readings in steps are coarse, also where the runner says that its clock is', () => {
    for (let seed = 1; seed < 60; seed++) {
      expect(classesOf(latenesses(8, seed, 1_000_000, 3_000_000))).toEqual(['coarse']);
      expect(classesOf(latenesses(8, seed, 1_000_000, 3_000_000), 1_000_000)).toEqual(['coarse']);
      expect(classesOf(latenesses(8, seed, 50_000, 200_000))).toEqual(['coarse']);
      expect(classesOf(latenesses(8, seed, 50_000, 200_000), 50_000)).toEqual([]);
    }
  });

  test('steps that are not quite equal are coarse too, as those of a clock that the kernel keeps', () => {
    const nearly = Array.from({ length: 12 }, (_, i) => (i % 3) * 4_000_000 + 17 * i);
    expect(classesOf(nearly)).toEqual(['coarse']);
  });

  test('a clock that stands still for most of the samples is coarse', () => {
    expect(classesOf([0, 0, 0, 0, 0, 1_003_411, 0, 0, 913_017])).toEqual(['coarse']);
  });
});
