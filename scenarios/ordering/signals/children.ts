// The processes of ordering.signals that are started to be interrupted: what they do until they end, and how they end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Kit } from '../../../harness/contract/kit.ts';
import type { SignalWire } from './wire.ts';
import { ASK } from './wire.ts';

const FIRST_KEY = 8;
/** The places of the signals that the sender sends. */
const INTERRUPT = 0;
const TERMINATE = 1;
const READY = 0;
const HANDLED = 1;

/** Each hears of a signal when it says that it is ready, and of a second one when it has handled the first. */
const CHILDREN: readonly (readonly [what: string, signal: number])[] = [
  ['plain', INTERRUPT],
  ['plain', TERMINATE],
  ['once', INTERRUPT],
];

export async function playChildren(kit: Kit, wire: SignalWire): Promise<void> {
  await Promise.all(
    CHILDREN.map(([what, signal], index) => play(kit, wire, FIRST_KEY + index, what, signal)),
  );
}

async function play(kit: Kit, wire: SignalWire, key: number, what: string, signal: number): Promise<void> {
  const seed = (Number.parseInt(kit.nonce.slice(0, 8), 16) ^ Number.parseInt(kit.nonce.slice(8), 16)) >>> 0;
  const program = fileURLToPath(new URL('interrupted.js', import.meta.url));
  const child = spawn(process.execPath, [program, what, String(seed), String(key)], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {},
  });
  const closed = once(child, 'close') as Promise<[code: number | null, signal: NodeJS.Signals | null]>;
  for await (const line of createInterface(child.stdout)) {
    const [step = 0, value = 0] = line.split(' ').map(Number);
    kit.emit(kit.kinds['child_step'] ?? 0, key, step, value);
    if (step === READY || step === HANDLED) wire.ask(ASK.child, child.pid ?? 0, signal);
  }
  const [code, endedBy] = await closed;
  const bySignal = endedBy === null ? 0 : 1;
  const how = endedBy === null ? (code ?? 0) : constants.signals[endedBy];
  kit.emit(kit.kinds['child_end'] ?? 0, key, bySignal, how);
}
