// One small stimulus of each kind, for tests that walk them all.
import type { Stimulus } from '../contract/scenario.ts';

type OneOfEach = { readonly [Kind in Stimulus['kind']]: Extract<Stimulus, { kind: Kind }> };

export const ONE_OF_EACH: OneOfEach = {
  none: { kind: 'none' },
  edits: {
    kind: 'edits',
    edits: [
      { op: 'write', file: 'note0.txt', key: 0, length: 24 },
      { op: 'same', file: 'note0.txt', key: 0, length: 24 },
      { op: 'append', file: 'note0.txt', key: 0, length: 32 },
    ],
    decoys: ['note0'],
  },
  burst: { kind: 'burst', files: 2, writes: 5, bytes: 16, spacingUs: 0 },
  acts: {
    kind: 'acts',
    directories: ['watched'],
    files: ['watched/item0'],
    acts: [
      { op: 'write', file: 'watched/item0.txt', key: 0, length: 16 },
      { op: 'unnoticed', what: 'touch', file: 'watched/item0' },
      { op: 'turn' },
      { op: 'remove', file: 'watched/item0.txt', key: 0 },
    ],
  },
  files: { kind: 'files', count: 3, bytes: 16, missing: [1] },
  'echo-proxy': { kind: 'echo-proxy', connections: 2, bytesPerConnection: 48 },
  'half-close': { kind: 'half-close', connections: 1, bytes: 32, tailBytes: 8 },
  reset: { kind: 'reset', connections: 1, messages: 2, bytes: 16, strangers: 0 },
  relay: { kind: 'relay', chunks: 2, chunkBytes: 16, stallMs: 5, takenBytes: 32 },
  datagrams: { kind: 'datagrams', datagrams: 1, empty: 1 },
  shutdown: { kind: 'shutdown', each: 1, bytes: 16 },
  addresses: {
    kind: 'addresses',
    trials: [
      ['refusing', 'good'],
      ['good', 'good'],
    ],
  },
  upstreams: { kind: 'upstreams', upstreams: 2, pool: 2, each: 8, bytes: 16, delayMs: 1 },
  'http-clients': { kind: 'http-clients', connections: 1, bytes: 8, stepMs: 1, ratesPerSecond: [1000] },
  pool: { kind: 'pool', few: 1, many: 1, bytes: 16 },
  signals: { kind: 'signals', singles: 2, burst: 3 },
  timers: { kind: 'timers', delaysMs: [1, 2], holdMs: 2 },
};
