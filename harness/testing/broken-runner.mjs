// The Node runner with one mistake: its argument is the clause of docs/writing-a-runner.md that it breaks, and it keeps all others.
import { spawn } from 'node:child_process';
import { writeSync } from 'node:fs';
import { startClock } from '../../dist/runners/node/clock.js';
import { splitLines } from '../../dist/runners/node/lines.js';
import { ServedSession } from '../../dist/runners/node/session.js';
import { openTokenFile } from '../../dist/runners/node/token-file.js';
import { readCatalogue } from '../../dist/runners/node/workload-catalogue.js';
import { BREACHES } from './breaches.mjs';

const breach = BREACHES[process.argv[2]] ?? {};
const tokens = openTokenFile();
/** What breaches ask for: how far the session is. */
const seen = {
  requests: new Map(),
  clocks: 0,
  rounds: 0,
  sliced: false,
  prepared: null,
  running: false,
  done: false,
};

/** The scenarios whose workloads the clauses need, and some that cells of breaches need. */
const OFFERED = new Set(['timers.sleep_loop', 'dispatch.turn', ...(breach.offers ?? [])]);
const whole = readCatalogue(new URL('../../dist/scenarios/', import.meta.url));
const listed = whole.scenarios
  .filter(({ id }) => OFFERED.has(id))
  .map(({ id }) => ({ id, styles: ['promises'] }));

const session = new ServedSession({
  clock: startClock(),
  catalogue: { ...whole, scenarios: breach.scenarios?.(listed) ?? listed },
  identity: {
    runner: { id: 'broken', version: '1', homepage: '' },
    runtime: {
      name: 'node',
      version: process.versions.node,
      loop: `libuv ${process.versions.uv}`,
      executable: process.execPath,
    },
    capabilities: [
      'halt',
      ...(tokens === null && breach.claimsSlices !== true ? [] : ['slices']),
      'stalls',
      'trail',
    ],
  },
  tokens,
  reply,
});

const write = (text) => writeSync(1, text);
const say = (message) => write(`${JSON.stringify(message)}\n`);

function reply(message) {
  seen.running = false;
  if (message.kind === 'rounded') seen.rounds++;
  if (message.kind === 'sliced') seen.sliced = true;
  if (message.kind === 'finished') seen.done = true;
  const request = seen.requests.get(message.id) ?? null;
  const changed = breach.reply?.(message, { request, seen, say, write });
  if (changed !== null) say(changed ?? message);
}

function receive(line) {
  const request = parsed(line);
  if (request !== null) {
    seen.requests.set(request.id, request);
    if (request.kind === 'clock') seen.clocks++;
    if (request.kind === 'prepare') seen.prepared = request;
    if (request.kind === 'round') seen.running = true;
    if (request.kind === 'halt') seen.running = false;
  }
  const changed = breach.line?.(line, { request, seen, say, write });
  // Null: the breach has answered.
  if (changed !== null) session.receive(changed === undefined ? line : changed);
}

function parsed(line) {
  try {
    const value = JSON.parse(line);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

for (const signal of breach.ignores ?? []) process.on(signal, () => {});
process.on('uncaughtException', (error) => session.stray(error));
process.stdin.on('data', splitLines(receive));
process.stdin.on('end', () => {
  if (breach.leavesBehind === true) spawn('sleep', ['60'], { stdio: 'ignore' }).unref();
  const code = breach.end?.(seen) ?? 0;
  // A runner that does not end has something to wait for.
  if (code === 'stays') setInterval(() => {}, 60_000);
  else process.exit(code);
});
