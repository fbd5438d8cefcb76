// Each diagnosis fires: a machine where all is well, and the same machine with one thing wrong at a time.
import { expect, test } from 'vitest';
import type { Diagnosis } from '../../contract/doctor.ts';
import { failure } from '../../contract/failure.ts';
import { reportOf } from '../examine.ts';
import type { Observations } from '../observations.ts';
import { diagnose } from './diagnose.ts';

const OUT = '/work/reports/out';
const scratch = { folder: '/dev/shm', use: 'scratch' } as const;
const out = { folder: OUT, use: 'out' } as const;
const room = { freeBytes: 2e9, trouble: null };

const WELL: Observations = {
  runtimes: {
    found: [{ id: 'node', version: '20.19.0', executable: '/usr/bin/node', source: 'this process' }],
    missing: [],
    passedOver: [failure('EL2002', '/usr/bin/python3.9 is version 3.9.', 'Install a newer one.')],
  },
  limits: { openFiles: 20_000, watches: 65_536, watchInstances: 128, watchInstancesUsed: 3 },
  conditions: [{ name: 'pinning', kept: true, text: 'blocks are pinned to CPU 1' }],
  watching: [
    { ...scratch, echo: { ms: 1 } },
    { ...out, echo: { ms: 1 } },
  ],
  loopback: { ms: 0.1 },
  clock: { resolutionNs: 30, readNs: 40, source: 'tsc', sources: ['tsc', 'hpet'] },
  processors: {
    allowed: 4,
    cgroupLimit: null,
    load: 0.2,
    foreignShare: 0.01,
    stealShare: 0,
    governor: 'performance',
    boost: false,
    virtualization: 'none',
  },
  folders: [
    { ...out, ...room, fileSystem: 'ext4' },
    { ...scratch, ...room, fileSystem: 'tmpfs' },
  ],
};

const notFine = (seen: Observations): readonly Diagnosis[] =>
  diagnose(seen).filter(({ state }) => state !== 'fine');

test('a machine where all is well has nothing to mend, and its runtimes stand there with those passed over', () => {
  const { diagnoses, exitCode } = reportOf(WELL, OUT, 700);
  expect([notFine(WELL), exitCode]).toEqual([[], 0]);
  expect(diagnoses[0]?.details).toEqual([
    'node 20.19.0: /usr/bin/node (this process)',
    'passed over: /usr/bin/python3.9 is version 3.9.',
  ]);
});

const { runtimes, limits, processors, clock } = WELL;
const none = {
  found: [],
  missing: [failure('EL2001', 'No interpreter was found.', 'Install Node.')],
  passedOver: [],
};

test.each<[string, Partial<Observations>, Diagnosis['state'], string, string | null]>([
  ['no runtime', { runtimes: none }, 'problem', 'EL2001 No interpreter', 'Install Node.'],
  ['few files', { limits: { ...limits, openFiles: 1024 } }, 'warning', 'open 1024 files', 'ulimit -n 4096'],
  ['very few files', { limits: { ...limits, openFiles: 256 } }, 'problem', 'need 900', 'ulimit -n 4096'],
  [
    'few watches',
    { limits: { ...limits, watches: 128 } },
    'problem',
    '128 inotify watches',
    'max_user_watches',
  ],
  [
    'instances used up',
    { limits: { ...limits, watchInstancesUsed: 120 } },
    'problem',
    '120 are in use',
    'max_user_instances',
  ],
  [
    'a folder without notices',
    { watching: [{ ...scratch, echo: { trouble: 'no notice came' } }] },
    'problem',
    'No change is noticed in /dev/shm',
    'TMPDIR',
  ],
  [
    'no notices among the runs',
    { watching: [{ ...out, echo: { trouble: 'no notice came' } }] },
    'warning',
    `No change is noticed in ${OUT}`,
    'nothing needs to be done',
  ],
  [
    'late notices',
    { watching: [{ ...scratch, echo: { ms: 400 } }] },
    'warning',
    'after 400.0 ms',
    'less busy',
  ],
  ['no loopback', { loopback: { trouble: 'ENETUNREACH' } }, 'problem', 'Nothing comes back', 'lo up'],
  [
    'no pinning',
    { conditions: [{ name: 'pinning', kept: false, text: 'blocks are not pinned' }] },
    'warning',
    'Blocks are not pinned.',
    'taskset',
  ],
  [
    'random layouts',
    { conditions: [{ name: 'layout', kept: false, text: 'memory layouts stay random' }] },
    'warning',
    'layouts stay random',
    'setarch',
  ],
  ['a slow clock', { clock: { ...clock, source: 'hpet' } }, 'warning', '(hpet)', 'echo tsc'],
  ['a coarse clock', { clock: { ...clock, resolutionNs: 1e6 } }, 'warning', 'steps by 1000000 ns', null],
  ['one CPU', { processors: { ...processors, allowed: 1 } }, 'warning', '1 CPU may be used', 'two or more'],
  ['a quota', { processors: { ...processors, cgroupLimit: 1.5 } }, 'warning', 'that of 1.5', 'cpu.max'],
  ['neighbours', { processors: { ...processors, foreignShare: 0.4 } }, 'warning', '40 %', 'ps -eo'],
  ['powersave', { processors: { ...processors, governor: 'powersave' } }, 'warning', 'powersave', 'cpupower'],
  [
    'a hypervisor that takes time',
    { processors: { ...processors, virtualization: 'kvm', stealShare: 0.05 } },
    'warning',
    '5.0 % of its CPU time',
    'dedicated',
  ],
  [
    'a folder that refuses',
    { folders: [{ ...out, ...room, fileSystem: 'ext4', trouble: 'EACCES' }] },
    'problem',
    'No run can be kept',
    '--out',
  ],
  [
    'a full disk',
    { folders: [{ ...out, ...room, fileSystem: 'ext4', freeBytes: 5e7 }] },
    'problem',
    '50 MB free',
    '--out',
  ],
  [
    'a disk that is nearly full',
    { folders: [{ ...out, ...room, fileSystem: 'ext4', freeBytes: 5e8 }] },
    'warning',
    '500 MB free',
    'Remove runs',
  ],
  [
    'files on a disk',
    { folders: [{ ...scratch, ...room, fileSystem: 'ext4' }] },
    'warning',
    'not in memory',
    'TMPDIR',
  ],
  [
    'no room for files',
    { folders: [{ ...scratch, ...room, fileSystem: 'tmpfs', freeBytes: 6e7 }] },
    'problem',
    '60 MB free',
    '--shm-size',
  ],
  ['no answer of the interpreters', { runtimes: null }, 'unknown', 'did not answer in time', null],
  ['no answer of a folder', { watching: null }, 'unknown', 'in time', null],
  ['no answer of loopback', { loopback: null }, 'unknown', 'in time', null],
  ['no answer on conditions', { conditions: null }, 'unknown', 'in time', null],
  ['no limits told', { limits: { ...limits, openFiles: null } }, 'unknown', 'does not tell', null],
  ['no load told', { processors: { ...processors, foreignShare: null } }, 'unknown', 'how busy', null],
  ['no machine told', { processors: { ...processors, virtualization: null } }, 'unknown', 'virtual', null],
])('%s', (_, changed, state, text, fix) => {
  const [first, ...further] = notFine({ ...WELL, ...changed });
  expect(further).toEqual([]);
  expect(first).toMatchObject({ state, text: expect.stringContaining(text) });
  expect(first?.fix ?? null).toEqual(fix === null ? null : expect.stringContaining(fix));
});

test('a problem ends with 3, a warning with 0', () => {
  const code = (changed: Partial<Observations>): number => reportOf({ ...WELL, ...changed }, OUT, 0).exitCode;
  expect(code({ loopback: { trouble: 'ENETUNREACH' } })).toBe(3);
  expect(code({ processors: { ...processors, allowed: 1 } })).toBe(0);
});

test('runtimes that were found stand there although others are missing', () => {
  const seen = { ...WELL, runtimes: { ...none, found: runtimes?.found ?? [] } };
  expect(
    diagnose(seen)
      .slice(0, 2)
      .map(({ state }) => state),
  ).toEqual(['fine', 'problem']);
});

test('the frequency of a virtual machine is not its own to choose', () => {
  const seen = { ...WELL, processors: { ...processors, governor: null, virtualization: 'kvm' } };
  expect(notFine(seen)).toEqual([]);
  const silent = { ...WELL, processors: { ...processors, governor: null } };
  expect(notFine(silent).map(({ id, state }) => [id, state])).toEqual([['frequency', 'unknown']]);
});
