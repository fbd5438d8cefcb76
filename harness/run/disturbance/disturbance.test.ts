// What goes on beside a run, on made-up clocks, counters and folders: what is seen, and what is no disturbance.
import { EventEmitter } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { TextFiles } from '../environment/read-text.ts';
import { OWNER_FILE } from '../leftovers.ts';
import { ownOwner } from '../owner.ts';
import type { WitnessHost } from '../witness/port.ts';
import { busySpans } from './busyness.ts';
import { openOtherRuns } from './other-runs.ts';
import { sleptMs, standstillsOf } from './standstill.ts';
import { watchStoppedRunners } from './stopped-runners.ts';
import { watchDisturbances } from './watch-disturbances.ts';

const NO_FILES: TextFiles = { read: () => null, list: () => [] };
const AT = { steadyMs: 5000, sleptMs: 100, cpuMs: 300 };

test('a timer that comes seconds late was stopped, unless the process computed meanwhile', () => {
  const after = (over: Partial<typeof AT>) => standstillsOf(AT, { ...AT, steadyMs: 10_000, ...over }, 1000);
  expect(after({})).toEqual([{ who: 'evenloop', ms: 4000 }]);
  expect(after({ cpuMs: 300 + 3900 })).toEqual([]);
  expect(after({ steadyMs: 6900 })).toEqual([]);
});

test('a machine that slept is seen by the clock that goes on meanwhile, and one that does not tell is not', () => {
  const due = { ...AT, steadyMs: 6000 };
  expect(standstillsOf(AT, { ...due, sleptMs: 9100 }, 1000)).toEqual([{ who: 'the machine', ms: 9000 }]);
  expect(standstillsOf(AT, { ...due, sleptMs: 140 }, 1000)).toEqual([]);
  expect(standstillsOf({ ...AT, sleptMs: null }, { ...due, sleptMs: 9100 }, 1000)).toEqual([]);
  expect([sleptMs('12.50 3.00\n', 2500), sleptMs(null, 1), sleptMs('garbage', 1)]).toEqual([
    10_000,
    null,
    null,
  ]);
});

test('others who take half of the CPU, a hypervisor and a quota are seen, and less of each is not', () => {
  const at = (atMs: number, busy: number, stolen: number, own: number, throttledMs: number | null) => ({
    atMs,
    ticks: { machine: { busy, stolen, total: atMs / 5 }, own },
    throttledMs,
  });
  const seen = (foreign: number, stolen: number, throttledMs: number | null) =>
    busySpans(
      at(0, 0, 0, 0, throttledMs === null ? null : 0),
      at(1000, 50 + foreign, stolen, 50, throttledMs),
    );
  expect(seen(80, 4, 10)).toEqual([]);
  expect(seen(0, 0, null)).toEqual([]);
  expect(seen(110, 20, 400)).toEqual([
    { kind: 'quota', who: '', share: 0.4, fromMs: 0, toMs: 1000 },
    { kind: 'neighbour', who: '', share: 0.55, fromMs: 0, toMs: 1000 },
    { kind: 'stolen', who: '', share: 0.1, fromMs: 0, toMs: 1000 },
  ]);
});

function folderWith(owners: Readonly<Record<string, unknown>>): string {
  const parent = mkdtempSync(join(tmpdir(), 'evenloop-others-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  for (const [name, owner] of Object.entries(owners)) {
    mkdirSync(join(parent, name));
    if (owner !== null) writeFileSync(join(parent, name, OWNER_FILE), JSON.stringify(owner));
  }
  return parent;
}

test('another evenloop is one whose owner lives, and neither this process nor one that waits for it', () => {
  const dead = { ...ownOwner(), pid: 2 ** 22 + 5, start: '1' };
  const parent = folderWith({
    'evenloop.a.1': ownOwner(),
    'evenloop.b.2': dead,
    'evenloop.c.3': { ...ownOwner(), pid: 'x' },
    'evenloop.d.4': null,
    'other.e.5': ownOwner(),
  });
  const stat = (pid: number, above: number): string =>
    `${pid} (node) S ${above} 0 0 0 0 0 0 0 0 0 1 1 1 1 20`;
  const below = {
    read: (path: string) => (path === '/proc/77/stat' ? stat(77, process.pid) : null),
    list: () => [],
  };
  // Seen from process 77 of elsewhere this process is another one; from its child it is none.
  expect(openOtherRuns([parent, parent, '/nonexistent'], NO_FILES, 78)()).toEqual([process.pid]);
  expect(openOtherRuns([parent], below, 77)()).toEqual([]);
  expect(openOtherRuns([parent], NO_FILES)()).toEqual([]);
});

test('a runner that is stopped is seen when it goes on, when it is given up, and when the watch ends', () => {
  const signals = new EventEmitter();
  const stopped = new Set<number>();
  const seen: number[][] = [];
  let now = 0;
  const host: WitnessHost = {
    arm: () => Promise.reject(new Error('nobody is armed here')),
    guard: () => {},
    release: () => {},
    close: () => Promise.resolve(),
  };
  const watch = watchStoppedRunners(
    () => now,
    (...one) => void seen.push(one),
    signals,
    (pid) => stopped.has(pid),
  );
  const watched = watch.watching(host);
  for (const pid of [1, 2, 3, 4]) watched.guard(pid);
  for (const pid of [1, 2, 3, 9]) stopped.add(pid);
  signals.emit('SIGCHLD');
  now = 5;
  signals.emit('SIGCHLD');
  stopped.delete(1);
  signals.emit('SIGCHLD');
  now = 7;
  watched.release(2);
  watch.close();
  expect(seen).toEqual([
    [1, 0, 5],
    [2, 0, 7],
    [3, 0, 7],
  ]);
  expect(signals.listenerCount('SIGCHLD')).toBe(0);
});

test('a machine without /proc is watched as far as it goes, and what it does not tell is named', () => {
  const watch = watchDisturbances({
    environment: { TMPDIR: '/nonexistent' },
    sharedMemory: '/nonexistent',
    files: NO_FILES,
  });
  expect([watch.look(), watch.settle(), watch.seen()]).toEqual([[], [], []]);
  watch.end();
  expect(watch.unseen).toEqual([
    expect.stringContaining('/proc/stat cannot be read'),
    expect.stringContaining('/proc/uptime cannot be read'),
  ]);
});

test('a run beside another one tells it once for each look, from the first moment to the last', () => {
  const parent = folderWith({ 'evenloop.a.1': { ...ownOwner(), pid: 1, start: null } });
  const watch = watchDisturbances({ environment: { TMPDIR: parent }, sharedMemory: parent, files: NO_FILES });
  const [only, ...more] = watch.settle();
  watch.end();
  expect([only, more]).toEqual([expect.objectContaining({ kind: 'other-run', who: 'process 1' }), []]);
});
