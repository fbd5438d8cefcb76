// A runner in a few lines that speaks the protocol by hand, enacts `timers.sleep_loop`, and has the fault that its argument names.
import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { crc32 } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import { lieAboutRound, lieAboutRows, lieAboutTime } from './fake-lies.mjs';
import { appendSegment } from './fake-segment.mjs';
import { hasTokens, playSlices } from './fake-slices.mjs';
import { tamper } from './fake-tampering.mjs';

const fault = process.argv[2] ?? 'none';
/** What it says that it is. */
const ownId = process.argv[3] ?? 'fake';
/** The only style that it has. */
const style = process.argv[4] ?? 'promises';
/** The only scenario that it names. It enacts `timers.sleep_loop` in any case. */
const offered = process.argv[5] ?? 'timers.sleep_loop';
const epoch = process.hrtime.bigint();
const now = () => lieAboutTime(fault, Number.parseFloat(`${process.hrtime.bigint() - epoch}`));
const totals = { rounds: 0, slices: 0, operations: 0, events: 0 };
let state = 'new';
let prepared = null;
let clocks = 0;
/** What a round has recorded that never ends. */
let hanging = null;

const write = (text) => new Promise((done) => process.stdout.write(text, done));
const say = (message) => write(`${JSON.stringify(message)}\n`);
const refuse = (id, code, reason) => say({ kind: 'refused', id, code, reason });
const hang = () => new Promise(() => setInterval(() => {}, 60_000));

/** Secrets, and what every program gets. */
const ASKED_FOR = [
  'GITHUB_TOKEN',
  'NPM_TOKEN',
  'AWS_SECRET_ACCESS_KEY',
  'SSH_AUTH_SOCK',
  'FOO',
  'PATH',
  'TZ',
];

/** What a fault does in the moment that gives it its chance. Those that return true replace the answer. */
/** A process that holds the pipes of this one. */
const leave = (session) => {
  spawn(process.execPath, ['-e', 'setInterval(() => {}, 60000)'], { stdio: 'inherit', ...session }).unref();
  process.exit(0);
};

const ON_HELLO = {
  'hang-on-hello': hang,
  'refuses-hello': (id) => refuse(id, 'bad-state', 'not today'),
  'fails-hello': (id) =>
    say({ kind: 'failed', id, code: 'no-loop', message: 'no event loop', definite: true }),
};
const ON_PREPARE = {
  unsupported: (id) => refuse(id, 'unsupported', 'inotify is a part of Linux'),
  'bad-params': (id) => refuse(id, 'bad-params', 'ticks must not be negative'),
  'accepts-everything': (id) => say({ kind: 'prepared', id, endpoints: {} }),
  'hang-on-prepare': hang,
  'tells-its-environment': (id) =>
    refuse(id, 'bad-params', ASKED_FOR.filter((name) => name in process.env).join(' ')),
  'tells-its-layout': (id, { heapBlockBytes }) =>
    refuse(
      id,
      'bad-params',
      JSON.stringify({
        heapBlockBytes,
        environmentBytes: process.env.EVENLOOP_LAYOUT?.length ?? 0,
        hashSeed: process.env.HASH_SEED,
      }),
    ),
};
const ON_ROUND = {
  'garbage-line': () => write('}{ \u0007 garbage\n'),
  'log-line': () => write('INFO starting round\n'),
  'json-log-line': () => write('{"level":"info","text":"starting"}\n'),
  'not-utf8': () => write(Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a])),
  'unknown-kind': (id) => say({ kind: 'surprise', id }),
  'invalid-message': (id) => say({ kind: 'rounded', id, round: -1 }),
  'wrong-kind': (id) => say({ kind: 'sliced', id, operations: 0, slices: { offset: 0, count: 0 } }),
  'wrong-id': (id) => say({ kind: 'failed', id: id - 1, code: 'x', message: 'x', definite: true }),
  'unknown-reply': (id) => say({ kind: 'failed', id: id + 1000, code: 'x', message: 'x', definite: true }),
  'cannot-read': () => refuse(null, 'bad-message', 'what?'),
  'refuses-round': (id) => refuse(id, 'bad-state', 'not prepared'),
  fails: (id) =>
    say({ kind: 'failed', id, code: 'workload-threw', message: 'Error: boom\n  at round', definite: false }),
  'oversized-line': () => write(`{"kind":"rounded","padding":"${'x'.repeat(1024 * 1024)}"}\n`),
  'partial-line': async () => {
    await write('{"kind":"rounded","id":');
    process.exit(0);
  },
  'hang-on-round': hang,
  'ignores-everything': hang,
  'exit-3': () => {
    process.stderr.write('about to give up\n', () => process.exit(3));
    return hang();
  },
  // The first line says what happened, a long stack follows, and the last line says where.
  panics: () => {
    const stack = Array.from({ length: 100 }, (_, i) => `goroutine ${i}`).join('\n');
    process.stderr.write(`panic: boom\n${stack}\nexit status 2\n`, () => process.exit(2));
    return hang();
  },
  sigkill: () => process.kill(process.pid, 'SIGKILL'),
  'leaves-grandchild': () => leave({ detached: false }),
  'leaves-daemon': () => leave({ detached: true }),
  'closes-stdout': () => {
    closeSync(1);
    return hang();
  },
};

const HANDLERS = {
  async hello({ id }) {
    if (state !== 'new' && fault !== 'greets-twice') return refuse(id, 'bad-state', 'hello was said');
    state = 'ready';
    if (fault in ON_HELLO) return ON_HELLO[fault](id);
    return say(ready(id));
  },
  clock({ id }) {
    return say({ kind: 'clock', id, nowNs: fault === 'clock-backwards' ? 1e9 - clocks++ : now() });
  },
  async prepare(message) {
    const { id, scenario } = message;
    if (fault in ON_PREPARE) {
      prepared = message;
      return ON_PREPARE[fault](id, message);
    }
    if (scenario !== offered) return refuse(id, 'unsupported', `${scenario} is not known`);
    prepared = message;
    await tamper(fault, 'prepare', prepared);
    return say({ kind: 'prepared', id, endpoints: {} });
  },
  async round(message) {
    if (prepared === null) return refuse(message.id, 'bad-state', 'prepare first');
    if (fault in ON_ROUND) return ON_ROUND[fault](message.id);
    if (fault === 'exit-in-second-round' && totals.rounds === 1) process.exit(3);
    const reply = await enact(message);
    if (totals.rounds === 1) await tamper(fault, 'round', prepared);
    await say(reply);
    return fault === 'duplicate-reply' ? say(reply) : undefined;
  },
  async halt({ id }) {
    const { round, events } = hanging;
    const segment = appendSegment(prepared.sidecar.events, 'events', events, 0);
    return say({ kind: 'halted', id, round, events: segment });
  },
  async slices(message) {
    if (prepared === null) return refuse(message.id, 'bad-state', 'prepare first');
    return playSlices(message, fault, { now, say, hang, totals, path: prepared.sidecar.samples });
  },
  async finish({ id }) {
    if (fault === 'wrong-totals') totals.rounds += 1;
    await tamper(fault, 'finish', prepared);
    await say({ kind: 'finished', id, totals });
    if (fault === 'talks-after-the-end') await say({ kind: 'finished', id, totals });
  },
};

/** What it says that its clock resolves, and in the last fault also does. */
const RESOLUTION_NS = {
  'claims-a-coarse-clock': 1_000_000_000,
  'claims-a-clock-of-steps': 20_000,
  'has-a-coarse-clock': 1_000_000,
};

function ready(id) {
  return {
    kind: 'ready',
    id,
    protocol: fault === 'other-protocol' ? 2 : 1,
    runner: { id: fault === 'other-runner' ? 'python' : ownId, version: '1', homepage: '' },
    runtime: {
      name: 'Node.js',
      version: fault === 'wrong-version' ? '0.0.1' : process.versions.node,
      loop: fault === 'wrong-loop' ? 'uv_loop' : 'libuv',
      ...(fault === 'wrong-implementation' ? { implementation: 'bun' } : {}),
      executable: fault === 'wrong-executable' ? '/bin/sh' : process.execPath,
    },
    clock: {
      name: 'CLOCK_MONOTONIC',
      resolutionNs: RESOLUTION_NS[fault] ?? 1,
      epochNs: String(fault === 'lies-about-epoch' ? epoch + 3_600_000_000_000n : epoch),
    },
    scenarios: [{ id: offered, styles: [style] }],
    capabilities: capabilities(),
  };
}

function capabilities() {
  const slices = hasTokens() && fault !== 'cannot-slice';
  const ofFault = { 'takes-stalls': ['stalls'], 'hangs-when-stalled': ['stalls', 'halt'] };
  return [...(slices ? ['slices'] : []), ...(ofFault[fault] ?? [])];
}

async function enact({ id, round, purpose, record, stalls }) {
  const { periodMs, ticks } = prepared.params;
  const code = Object.fromEntries(prepared.alphabet.map((entry) => [entry.name, entry.code]));
  // As the scenario has it: the arming is told in traced rounds only.
  const traced = purpose === 'traced';
  const events = [];
  const samples = [];
  const before = resources();
  const startNs = now();
  for (let tick = 0; tick < ticks; tick++) {
    const armedAt = now();
    if (traced) events.push([armedAt, 0, tick, periodMs * 1000, code.arm]);
    await sleep(periodMs);
    events.push([now(), 0, tick, periodMs * 1000, code.fire]);
    samples.push([now() - armedAt - periodMs * 1e6]);
    if (fault === 'hangs-when-stalled' && stalls !== undefined) {
      hanging = { round, events };
      await hang();
    }
  }
  if (fault === 'understates-cpu') while (resources().userCpuNs < before.userCpuNs + 250e6);
  const endNs = now();
  const after = resources();
  lieAboutRows(fault, { samples, events, code, startNs, endNs });
  totals.rounds += 1;
  totals.operations += ticks;
  totals.events += events.length;
  const cut = fault === 'truncated-sidecar' ? 5 : 0;
  const lie = fault === 'lies-about-operations' ? 1 : 0;
  totals.operations += lie;
  const told = {
    kind: 'rounded',
    id,
    round: fault === 'wrong-round' ? round + 1 : round,
    startNs,
    endNs,
    operations: ticks + lie,
    counts: { ...(traced ? { arm: ticks } : {}), fire: fault === 'lies-about-counts' ? ticks - 1 : ticks },
    digests: [{ key: 0, sequence: { count: events.length, crc: crcOf(events) } }],
    samples: samples.length === 0 ? null : appendSegment(prepared.sidecar.samples, 'samples', samples, cut),
    events: record === 'full' ? appendSegment(prepared.sidecar.events, 'events', events, cut) : null,
    resources: {
      ...after,
      userCpuNs: after.userCpuNs - before.userCpuNs,
      systemCpuNs: after.systemCpuNs - before.systemCpuNs,
    },
    // Told, not made: what the harness asks for is under test.
    ...(stalls === undefined ? {} : { stalls: stalls.length }),
  };
  return lieAboutRound(fault, told);
}

function crcOf(events) {
  const bytes = Buffer.alloc(12);
  return events.reduce((crc, [, , tick, digest, kind]) => {
    bytes.writeUInt32LE(kind, 0);
    bytes.writeUInt32LE(tick, 4);
    bytes.writeUInt32LE(digest, 8);
    return crc32(bytes, crc);
  }, 0);
}

function resources() {
  const usage = process.resourceUsage();
  return {
    userCpuNs: usage.userCPUTime * 1000,
    systemCpuNs: usage.systemCPUTime * 1000,
    voluntarySwitches: usage.voluntaryContextSwitches,
    involuntarySwitches: usage.involuntaryContextSwitches,
    peakResidentBytes: usage.maxRSS * 1024,
    runNs: null,
    waitNs: null,
    gcPauseNs: null,
  };
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

if (fault === 'ignores-everything') {
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
}
const lines = createInterface({ input: process.stdin });
lines.on('close', () => {
  if (fault === 'ignores-everything' || fault === 'outlives-stdin') void hang();
  else
    void Promise.resolve(tamper(fault, 'end', prepared)).then(() =>
      process.exit(fault === 'exit-4-at-the-end' ? 4 : 0),
    );
});
lines.on('line', (line) => {
  const message = parsed(line);
  const handler = HANDLERS[message?.kind];
  if (handler) void handler(message);
  else if (fault === 'ignores-malformed') void 0;
  else void refuse(null, 'bad-message', 'not a message');
});
