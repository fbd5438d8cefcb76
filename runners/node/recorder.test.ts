// The recorder at each level, at its limits, and again.
import { expect, it } from 'vitest';
import { makeRecorder } from './recorder.ts';

function counting(): { now: () => number; readings: () => number } {
  let readings = 0;
  return { now: () => ++readings * 1000, readings: () => readings };
}

it('stamps each event of a full round', () => {
  const { now } = counting();
  const recorder = makeRecorder({ events: 4, samples: 1 }, now);
  recorder.begin('full');
  recorder.emit(1, 2, 3, 4);
  recorder.emit(65535, 0xffffffff, 0x80000000, 0xfffffffe);
  recorder.sample(-250);
  expect(recorder.filled()).toEqual({ events: 2, samples: 1 });
  const { time, kind, key, id, digest } = recorder.columns;
  expect([time[0], kind[0], key[0], id[0], digest[0]]).toEqual([1000, 1, 2, 3, 4]);
  expect([time[1], kind[1], key[1], id[1], digest[1]]).toEqual([
    2000, 65535, 0xffffffff, 0x80000000, 0xfffffffe,
  ]);
  expect(recorder.samples[0]).toBe(-250);
});

it('does not read the clock in a digest round', () => {
  const { now, readings } = counting();
  const recorder = makeRecorder({ events: 2, samples: 1 }, now);
  recorder.begin('digest');
  recorder.emit(1, 0, 0, 0);
  recorder.sample(7);
  expect(recorder.filled()).toEqual({ events: 1, samples: 1 });
  expect(readings()).toBe(0);
});

it('records nothing before the first round and in a round that records nothing', () => {
  const recorder = makeRecorder({ events: 0, samples: 0 }, counting().now);
  recorder.emit(1, 0, 0, 0);
  recorder.begin('none');
  recorder.emit(1, 0, 0, 0);
  recorder.sample(1);
  expect(recorder.filled()).toEqual({ events: 0, samples: 0 });
});

it('refuses one event or sample too many, and keeps those it has', () => {
  const recorder = makeRecorder({ events: 1, samples: 1 }, counting().now);
  recorder.begin('digest');
  recorder.emit(1, 0, 0, 0);
  recorder.sample(1);
  expect(() => recorder.emit(1, 0, 1, 0)).toThrow('may record 1 events, not more');
  expect(() => recorder.sample(2)).toThrow('may record 1 samples, not more');
  expect(recorder.filled()).toEqual({ events: 1, samples: 1 });
});

it('begins each round with empty columns', () => {
  const recorder = makeRecorder({ events: 1, samples: 1 }, counting().now);
  for (let round = 0; round < 3; round++) {
    recorder.begin('digest');
    recorder.emit(1, round, 0, 0);
    expect(recorder.columns.key[0]).toBe(round);
  }
});

it('drops what comes after the end of a round, even when the round was full to the brim', () => {
  const recorder = makeRecorder({ events: 1, samples: 1 }, counting().now);
  recorder.begin('digest');
  recorder.emit(1, 0, 0, 0);
  recorder.sample(1);
  recorder.end();
  recorder.emit(2, 0, 0, 0);
  recorder.sample(2);
  expect(recorder.filled()).toEqual({ events: 1, samples: 1 });
  expect(recorder.columns.kind[0]).toBe(1);
});
