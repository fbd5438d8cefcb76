// The menu of broken-runner.mjs: for each clause of docs/writing-a-runner.md, the smallest mistake that breaks it and no other.

/** A `prepare` that is valid, not one of the fixture's lines. */
const isWorkload = (request) => request?.kind === 'prepare' && request.id === 10;

const refused = (id, code) => ({ kind: 'refused', id, code, reason: 'a mistake' });
const failed = (id) => ({ kind: 'failed', id, code: 'a-mistake', message: 'a mistake', definite: false });
const isSleeper = ({ prepared }) => prepared?.scenario === 'timers.sleep_loop';
const wrongDigests = (message) => ({
  ...message,
  digests: message.digests.map((one) => ({
    ...one,
    ...(one.sequence === undefined
      ? {}
      : { sequence: { ...one.sequence, crc: (one.sequence.crc ^ 1) >>> 0 } }),
  })),
});
/** The reply comes so late that its exchange is never the best of all. */
const late = (message, { say }) => {
  setTimeout(() => say(message), 20);
  return null;
};
/** The moment in which the first conversation has asked for the clock as often as it does. */
const LAST_CLOCK = 20;
const isFirstConversation = ({ clocks, prepared }) => clocks >= LAST_CLOCK && prepared === null;

/** Answers a request of this kind by itself where it comes before `prepare`, or behind `finish`. */
const answers =
  (kind, when, answer) =>
  (line, { request, seen, say }) => {
    if (request?.kind !== kind || !when(seen, request)) return undefined;
    say(answer(request));
    return null;
  };

/**
 * `line` may change a request before the runner sees it, or answer it and return null; `reply` may change a reply. Both get the
 * request, what was `seen` so far, and `say`.
 */
export const BREACHES = {
  /** No breach: a runner whose only style is a word that nobody else uses. */
  'a style of its own': {
    scenarios: (listed) => listed.map(({ id }) => ({ id, styles: ['goroutines'] })),
    line: (line, { request }) =>
      request?.style === 'goroutines' ? JSON.stringify({ ...request, style: 'promises' }) : undefined,
  },
  C101: {
    line: (line, { request, say }) =>
      request?.kind === 'hello' && 'colour' in request
        ? (say(refused(null, 'bad-message')), null)
        : undefined,
  },
  C102: { line: (line, { say }) => (line === '[]' ? (say(refused(0, 'bad-message')), null) : undefined) },
  C103: {
    line: (line, { say }) =>
      line?.startsWith(' ') === true ? (say(refused(null, 'bad-message')), null) : undefined,
  },
  C104: { line: (line) => (line !== null && line.length > 65_536 ? null : undefined) },
  C105: {
    reply(message, { say }) {
      if (message.kind === 'clock' && message.id === 21) say(message);
    },
  },
  C106: {
    reply(message, { write }) {
      if (message.code === 'bad-message') write('WARN a line that is no message\n');
    },
  },
  C107: { reply: (message) => (message.code === 'bad-message' ? { ...message, reason: 5 } : undefined) },
  C108: { end: (seen) => (isFirstConversation(seen) ? 4 : 0) },
  C109: { end: (seen) => (seen.running ? 'stays' : 0) },
  C110: { leavesBehind: true },
  C111: { ignores: ['SIGTERM'] },
  C112: {
    reply(message, tools) {
      const { seen } = tools;
      if (message.kind !== 'clock') return undefined;
      const before = seen.lastNs;
      seen.lastNs = message.nowNs;
      return seen.clocks === 5 ? late({ ...message, nowNs: before - 1000 }, tools) : undefined;
    },
  },
  C113: {
    reply: (message, tools) =>
      message.kind === 'clock' && tools.seen.clocks === LAST_CLOCK
        ? late({ ...message, nowNs: message.nowNs + 500_000_000 }, tools)
        : undefined,
  },
  C201: { reply: (message) => (message.kind === 'ready' ? refused(message.id, 'bad-state') : undefined) },
  C202: {
    reply: (message) =>
      message.kind === 'ready' ? { ...message, runner: { ...message.runner, id: 'node' } } : undefined,
  },
  C203: {
    reply: (message) =>
      message.kind === 'ready'
        ? { ...message, runtime: { ...message.runtime, version: '0.0.1' } }
        : undefined,
  },
  C204: {
    reply: (message, { request }) =>
      request?.kind === 'finish' && message.kind === 'refused' && message.reason.includes('expecting-hello')
        ? failed(message.id)
        : undefined,
  },
  C205: {
    reply: (message, { request }) =>
      request?.kind === 'hello' && request.protocol === 999 ? refused(message.id, 'bad-state') : undefined,
  },
  C206: {
    line(line, { request, seen, say }) {
      if (request?.kind !== 'hello' || request.id !== 4) return undefined;
      say({ ...seen.ready, id: request.id });
      return null;
    },
    reply(message, { seen }) {
      if (message.kind === 'ready') seen.ready = message;
    },
  },
  C207: {
    reply: (message, { seen }) =>
      message.kind === 'clock' && isSleeper(seen) ? refused(message.id, 'bad-state') : undefined,
  },
  C208: {
    line: answers(
      'round',
      (seen, { id }) => seen.prepared === null && id === 50,
      ({ id }) => failed(id),
    ),
  },
  C209: {
    reply: (message, { request }) =>
      request?.scenario === '../../etc' ? { kind: 'prepared', id: message.id, endpoints: {} } : undefined,
  },
  C210: {
    reply: (message, { request }) =>
      request?.kind === 'prepare' && request.id === 60
        ? { kind: 'prepared', id: message.id, endpoints: {} }
        : undefined,
  },
  C211: {
    line: answers(
      'round',
      ({ done }) => done,
      ({ id }) => failed(id),
    ),
  },
  C212: {
    reply: (message) =>
      message.kind === 'finished'
        ? { ...message, totals: { ...message.totals, events: message.totals.events + 1 } }
        : undefined,
  },
  C213: {
    reply: (message) =>
      message.kind === 'ready'
        ? { ...message, clock: { ...message.clock, resolutionNs: 1_000_000_000 } }
        : undefined,
  },
  C214: {
    reply: (message) =>
      message.kind === 'ready'
        ? {
            ...message,
            clock: { ...message.clock, epochNs: `${BigInt(message.clock.epochNs) + 3_600_000_000_000n}` },
          }
        : undefined,
  },
  C301: {
    reply: (message, { request }) =>
      request?.record === 'full' && message.kind === 'rounded' ? wrongDigests(message) : undefined,
  },
  C302: {
    reply: (message, { request, seen }) =>
      request?.record === 'digest' && message.kind === 'rounded' && isSleeper(seen)
        ? wrongDigests(message)
        : undefined,
  },
  C303: {
    reply: (message, { request }) =>
      request?.record === 'none' ? { ...message, counts: { fire: message.operations } } : undefined,
  },
  C304: {
    reply: (message, { seen }) =>
      message.kind === 'rounded' && isSleeper(seen) ? { ...message, startNs: 1 } : undefined,
  },
  C401: {
    reply: (message) =>
      message.kind === 'rounded' && message.round === 3 && message.samples !== null
        ? { ...message, samples: null }
        : undefined,
  },
  C501: { reply: (message) => (message.kind === 'halted' ? { ...message, events: null } : undefined) },
  C502: {
    reply: (message, { request }) =>
      request?.kind === 'halt' && request.id === 12 && message.kind === 'refused'
        ? { kind: 'halted', id: message.id, round: 0, events: null }
        : undefined,
  },
  C503: {
    line(line, { request }) {
      if (!isWorkload(request) || request.trail === undefined) return undefined;
      const { trail, ...rest } = request;
      return trail === null ? undefined : JSON.stringify(rest);
    },
  },
  C601: { reply: (message) => ('stalls' in message ? { ...message, stalls: 0 } : undefined) },
  C701: {
    reply: (message, { seen }) =>
      message.kind === 'sliced' && seen.rounds === 0
        ? { ...message, operations: message.operations + 1 }
        : undefined,
  },
  C702: {
    reply: (message, { seen }) =>
      message.kind === 'sliced' && seen.rounds > 0
        ? { ...message, operations: message.operations + 1 }
        : undefined,
  },
  C703: {
    reply: (message, { seen }) =>
      message.kind === 'rounded' && seen.sliced && !isSleeper(seen) ? wrongDigests(message) : undefined,
  },
  C704: { claimsSlices: true },
  C705: {
    reply: (message) => (message.code === 'no-slice' ? { ...message, code: 'not-today' } : undefined),
  },
  C706: {
    line: (line, { request }) =>
      isWorkload(request) && request.heapBlockBytes > 0
        ? JSON.stringify({ ...request, heapBlockBytes: 0 })
        : undefined,
  },
  C801: { scenarios: (listed) => [...listed, ...listed.slice(0, 1)] },
  C802: {
    offers: ['timers.deadlines'],
    reply: (message, { request }) =>
      request?.kind === 'prepare' && request.scenario === 'timers.deadlines'
        ? refused(message.id, 'unsupported')
        : undefined,
  },
  C803: {
    offers: ['timers.deadlines'],
    reply: (message, { seen }) =>
      message.kind === 'rounded' && seen.prepared.scenario === 'timers.deadlines'
        ? { ...message, counts: {} }
        : undefined,
  },
};
