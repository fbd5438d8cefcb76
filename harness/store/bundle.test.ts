// Bundles: what is written is read back, and nothing that was cut, changed, emptied or made by others is believed.
import * as fc from 'fast-check';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Bundle } from '../contract/bundle.ts';
import { FailureError } from '../contract/failure.ts';
import type { RoundRecord } from '../contract/invocation.ts';
import { invocationRecord } from '../testing/invocation-record.ts';
import { bundleFolder, readBundle, writeBundle } from './bundle.ts';

const ROUND: RoundRecord = {
  round: 0,
  purpose: 'traced',
  record: 'full',
  startNs: 0,
  endNs: 5,
  sentNs: 0,
  receivedNs: 9,
  operations: 2,
  counts: { arm: 1, fire: 1 },
  digests: [{ key: 0, sequence: { count: 2, crc: 77 } }],
  samples: { offset: 0, count: 1 },
  events: { offset: 0, count: 2 },
  resources: {
    userCpuNs: 1,
    systemCpuNs: 1,
    voluntarySwitches: 0,
    involuntarySwitches: 0,
    peakResidentBytes: 1,
    runNs: null,
    waitNs: null,
    gcPauseNs: null,
  },
  witness: { kind: 'files', written: 3 },
};

const BUNDLE: Bundle = {
  tool: { name: 'evenloop', version: '0.1.0' },
  run: { id: 'r', seed: 7, profile: 'quick' },
  contract: {
    scenario: 'timers.sleep_loop',
    version: 1,
    alphabet: [{ name: 'arm', code: 1, order: 'sequence' }],
  },
  pacing: { warmupMs: 0, measuredMs: 1, minimumRounds: 1 },
  runtime: {
    id: 'node',
    runner: 'node',
    version: '20.19.0',
    executable: '/usr/bin/node',
    executableSha256: '',
  },
  timerEarlyNs: 0,
  rulesBroken: ['T1'],
  findings: [],
  record: invocationRecord({ rounds: [ROUND] }),
};

function written(bundle: Bundle = BUNDLE): {
  readonly run: string;
  readonly folder: string;
  readonly file: string;
} {
  const run = mkdtempSync(join(tmpdir(), 'evenloop-bundle-'));
  onTestFinished(() => rmSync(run, { recursive: true, force: true }));
  for (const [folder, content] of [['samples', 'SAMPLES'] as const, ['traces', 'EVENTS'] as const]) {
    mkdirSync(join(run, folder));
    writeFileSync(join(run, folder, 'i1.bin'), content);
  }
  const folder = join(run, bundleFolder(bundle.record.id));
  writeBundle({ from: run, to: folder, bundle });
  return { run, folder, file: join(folder, 'bundle.json') };
}

function refusal(path: string): string {
  const read = readBundle(path);
  return read.ok ? 'believed' : `${read.failure.code} ${read.failure.cause.replace(path, 'it')}`;
}

test('a bundle is read back as it was written, from its folder and from its file', () => {
  const { folder, file } = written();
  const { record, ...others } = BUNDLE;
  const wanted = {
    ...others,
    record: { ...record, sidecar: { samples: 'samples.evsg', events: 'events.evsg' } },
  };
  expect(readBundle(folder)).toEqual({ ok: true, value: { directory: folder, bundle: wanted } });
  expect(readBundle(file)).toMatchObject({ ok: true, value: { bundle: wanted } });
  expect(readFileSync(join(folder, 'events.evsg'), 'utf8')).toBe('EVENTS');
});

test('its sidecars outlive those of the run and take no further room', () => {
  const { run, folder } = written();
  expect(statSync(join(folder, 'events.evsg')).nlink).toBe(2);
  rmSync(join(run, 'traces'), { recursive: true });
  expect(readFileSync(join(folder, 'events.evsg'), 'utf8')).toBe('EVENTS');
});

test('a sidecar that was never written is left out', () => {
  const { folder } = written({
    ...BUNDLE,
    record: { ...BUNDLE.record, sidecar: { samples: 'samples/none.bin', events: 'traces/i1.bin' } },
  });
  expect(existsSync(join(folder, 'samples.evsg'))).toBe(false);
  expect(readBundle(folder).ok).toBe(true);
});

test('a record whose sidecars lie outside of its run is not bundled', () => {
  const record = { ...BUNDLE.record, sidecar: { samples: '../../etc/passwd', events: 'traces/i1.bin' } };
  expect(() => written({ ...BUNDLE, record })).toThrow(FailureError);
});

test('a folder that cannot be written is a failure with a code', () => {
  const { run, file } = written();
  expect(() => writeBundle({ from: run, to: join(file, 'below'), bundle: BUNDLE })).toThrow('EL3001');
});

test.each([
  ['', 'EL1008 it is not a bundle: its bundle.json is empty.'],
  ['{', 'EL1008 it is not a bundle: its bundle.json is not JSON.'],
  ['null', 'EL1008 it is not a bundle: /schema is missing, not "evenloop/bundle@1".'],
  ['{"schema":"evenloop/results@1"}', 'EL1008 it is not a bundle: /schema is "evenloop/results@1"'],
  ['{"schema":"evenloop/bundle@2"}', 'EL1009 it is stale: it is written as evenloop/bundle@2'],
  ['{"schema":"evenloop/bundle@1"}', 'EL1008 it is not a bundle: / must have required properties'],
])('%s is refused', (text, cause) => {
  const { folder, file } = written();
  writeFileSync(file, text);
  expect(refusal(folder)).toContain(cause);
});

test('a bundle in which a single number was changed is refused', () => {
  const { folder, file } = written();
  writeFileSync(file, readFileSync(file, 'utf8').replace('"crc": 77', '"crc": 78'));
  expect(refusal(folder)).toBe('EL1008 it is not a bundle: it was changed after it was written.');
});

test('wherever a bundle is cut or overwritten it is refused or reads as before, and never throws', () => {
  const { folder, file } = written();
  const whole = readFileSync(file, 'utf8');
  const before = readBundle(folder);
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.string({ maxLength: 8 }), fc.boolean(), (at, text, cut) => {
      writeFileSync(file, whole.slice(0, at) + text + (cut ? '' : whole.slice(at + text.length)));
      const read = readBundle(folder);
      if (read.ok) expect(read).toEqual(before);
      else expect(['EL1008', 'EL1009']).toContain(read.failure.code);
    }),
    { numRuns: 300 },
  );
});

test('an invocation that ended before its first round makes an empty bundle', () => {
  const { folder } = written({ ...BUNDLE, record: { ...BUNDLE.record, rounds: [] } });
  expect(refusal(folder)).toContain('it is empty');
});

test('who names the folder of a run is told its bundles', () => {
  const { run } = written();
  const read = readBundle(run);
  expect(read.ok ? [] : [read.failure.code, ...read.failure.evidence]).toEqual([
    'EL1008',
    `it has ${join(run, 'bundles', 'i1')}`,
  ]);
});
